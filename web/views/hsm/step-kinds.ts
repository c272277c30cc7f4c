import type { HsmStep } from '../../../workers/hsm/story';

/** What an event does to a key, as far as its lane picture tells it. */
export type StepKind =
  | 'made'
  | 'sent'
  | 'received'
  | 'exported'
  | 'imported'
  | 'wrapped'
  | 'shared'
  | 'changed'
  | 'destroyed'
  | 'other';

const KINDS: ReadonlyMap<string, StepKind> = new Map([
  ['CN_GENERATE_KEY', 'made'],
  ['CN_GENERATE_KEY_PAIR', 'made'],
  ['CN_DERIVE_KEY', 'made'],
  ['CN_CREATE_OBJECT', 'made'],
  ['CN_UNWRAP_KEY', 'imported'],
  ['CN_WRAP_KEY', 'exported'],
  ['CN_NIST_AES_WRAP', 'wrapped'],
  ['CN_EXTRACT_MASKED_OBJECT_USER', 'sent'],
  ['CN_INSERT_MASKED_OBJECT_USER', 'received'],
  ['CN_SHARE_OBJECT', 'shared'],
  ['CN_MODIFY_OBJECT', 'changed'],
  ['CN_DESTROY_OBJECT', 'destroyed'],
  ['CN_TOMBSTONE_OBJECT', 'destroyed'],
]);

export function kindOf({ opcode }: Pick<HsmStep, 'opcode'>): StepKind {
  return KINDS.get(opcode) ?? 'other';
}

export interface PlacedStep {
  step: HsmStep;
  kind: StepKind;
  /** Place in the order of time, from 0. */
  at: number;
  lane: number;
}

export interface StoryPicture {
  /** Streams in the order they are met; of one without a name, its index stands in. */
  lanes: { stream: number; name: string | null }[];
  steps: PlacedStep[];
  /** From where a key was sent to where it was received: indices into `steps`. */
  ways: [from: number, to: number][];
}

/** Steps drawn in a picture; the list below it has them all. */
export const MOST_DRAWN = 60;

/** Lays a story out: one lane per HSM, steps side by side in the order of time (not to scale). */
export function pictureOf(steps: readonly HsmStep[]): StoryPicture {
  const lanes: StoryPicture['lanes'] = [];
  const placed: PlacedStep[] = [];
  const ways: StoryPicture['ways'] = [];
  let sent: number | null = null;
  for (const [at, step] of steps.slice(0, MOST_DRAWN).entries()) {
    let lane = lanes.findIndex(({ stream }) => stream === step.stream);
    if (lane < 0) lane = lanes.push({ stream: step.stream, name: step.streamName }) - 1;
    const kind = kindOf(step);
    placed.push({ step, kind, at, lane });
    if (kind === 'sent' && step.ok) sent = at;
    else if (kind === 'received' && step.ok && sent !== null && placed[sent]?.lane !== lane)
      ways.push([sent, at]);
  }
  return { lanes, steps: placed, ways };
}
