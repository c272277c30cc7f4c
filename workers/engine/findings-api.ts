import type { DatabaseRows } from '../eam/case-files';
import type { Result } from '../failure';
import type { EamAgency, EamThread, Evidence, Finding } from '../public-api';

/** Evidence for the page: `row` leads to the timeline; there is none of files that are no logs. */
export type TracedEvidence = Evidence & { row?: number };

/** The same with traced evidence wherever evidence stands. */
export type Traced<T> = T extends Evidence
  ? T & { row?: number }
  : T extends (infer Item)[]
    ? Traced<Item>[]
    : T extends object
      ? { [Key in keyof T]: Traced<T[Key]> }
      : T;

/**
 * What the engine says about faults in what is open, and about ESX Agent Manager. Those with a number are jobs: told of
 * by `job` events, ended by `cancelJob`.
 */
export interface FindingsApi {
  /** Findings of one area, or of all; causes before their consequences. */
  findings(job: number, area: string | null): Promise<Result<Traced<Finding>[]>>;
  eamAgencies(job: number): Promise<Result<Traced<EamAgency>[]>>;
  /** Threads of every dump in any Java log. */
  eamThreads(job: number): Promise<Result<EamThread[]>>;
  /** Rows of VPX_EXT_DATA that were dropped, as they are. */
  eamDatabase(): Promise<Result<DatabaseRows[]>>;
}
