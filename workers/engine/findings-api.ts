import type { DatabaseRows } from '../eam/case-files';
import type { Result } from '../failure';
import type { EamAgency, EamThread, Finding } from '../public-api';

/** What the engine says about faults in what is open, and about ESX Agent Manager. */
export interface FindingsApi {
  /** Findings of one area, or of all; causes before their consequences. */
  findings(area: string | null): Promise<Result<Finding[]>>;
  eamAgencies(): Promise<Result<EamAgency[]>>;
  /** Threads of every dump in any Java log. */
  eamThreads(): Promise<Result<EamThread[]>>;
  /** Rows of VPX_EXT_DATA that were dropped, as they are. */
  eamDatabase(): Promise<Result<DatabaseRows[]>>;
}
