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
  /**
   * A treatment that decides alike, as far as that can be told without reading contents; those that it gives cannot be
   * read. Nothing of it has to be closed.
   */
  foresee(context: TreatmentContext): Promise<Treatment>;
}

/** All there are, in the order they are applied. */
const KINDS: readonly TreatmentKind[] = [dumpTreatment, timeTreatment, redactionOfPackages];

const ASKED: Record<TreatmentKind['of'], (options: PackOptions) => boolean> = {
  dumps: ({ dumps }) => dumps !== 'keep',
  time: ({ after, before }) => after !== undefined || before !== undefined,
  redaction: ({ redact }) => redact !== undefined,
};

/** What the treatments that the options ask for will do. Fails as they do with what is wrong in the options. */
export async function foreseenTreatments(context: TreatmentContext): Promise<Treatment[]> {
  return Promise.all(wantedKinds(context.options).map((kind) => kind.foresee(context)));
}

/** The treatments that the options ask for. Fails as they do. */
export async function treatmentsFor(context: TreatmentContext): Promise<Treatment[]> {
  const made: Treatment[] = [];
  try {
    for (const kind of wantedKinds(context.options)) made.push(await kind.make(context));
    return made;
  } catch (error) {
    for (const treatment of made) treatment.close?.();
    throw error;
  }
}

function wantedKinds(options: PackOptions): TreatmentKind[] {
  return KINDS.filter(({ of }) => ASKED[of](options));
}
