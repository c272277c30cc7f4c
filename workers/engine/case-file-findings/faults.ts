import { diagnosis, type ModelSource } from '../../findings/diagnosis';
import type { FoundSection } from '../case-file-findings';
import { lastingAnalyses } from '../lasting-analyses';
import { FIRST_VISIT_SOURCE } from '../source';

/** Known faults, from causes to consequences. */
export const section: FoundSection = {
  id: 'faults',
  shown: (rule) => rule,
  async find(open, { signal }) {
    const analyses = lastingAnalyses(open);
    const worked: ModelSource = (analysis) => analyses.get(analysis, { signal });
    const found = await worked(await diagnosis(worked));
    return found.map(({ rule, severity, evidence }) => ({
      rule,
      severity,
      lines: evidence
        .filter(({ source }) => source < FIRST_VISIT_SOURCE)
        .map(({ source, file, line }) => [{ file: open.content.find({ source, path: file }), line }]),
    }));
  },
};
