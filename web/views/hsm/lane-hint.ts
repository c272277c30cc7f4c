import type { HsmStory } from '../../../workers/hsm/story';

/** What the place under the pointer on a lane tells. */
export interface LaneHint {
  /** Where to tell it, in the window. */
  x: number;
  y: number;
  /** ms UTC. */
  time: number;
  /** The stream. */
  name: string;
  events: number;
  failed: number;
  /** The events themselves, once they are known. */
  told: HsmStory | null;
}
