import { unlessCancelled } from '../cancelled';
import { asResult, Failure } from '../failure';
import { writeCaseFile } from '../report/case-file';
import { writeReport } from '../report/document';
import { REPORT_STYLE } from '../report/style';
import { attach, detach, planAttaching, type BeforeAttaching } from './case-file-attaching';
import { makeCaseFile } from './case-file-making';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { gatherReport } from './report-gathering';
import type { ReportsApi } from './reports-api';

/** How often work begins anew because rows got other numbers under it. */
const MOST_TRIES = 4;

/** Answers that hand a case over; each waits until everything that was opened is parsed. */
export function reportsAnswers(engine: Engine): ReportsApi {
  /** Runs a job over a case that stays as it is; when it does not, the work begins anew. */
  const steadily = <T>(number: number, work: (open: OpenCase, job: Job) => Promise<T>): Promise<T> =>
    settledJob(engine, number, async (open, job) => {
      for (let tries = 1; ; tries++) {
        const { moves } = open.content;
        const isSteady = () => moves === open.content.moves && !open.content.reading;
        try {
          const made = await work(open, job);
          if (isSteady()) return made;
        } catch (error) {
          // What was worked out from is taken away when rows move.
          if (isSteady() || job.signal.aborted) throw error;
        }
        job.check();
        if (tries === MOST_TRIES)
          throw new Failure('case-changed', 'the case is changing: try again when all of it is read');
        await unlessCancelled(job.signal, engine.whenIdle(false));
      }
    });

  /** What was before a case file was attached, for as long as the case is open. */
  const attachedTo = new WeakMap<OpenCase, BeforeAttaching>();

  return {
    report: (number, { zone }) =>
      asResult(() =>
        steadily(number, async (open, job) => {
          const facts = await gatherReport(open, zone, job);
          const digest = await open.digests.ofText(REPORT_STYLE);
          const pieces = await writeReport(facts, digest, async () => job.check());
          return new Blob(pieces, { type: 'text/html' });
        }),
      ),
    caseFile: (number, { zone }) =>
      asResult(() =>
        steadily(number, async (open, job) => {
          const file = await makeCaseFile(open, zone, job);
          return new Blob([writeCaseFile(file)], { type: 'application/json' });
        }),
      ),
    attachCaseFile: (number, file) =>
      asResult(async () => {
        const { open, plan } = await steadily(number, async (current, job) => ({
          open: current,
          plan: await planAttaching(current, file, job),
        }));
        let notesJoined = 0;
        await engine.remember((current) => {
          if (current !== open)
            throw new Failure('case-closed', 'the case was closed before the file was attached');
          const done = attach(open, plan);
          attachedTo.set(open, done.before);
          ({ notesJoined } = done);
        });
        return { attached: { ...plan.attached, notesJoined }, state: open.state() };
      }),
    detachCaseFile: () =>
      asResult(async () => {
        const open = await engine.current();
        const before = attachedTo.get(open);
        if (!before) return null;
        await engine.remember(() => detach(open, before));
        attachedTo.delete(open);
        return open.state();
      }),
  };
}
