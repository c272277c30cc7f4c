import type { HsmStory } from '../../../workers/hsm/story';
import { Failure } from '../../../workers/failure';

/** The story of the row that is shown, asked for anew when the row changes; lives with a component. */
export class StoryOf {
  story = $state.raw<HsmStory | null>(null);

  constructor(ask: () => Promise<HsmStory>) {
    $effect(() => {
      let over = false;
      this.story = null;
      ask().then(
        (story) => {
          if (!over) this.story = story;
        },
        (error: unknown) => {
          // The case changed meanwhile: the row goes with it.
          if (!(error instanceof Failure)) throw error;
        },
      );
      return () => void (over = true);
    });
  }
}
