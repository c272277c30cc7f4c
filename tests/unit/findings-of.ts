import type { Analysis, CaseReader } from '../../workers/analysis/case-reader';
import { diagnosis } from '../../workers/findings/diagnosis';
import { RULES } from '../../workers/findings/registry';
import type { Finding } from '../../workers/public-api';
import { openedCase, unwatched, type GivenFile } from './analysis-case';

/** Works models out once each, as the engine does. */
export function modelSource(reader: CaseReader) {
  const done = new Map<Analysis<unknown>, Promise<unknown>>();
  return <Result>(model: Analysis<Result>): Promise<Result> => {
    if (!done.has(model)) done.set(model, model.run(reader, unwatched()));
    return done.get(model) as Promise<Result>;
  };
}

/** All findings of a case in small. */
export async function findingsOf(files: readonly GivenFile[], rules = RULES): Promise<Finding[]> {
  const reader = await openedCase(files);
  const analysis = await diagnosis(modelSource(reader), rules);
  return analysis.run(reader, unwatched());
}
