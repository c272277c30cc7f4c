import { CASE_FILE_LIMITS } from '../../report/case-file';
import type { FoundSection } from '../case-file-findings';
import { findingsOf } from '../case-hsm-view';
import { lastingAnalyses } from '../lasting-analyses';

/** What audit logs of CloudHSM tell, the worst first. Their events are their lines; several files may have the same one. */
export const section: FoundSection = {
  id: 'hsm',
  shown: (rule) => `hsm/${rule}`,
  async find(open, { signal }) {
    const { from, list } = await findingsOf(lastingAnalyses(open), { signal });
    const { store, duplicates } = from.events;
    const copies = new Map<number, number[]>();
    for (const { first, second } of duplicates) {
      const known = copies.get(first);
      if (!known) copies.set(first, [second]);
      else if (known.length < CASE_FILE_LIMITS.places) known.push(second);
    }
    return list.map(({ finding: { rule, severity }, rows }) => ({
      rule,
      severity,
      lines: rows.slice(0, CASE_FILE_LIMITS.places).map((first) =>
        [first, ...(copies.get(first) ?? [])].map((row) => ({
          file: store.file.get(row),
          line: store.line.get(row),
        })),
      ),
    }));
  },
};
