import type { FileContent } from '../package/entry-file';
import type { Treatment } from '../package/treatment';
import type { PackOptions } from '../public-api';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';

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
  isAskedFor(options: PackOptions): boolean;
  make(context: TreatmentContext): Promise<Treatment>;
  /**
   * A treatment that decides alike, as far as that can be told without reading contents; those that it gives cannot be
   * read. Nothing of it has to be closed.
   */
  foresee(context: TreatmentContext): Promise<Treatment>;
}
