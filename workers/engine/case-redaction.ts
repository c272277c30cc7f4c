import type { AliasMap, RedactOptions } from '../public-api';
import { CONFIDENTIAL_NAMES } from '../redaction/confidential-names';
import { redactor, type Redactor } from '../redaction/redactor';
import type { CaseAnalyses } from './case-analyses';
import type { Job } from './jobs';

/** What redacts a case. Aliases that a preview showed are those that the package will have. */
export class CaseRedaction {
  readonly #analyses: CaseAnalyses;
  /** Of the last preview: its options, and the aliases it gave out. */
  #shown: { options: string; aliases: AliasMap['aliases'] } | null = null;

  constructor(analyses: CaseAnalyses) {
    this.#analyses = analyses;
  }

  /** Names are those of all that is open, whatever part of it is packed. Fails with `too-many-names`, `cancelled`. */
  async redactor(job: Job, options: RedactOptions): Promise<Redactor> {
    const names = await this.#analyses.get(CONFIDENTIAL_NAMES, { signal: job.signal });
    const before = this.#shown?.options === keyOf(options) ? this.#shown.aliases : [];
    return redactor(options, names, before);
  }

  /** Remembers what a preview gave out. */
  showed(options: RedactOptions, aliases: AliasMap['aliases']): void {
    this.#shown = { options: keyOf(options), aliases };
  }

  /** Forgets it: it has originals and words that people typed. */
  forget(): void {
    this.#shown = null;
  }
}

function keyOf({ kinds = {}, words = [] }: RedactOptions): string {
  const off = Object.entries(kinds).flatMap(([kind, isOn]) => (isOn === false ? [kind] : []));
  return JSON.stringify([off.sort(), [...words].sort()]);
}
