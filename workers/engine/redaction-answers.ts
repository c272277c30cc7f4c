import { asResult, Failure } from '../failure';
import { checkedAliasMap } from '../redaction/alias-map';
import { checkRedactOptions } from '../redaction/redact-options';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import type { RedactionApi } from './redaction-api';
import { previewOf } from './redaction-preview';
import { turnedBack } from './turned-back';

/** Answers about redaction. */
export function redactionAnswers(engine: Engine): RedactionApi {
  return {
    redactionPreview: (job, options) =>
      asResult(() => {
        if (!options.redact) throw new Failure('bad-argument', 'a preview is of options with redact');
        checkRedactOptions(options.redact);
        return settledJob(engine, job, (open, running) => previewOf(open, running, options));
      }),
    turnBack: (job, text, aliases) =>
      asResult(async () => {
        const map = checkedAliasMap(aliases);
        const { jobs } = await engine.current();
        return jobs.run(job, (running) => turnedBack(text, map, running));
      }),
  };
}
