import { agencyList } from '../eam/agency-list';
import { EAM_CASE } from '../eam/eam-case';
import { asResult } from '../failure';
import { diagnosis, type ModelSource } from '../findings/diagnosis';
import { modelsOf, RULES } from '../findings/registry';
import { JAVA_THREADS } from '../java/thread-files';
import { threadList } from '../java/thread-list';
import type { CaseAnalyses } from './case-analyses';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import type { FindingsApi } from './findings-api';
import { partOf, type Job } from './jobs';

/** Answers about faults and EAM, worked out when first asked for. They wait until all that was opened is parsed. */
export function findingsAnswers(engine: Engine): FindingsApi {
  const run = <T>(number: number, work: (analyses: CaseAnalyses, job: Job) => Promise<T>) =>
    asResult(() => settledJob(engine, number, ({ analyses }, job) => work(analyses, job)));
  return {
    findings: (number, area) =>
      run(number, async (analyses, job) => {
        // The models, one after another, and the rules over them.
        const steps = modelsOf(RULES).length + 1;
        let step = 0;
        const worked: ModelSource = (analysis) =>
          analyses.get(analysis, partOf(job, step / steps, ++step / steps, 1));
        const found = await worked(await diagnosis(worked));
        return area === null ? found : found.filter((finding) => finding.area === area);
      }),
    eamAgencies: (number) =>
      run(number, async (analyses, job) => agencyList(await analyses.get(EAM_CASE, job))),
    eamThreads: (number) =>
      run(number, async (analyses, job) => threadList(await analyses.get(JAVA_THREADS, job))),
    eamDatabase: () =>
      asResult(async () => {
        await engine.whenIdle(false);
        const { analyses } = await engine.current();
        return (await analyses.get(EAM_CASE)).database;
      }),
  };
}
