import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import type { DumpReport, EnvelopeEntry, FileReference, InspectOptions } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import { visible } from '../../format/visible';
import { text } from '../../text';
import type { Dumps } from './dumps.svelte';
import { envelopeId } from './envelope';
import { failureOf, type JobFailure } from '../../app/job-failure';

/** Strings, and lines of logs, that are listed. */
const LISTED = 20_000;

/** What is seen of the inside of one envelope, and what is being done for it. In memory only. */
export class Look {
  report = $state.raw<DumpReport | null>(null);
  working = $state<'looking' | 'adding' | null>(null);
  isCancelled = $state(false);
  doneBytes = $state(0);
  totalBytes = $state(0);
  failure = $state.raw<JobFailure | null>(null);
  /** Text that the strings of the report were searched for, in the whole dump. */
  searched = $state('');
  /** What there is of a damaged file is wanted. */
  salvage = $state(false);
  job = 0;
}

/** Looking inside the envelopes of one case. */
export class Inside {
  readonly #looks = new SvelteMap<string, Look>();

  constructor(
    private readonly app: App,
    private readonly dumps: Dumps,
  ) {
    const stopListening = app.engine.onEvent((event) => {
      if (event.type !== 'decrypting') return;
      for (const look of this.#looks.values()) {
        if (look.working === null || look.job !== event.job) continue;
        look.doneBytes = event.doneBytes;
        look.totalBytes = event.totalBytes;
      }
    });
    // What was seen goes when the case is left, whatever view is shown then.
    const stopWatching = $effect.root(() => {
      $effect(() => {
        if (app.case?.id === dumps.caseId) return;
        untrack(() => this.#looks.clear());
        known.delete(dumps);
        stopListening();
        stopWatching();
      });
    });
  }

  of(envelope: EnvelopeEntry): Look | undefined {
    return this.#looks.get(envelopeId(envelope));
  }

  /** The same as `look`, with what there is of a damaged file. */
  async salvage(envelope: EnvelopeEntry): Promise<void> {
    const look = this.of(envelope);
    if (look) look.salvage = true;
    await this.look(envelope);
  }

  /** Looks through the plain data; with `filter`, for strings that hold it. */
  async look(envelope: EnvelopeEntry, filter = ''): Promise<void> {
    const strings = { limit: LISTED, ...(filter !== '' && { filter }) };
    const look = await this.#work(envelope, 'looking', async (job, options) => {
      const report = await this.app.engine.call((e) =>
        e.inspect(job, reference(envelope), { ...options, strings }),
      );
      return (found) => {
        found.report = report;
        found.searched = filter;
      };
    });
    if (look.failure === null) this.dumps.said = text.inside.done(visible(envelope.path));
  }

  /** Adds an archive's files, or the lines of logs, to the case. */
  async add(envelope: EnvelopeEntry): Promise<void> {
    const look = await this.#work(envelope, 'adding', async (job, options) => {
      await this.app.engine.call((e) => e.openInside(job, reference(envelope), options));
      return () => undefined;
    });
    if (look.failure === null) this.dumps.said = text.inside.addedAloud(visible(envelope.path));
  }

  cancel(envelope: EnvelopeEntry): void {
    const look = this.of(envelope);
    if (!look?.working || look.isCancelled) return;
    look.isCancelled = true;
    void this.app.tell(() => this.app.engine.ask((e) => e.cancelJob(look.job)));
  }

  /** Lets go of what was found. */
  close(envelope: EnvelopeEntry): void {
    this.cancel(envelope);
    this.#looks.delete(envelopeId(envelope));
  }

  async #work(
    envelope: EnvelopeEntry,
    working: 'looking' | 'adding',
    work: (job: number, options: InspectOptions) => Promise<(look: Look) => void>,
  ): Promise<Look> {
    const id = envelopeId(envelope);
    const look = this.#looks.get(id) ?? new Look();
    this.#looks.set(id, look);
    if (look.working !== null) return look;
    Object.assign(look, { working, isCancelled: false, failure: null, doneBytes: 0, totalBytes: 0 });
    look.job = nextJob();
    try {
      (await work(look.job, this.#options(envelope, look.salvage)))(look);
    } catch (error) {
      look.failure = failureOf(error);
      if (look.failure.code === 'cancelled' && look.report === null) this.#looks.delete(id);
    }
    look.working = null;
    return look;
  }

  #options(envelope: EnvelopeEntry, salvage: boolean): InspectOptions {
    const { offset, unlockedBy, authenticated } = envelope;
    return {
      offset,
      salvage,
      ...(unlockedBy === null ? {} : { key: unlockedBy }),
      ...(authenticated ? { aad: this.dumps.aadOf(envelope) } : {}),
    };
  }
}

const reference = ({ source, path }: EnvelopeEntry): FileReference => ({ source, path });

const known = new WeakMap<Dumps, Inside>();

/** Belongs to the dumps of a case, and goes with them. */
export function insideOf(app: App, dumps: Dumps): Inside {
  const inside = known.get(dumps) ?? new Inside(app, dumps);
  known.set(dumps, inside);
  return inside;
}
