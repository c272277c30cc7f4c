import { hsmTable } from './case-hsm';
import { HSM_TABLES } from './case-hsm-view';
import { operations, shownOperations } from '../trace/operations';
import { shownSessions } from '../trace/session-table';
import type { TableSources } from './case-tables';

/** Every table that can be shown: one line for each analysis that makes one. */
export const TABLE_SOURCES: TableSources = {
  hsm: hsmTable,
  sessions: async (analyses, waiting) => shownSessions(await analyses.get(operations, waiting)),
  ...HSM_TABLES,
  operations: async (analyses, waiting) => shownOperations(await analyses.get(operations, waiting)),
};
