import type { Result } from '../failure';
import type { ThreadDumpEntry, ThreadEntry } from '../java/thread-entries';
import type { TracedEvidence } from './findings-api';

/** A rule that what is open was checked with. */
export interface CheckedRule {
  id: string;
  area: string;
  title: string;
  /** Whether it stands for one fault, for a table of issue types, or for a table of messages. */
  kind: 'fault' | 'issues' | 'messages';
}

/** What stands at a place that proves something. */
export interface EvidenceText {
  /** The record that holds it, which leads to the timeline; null where it is in no log. */
  row: number | null;
  /** ms UTC, or null. */
  time: number | null;
  /** As it stands, without the last line end; null where the file itself is the evidence, or cannot be read. */
  text: string | null;
  /** The text is longer. */
  cut: boolean;
  /** Size of the file; null when it is gone. */
  bytes: number | null;
}

/** What the view of findings asks besides the findings. */
export interface FindingsViewApi {
  /** Every rule there is, from causes to consequences. */
  findingRules(): Promise<Result<CheckedRule[]>>;
  /** What stands at these places (100 at most), in their order. */
  evidenceTexts(places: readonly TracedEvidence[]): Promise<Result<EvidenceText[]>>;
  /** All dumps in any log or text, in the order of `eamThreads`. */
  threadDumps(): Promise<Result<ThreadDumpEntry[]>>;
  /** Threads of the dump with this index. Fails with `not-found`. */
  threadsOf(dump: number): Promise<Result<ThreadEntry[]>>;
  /** Frames of a thread, the innermost first. Fails with `not-found`. */
  threadStack(dump: number, thread: number): Promise<Result<string[]>>;
}
