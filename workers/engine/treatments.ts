import { Failure } from '../failure';
import type { FileContent } from '../package/entry-file';
import type { Treatment } from '../package/treatment';
import type { PackOptions } from '../public-api';
import { dumpTreatment } from './dump-treatment';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { timeTreatment } from './time-treatment';
import { redactionOfPackages } from './package-redaction';

/** What a treatment is made from. */
export interface TreatmentContext {
  open: OpenCase;
  job: Job;
  options: PackOptions;
  /** Takes bytes whose number nobody knows yet: small ones are held, others are kept by the browser. */
  spool(chunks: AsyncIterable<Uint8Array>): Promise<FileContent & { bytes: number }>;
  /** Numbers of the files that are packed, in the order they are treated in. */
  files: Iterable<number>;
}

/** A kind of treatment, and whether the options ask for it. */
export interface TreatmentKind {
  of: 'dumps' | 'time' | 'redaction';
  make(context: TreatmentContext): Promise<Treatment>;
}

/** All there are, in the order they are applied. */
const KINDS: readonly TreatmentKind[] = [dumpTreatment, timeTreatment, redactionOfPackages];

const ASKED: readonly { of: TreatmentKind['of']; by(options: PackOptions): boolean; name: string }[] = [
  { of: 'dumps', by: ({ dumps }) => dumps !== 'keep', name: 'changing dumps' },
  {
    of: 'time',
    by: ({ after, before }) => after !== undefined || before !== undefined,
    name: 'cutting logs by time',
  },
  { of: 'redaction', by: ({ redact }) => redact !== undefined, name: 'redaction' },
];

/** The treatments that the options ask for. Fails with `unsupported` where there is none of a kind. */
export async function treatmentsFor(context: TreatmentContext): Promise<Treatment[]> {
  const wanted = ASKED.filter(({ by }) => by(context.options));
  for (const { of, name } of wanted) {
    if (!KINDS.some((kind) => kind.of === of))
      throw new Failure('unsupported', `this version cannot do that: ${name}`);
  }
  const made: Treatment[] = [];
  try {
    for (const kind of KINDS) {
      if (wanted.some(({ of }) => of === kind.of)) made.push(await kind.make(context));
    }
    return made;
  } catch (error) {
    for (const treatment of made) treatment.close?.();
    throw error;
  }
}
