import { asResult, Failure } from '../failure';
import { checkedAliasMap } from '../redaction/alias-map';
import { checkRedactOptions } from '../redaction/redact-options';
import type { Engine } from './engine';
import type { RedactionApi } from './redaction-api';
import { previewOf } from './redaction-preview';
import { turnedBack } from './turned-back';

/** Answers about redaction. */
export function redactionAnswers(engine: Engine): RedactionApi {
  return {
    redactionPreview: (job, options) =>
      asResult(async () => {
        if (!options.redact) throw new Failure('bad-argument', 'a preview is of options with redact');
        checkRedactOptions(options.redact);
        await engine.whenIdle(false);
        const open = await engine.current();
        return open.jobs.run(job, (running) => previewOf(open, running, options));
      }),
    turnBack: (text, aliases) => asResult(async () => turnedBack(text, checkedAliasMap(aliases))),
  };
}
