import type { EnvelopeEntry } from '../../../workers/public-api';
import type { Warning } from '../../../workers/warning';
import { nextJob } from '../../app/job-numbers';
import type { Destination } from '../../saving/destination';
import { Writing } from '../../saving/writing.svelte';
import { envelopeId, plainName } from './envelope';

/** How an envelope is to be decrypted. */
export interface JobOptions {
  withHeader: boolean;
  /** Associated data, UTF-8; null where the format has none. */
  aad: string | null;
  salvage: boolean;
  /** Most bytes of one download. */
  partBytes: number;
}

/** The decryption of one envelope: how far it is and what came of it. Holds no secret. */
export class Job extends Writing {
  readonly number = nextJob();
  readonly id: string;

  warnings = $state.raw<readonly Warning[]>([]);
  authenticated = $state(false);

  constructor(
    readonly envelope: EnvelopeEntry,
    readonly options: JobOptions,
    readonly destination: Destination,
  ) {
    super(plainName(envelope, options.salvage));
    this.id = envelopeId(envelope);
  }
}
