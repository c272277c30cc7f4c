import { agencyList } from '../eam/agency-list';
import { EAM_CASE } from '../eam/eam-case';
import { asResult } from '../failure';
import { diagnosis } from '../findings/diagnosis';
import { JAVA_THREADS } from '../java/thread-files';
import { threadList } from '../java/thread-list';
import type { Engine } from './engine';
import type { FindingsApi } from './findings-api';

/** Answers about faults and EAM, worked out when first asked for. They wait until all that was opened is parsed. */
export function findingsAnswers(engine: Engine): FindingsApi {
  const settled = async () => {
    await engine.whenIdle(false);
    return engine.current();
  };
  return {
    findings: (area) =>
      asResult(async () => {
        const { analyses } = await settled();
        const found = await analyses.get(await diagnosis((model) => analyses.get(model)));
        return area === null ? found : found.filter((finding) => finding.area === area);
      }),
    eamAgencies: () => asResult(async () => agencyList(await (await settled()).analyses.get(EAM_CASE))),
    eamThreads: () => asResult(async () => threadList(await (await settled()).analyses.get(JAVA_THREADS))),
    eamDatabase: () => asResult(async () => (await (await settled()).analyses.get(EAM_CASE)).database),
  };
}
