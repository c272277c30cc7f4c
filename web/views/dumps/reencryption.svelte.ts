import type {
  DecryptOptions,
  EnvelopeEntry,
  RecryptedEnvelope,
  SealOptions,
} from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import type { Dumps } from './dumps.svelte';
import { failureOf, type JobFailure } from '../../app/job-failure';
import type { Recipient } from './recipient';

/** The re-encryption of one envelope, while its dialog is open. Secrets pass through and are not kept. */
export class Reencryption {
  working = $state(false);
  isCancelled = $state(false);
  doneBytes = $state(0);
  totalBytes = $state(0);
  failure = $state.raw<JobFailure | null>(null);
  result = $state.raw<{ for: Recipient; made: RecryptedEnvelope } | null>(null);

  #job = 0;
  readonly #stopListening: () => void;

  constructor(
    private readonly app: App,
    private readonly dumps: Dumps,
    readonly envelope: EnvelopeEntry,
  ) {
    this.#stopListening = app.engine.onEvent((event) => {
      if (event.type !== 'decrypting' || !this.working || event.job !== this.#job) return;
      this.doneBytes = event.doneBytes;
      this.totalBytes = event.totalBytes;
    });
  }

  /** Only the key around the data has to be exchanged. */
  get canBeShallow(): boolean {
    return this.envelope.wrapped && this.envelope.version === 1;
  }

  async run(recipient: Recipient, to: SealOptions, deep: boolean): Promise<void> {
    if (this.working) return;
    this.working = true;
    this.isCancelled = false;
    this.failure = null;
    [this.doneBytes, this.totalBytes] = [0, 0];
    const job = nextJob();
    this.#job = job;
    const { source, path } = this.envelope;
    const options = { from: this.#from(), to, deep };
    try {
      const made = await this.app.engine.call((e) => e.recrypt(job, { source, path }, options));
      if (this.isCancelled) this.failure = { code: 'cancelled', message: '' };
      else this.result = { for: recipient, made };
    } catch (error) {
      this.failure = failureOf(error);
    } finally {
      this.working = false;
    }
  }

  cancel(): void {
    if (!this.working || this.isCancelled) return;
    this.isCancelled = true;
    void this.app.tell(() => this.app.engine.ask((e) => e.cancelJob(this.#job)));
  }

  /** The dialog is closed: what is under way ends, what was made is let go. */
  dispose(): void {
    this.cancel();
    this.#stopListening();
    this.result = null;
  }

  #from(): DecryptOptions {
    const { offset, unlockedBy, authenticated } = this.envelope;
    return {
      offset,
      ...(unlockedBy === null ? {} : { key: unlockedBy }),
      ...(authenticated ? { aad: this.dumps.aadOf(this.envelope) } : {}),
    };
  }
}
