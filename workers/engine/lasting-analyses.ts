import type { CaseAnalyses } from './case-analyses';
import type { OpenCase } from './open-case';

/** Analyses of what may be handed to others. */
export function lastingAnalyses({ analyses, content }: OpenCase): CaseAnalyses {
  // They are worked out once more only where something would be in them that must not.
  return content.visitSources.length === 0 ? analyses : analyses.lasting;
}
