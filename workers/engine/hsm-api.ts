import type { Result } from '../failure';
import type { HsmEventRow } from '../hsm/event-table';
import type {
  FileReference,
  HsmCertificateEvent,
  HsmEvent,
  HsmExportOptions,
  HsmFinding,
  HsmKey,
  HsmSession,
  HsmUser,
  TableOptions,
} from '../public-api';

declare module './tables-api' {
  interface TableRows {
    /** Events of CloudHSM audit logs by time; columns `time` `stream` `seq` `opcode` `user` `key` `response`. */
    hsm: HsmEventRow;
  }
}

/**
 * Audit logs of CloudHSM. Every answer waits until what was opened is parsed; progress comes as `analysing`. Those with a
 * number are jobs: told of by `job` events too, ended by `cancelJob`.
 */
export interface HsmEngineApi {
  hsmEvents(job: number, options: TableOptions): Promise<Result<{ total: number; events: HsmEvent[] }>>;
  hsmFindings(job: number): Promise<Result<HsmFinding[]>>;
  hsmKeys(job: number): Promise<Result<HsmKey[]>>;
  hsmSessions(job: number): Promise<Result<HsmSession[]>>;
  hsmUsers(job: number): Promise<Result<HsmUser[]>>;
  hsmCertificates(job: number): Promise<Result<HsmCertificateEvent[]>>;
  /** The streams that were read, in the order they were met. */
  hsmStreams(): Promise<Result<HsmStreamState[]>>;
  /**
   * Events of each stream over [from, to) (ms UTC) in equal bins, 2,000 at most, of those that match the query; its times are
   * in the zone (IANA) where they state none.
   */
  hsmLanes(query: HsmQuery, from: number, to: number, bins: number): Promise<Result<HsmLanes>>;
  /** Where an event stands in the table, by its name; null when it is not there. Unnamed streams by their file's id. */
  hsmIndexOf(event: HsmEventName): Promise<Result<number | null>>;
  hsmSetStream(file: FileReference | number, name: string): Promise<Result<void>>;
  /** Progress in events. Fails with `bad-argument` and `cancelled`. */
  hsmExport(job: number, options: HsmExportOptions): Promise<Result<Blob>>;
}

export interface HsmQuery {
  query: string;
  zone: string;
}

export interface HsmStreamState {
  /** Index of the stream. */
  stream: number;
  /** Null of a file that does not say whose it is: `hsmSetStream` says it. */
  name: string | null;
  /** Id of the HSM's cluster, as a log group or a path tells it; null where nothing does. */
  cluster: string | null;
  files: { id: number; path: string }[];
  events: number;
  /** First and last instant, ms UTC with a fraction, or null. */
  from: number | null;
  to: number | null;
  /** First sequence number: above 0 in an export that begins late. */
  startsAtSeq: number | string | null;
}

export interface HsmLanes {
  from: number;
  to: number;
  bins: number;
  /** counts[stream * bins + bin], and how many of them failed. */
  counts: Uint32Array;
  failed: Uint32Array;
}

export interface HsmEventName {
  stream: string | null;
  rebootCounter: number | string | null;
  seq: number | string | null;
  /** Path of the file where the stream has no name. */
  file?: string;
}
