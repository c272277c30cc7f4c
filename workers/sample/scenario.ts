import type { StoryEvent, StoryOperation } from './story-events';

export interface Span {
  from: number;
  to: number;
}

/** The day's story, in time order, and what follows from it for the logs. */
export interface Scenario {
  events: StoryEvent[];
  operations: StoryOperation[];
  /** The host was down. */
  down: Span;
  /** hostd's runs with their pids; the next begins after the one before. */
  hostd: (Span & { pid: number })[];
  /** Runs of each VM, in order, by VM number. */
  runs: Map<number, (Span & { world: number })[]>;
}
