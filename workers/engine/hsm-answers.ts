import { asResult, Failure } from '../failure';
import { CERTIFICATES_FORMAT } from '../hsm/certificates';
import { HSM_FORMAT } from '../hsm/hsm-case';
import type { CaseHsm } from './case-hsm';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import type { HsmEngineApi } from './hsm-api';
import type { Job } from './jobs';
import { FIRST_VISIT_SOURCE } from './source';

/** Logs whose streams have names. */
const FORMATS: ReadonlySet<string> = new Set([HSM_FORMAT, CERTIFICATES_FORMAT]);
/** Longest name of a stream; CloudWatch Logs allows 512 characters. */
const MAX_NAME = 512;

/** Answers about HSM events; each waits until everything that was opened is parsed. */
export function hsmAnswers(engine: Engine): HsmEngineApi {
  const hsm = async () => {
    await engine.whenIdle(false);
    return (await engine.current()).hsm;
  };
  const run = <T>(number: number, work: (of: CaseHsm, job: Job) => Promise<T>) =>
    asResult(() => settledJob(engine, number, (open, job) => work(open.hsm, job)));
  return {
    hsmEvents: (number, options) => run(number, (of, job) => of.events(options, job)),
    hsmFindings: (number) => run(number, (of, job) => of.findings(job)),
    hsmKeys: (number) => run(number, (of, job) => of.keys(job)),
    hsmSessions: (number) => run(number, (of, job) => of.sessions(job)),
    hsmUsers: (number) => run(number, (of, job) => of.users(job)),
    hsmCertificates: (number) => run(number, (of, job) => of.certificates(job)),
    hsmStreams: () => asResult(async () => (await hsm()).streams()),
    hsmLanes: (query, from, to, bins) => asResult(async () => (await hsm()).lanes(query, from, to, bins)),
    hsmIndexOf: (event) => asResult(async () => (await hsm()).indexOf(event)),
    hsmSetStream: (file, name) =>
      asResult(async () => {
        await engine.whenIdle(false);
        const given = streamName(name);
        const { content } = await engine.current();
        const isLog = (of: number) => FORMATS.has(content.files.format(of) ?? '');
        const id = content.streams.logOf(content.find(file), isLog);
        if (id === null) {
          throw new Failure('bad-argument', 'this file holds no events of an HSM that are to be named');
        }
        if (content.sourceOf(id) >= FIRST_VISIT_SOURCE) {
          throw new Failure('bad-argument', 'what came out of an envelope is not stored, nor is its name');
        }
        await engine.remember(() => content.nameStream(id, given));
      }),
    hsmExport: (number, options) => run(number, (of, job) => of.export(options, job)),
  };
}

/** A name as it is stored; null for an empty one. */
function streamName(name: string): string | null {
  const trimmed = name.trim();
  if (trimmed.length > MAX_NAME) {
    throw new Failure('bad-argument', `a stream's name has ${MAX_NAME} characters at most`);
  }
  return trimmed || null;
}
