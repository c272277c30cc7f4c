import type { LayerId } from '../bytes/layers';
import type { DeliveryShape } from '../hsm/delivery/delivered';
import type { Warning } from '../warning';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import type { LogIntake } from './log-intake';

/** A file met in a container, before its content is known. */
export interface FoundFile {
  container: Container;
  path: string;
  layer: LayerId;
  offset: number;
  /** Bytes, or null while a stream of unknown length is read. */
  size: number | null;
  /** ms UTC, or null. */
  modified: number | null;
  mode: number;
  /** 0 for what was dropped, one more for each archive around. */
  depth: number;
  /** Its lines are no records of a log that nobody knows. */
  isKey?: boolean;
  /** Of what was put together from fragments: its number in the table, where it stands already. */
  id?: number;
}

/** An export of log streams: its file is in the table already. */
export interface StreamsJob {
  kind: 'streams';
  file: number;
  shape: DeliveryShape;
}

/** Work that needs a whole layer, done once the stream that holds it has ended. */
export type LaterJob =
  { kind: 'zip'; file: FoundFile } | { kind: 'utf16'; file: number; bigEndian: boolean } | StreamsJob;

/** What reading one source shares between its entries. */
export interface SourceReading {
  readonly content: CaseContent;
  readonly logs: LogIntake;
  readonly source: number;
  warn(warning: Warning): void;
  later(job: LaterJob): void;
  /** Bytes of the dropped files handed on so far. */
  bytesFed(): number;
  /** Called once for every file put into the table. */
  countEntry(): void;
}
