import { asResult, Failure } from '../failure';
import { RULES } from '../findings/registry';
import { dumpEntries, threadEntries } from '../java/thread-entries';
import { JAVA_THREADS } from '../java/thread-files';
import type { ThreadDump } from '../java/thread-dump';
import type { Engine } from './engine';
import { evidenceTexts } from './evidence-texts';
import type { FindingsViewApi } from './findings-view-api';

/** Answers to the view of findings; each waits until everything that was opened is parsed. */
export function findingsViewAnswers(engine: Engine): FindingsViewApi {
  const settled = async () => {
    await engine.whenIdle(false);
    return engine.current();
  };
  const dumps = async () => (await settled()).analyses.get(JAVA_THREADS);
  const dumpAt = async (index: number): Promise<ThreadDump> => {
    const dump = (await dumps()).flatMap((file) => file.dumps)[index];
    if (!dump) throw new Failure('not-found', `there is no thread dump ${index}`);
    return dump;
  };
  return {
    findingRules: () =>
      asResult(() => Promise.resolve(RULES.map(({ id, area, title, kind }) => ({ id, area, title, kind })))),
    evidenceTexts: (places) => asResult(async () => evidenceTexts(await settled(), places)),
    threadDumps: () => asResult(async () => dumpEntries(await dumps())),
    threadsOf: (dump) => asResult(async () => threadEntries(await dumpAt(dump))),
    threadStack: (dump, thread) =>
      asResult(async () => {
        const found = (await dumpAt(dump)).threads[thread];
        if (!found) throw new Failure('not-found', `there is no thread ${thread} in dump ${dump}`);
        return found.stack;
      }),
  };
}
