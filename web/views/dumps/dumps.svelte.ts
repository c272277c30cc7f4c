import { proxy } from 'comlink';
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { Failure } from '../../../workers/failure';
import type {
  DecryptOptions,
  EnvelopeEntry,
  FileReference,
  KeyFileEntry,
  KeySecrets,
  PlainPart,
  UnlockedKey,
} from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { failureOf } from '../../app/job-failure';
import { nextJob } from '../../app/job-numbers';
import { visible } from '../../format/visible';
import { text } from '../../text';
import { envelopeId, plainName, stateOf, usualAssociatedData } from './envelope';
import { isEmptyIncidentKey } from './key-choice';
import { Job, type JobOptions } from './job.svelte';
import { USUAL_PART_SIZE } from '../../saving/parts';
import { VmxFiles } from './vmx-files.svelte';
import { chooseFile, chooseFolder, type Destination } from '../../saving/destination';
import { intoFile } from '../../saving/into-file';

/** Where the case keeps that a key was open, so that a later visit can say why it is locked again. */
const WAS_OPEN = 'dumpsWereUnlocked';

/**
 * The encrypted files of one case, their keys and what is being decrypted; it outlives the view. Passwords and
 * keys pass through and are never kept.
 */
export class Dumps {
  envelopes = $state.raw<readonly EnvelopeEntry[] | null>(null);
  keyFiles = $state.raw<readonly KeyFileEntry[]>([]);
  unlocked = $state.raw<readonly UnlockedKey[]>([]);
  /** The last job of each envelope. */
  readonly jobs = new SvelteMap<string, Job>();
  /** Encrypted virtual machine files that are open. */
  readonly vmx: VmxFiles;
  /** Keeps the clear dump header in front of the plain data. */
  withHeader = $state(false);
  /** Most bytes of one download, where the browser cannot write to files. */
  partBytes = $state(USUAL_PART_SIZE);
  /** What happened last, for a screen reader. */
  said = $state('');
  /** Which key form is asked for, and for which envelope. */
  wanted = $state.raw<{ envelope: EnvelopeEntry | null } | null>(null);

  // Getters: a derived value would belong to the component that happened to be there first, and end with it.
  get running(): Job[] {
    return [...this.jobs.values()].filter((job) => !job.isOver);
  }

  /** What an unlocked key opens, and is neither being decrypted nor done. */
  get openable(): EnvelopeEntry[] {
    return (this.envelopes ?? []).filter(
      (envelope) =>
        stateOf(envelope) === 'open' &&
        ['failed', 'cancelled', undefined].includes(this.jobOf(envelope)?.phase),
    );
  }

  /** Jobs that derive keys. */
  #unlocking: readonly number[] = [];
  #aad = $state.raw<Readonly<Record<string, string>>>({});
  #queue: Promise<void> = Promise.resolve();
  /** The asking that is under way, and the one that comes behind it. */
  #asking: Promise<void> | null = null;
  #askingNext: Promise<void> | null = null;
  readonly #stopListening: () => void;

  constructor(
    private readonly app: App,
    readonly caseId: string | undefined,
  ) {
    this.vmx = new VmxFiles(app, caseId);
    this.#stopListening = app.engine.onEvent((event) => {
      if (event.type !== 'decrypting') return;
      const job = this.running.find(({ number }) => number === event.job);
      job?.progress(performance.now(), event.doneBytes, event.totalBytes);
    });
  }

  /** A key was open when the case was last looked at, and none is now. */
  get lockedAgain(): boolean {
    return this.unlocked.length === 0 && this.app.remembered()[WAS_OPEN] === true;
  }

  /** Asks anew. Settles when all that was true at the call is known here. */
  refresh(): Promise<void> {
    if (!this.#asking) return (this.#asking = this.#ask().finally(() => (this.#asking = null)));
    // What is under way may have been asked too early.
    this.#askingNext ??= this.#asking.then(() => {
      this.#askingNext = null;
      return this.refresh();
    });
    return this.#askingNext;
  }

  async #ask(): Promise<void> {
    await this.app.tell(async () => {
      const { engine } = this.app;
      const [envelopes, keyFiles, unlocked] = await Promise.all([
        engine.call((e) => e.envelopes()),
        engine.call((e) => e.keyFiles()),
        engine.call((e) => e.unlockedKeys()),
      ]);
      this.envelopes = envelopes;
      // The incident key opens what was collected with it: it comes first.
      this.keyFiles = [...keyFiles].sort((a, b) => Number(b.isIncidentKey) - Number(a.isIncidentKey));
      this.unlocked = unlocked;
    });
  }

  // -- keys

  /** A bundle was collected without a password. */
  get hasEmptyIncidentKey(): boolean {
    return this.keyFiles.some(isEmptyIncidentKey);
  }

  /** Opens a key file. Fails with the engine's Failure. */
  async unlock(keyFile: Blob | FileReference, secrets: KeySecrets): Promise<string> {
    const job = nextJob();
    this.#unlocking = [...this.#unlocking, job];
    try {
      return await this.#keep([await this.app.engine.call((e) => e.unlock(job, keyFile, secrets))]);
    } finally {
      this.#unlocking = this.#unlocking.filter((other) => other !== job);
    }
  }

  /** Takes a key as hexadecimal or base64 text. Fails with the engine's Failure. */
  async unlockRaw(rawKey: string): Promise<string> {
    return this.#keep(await this.app.engine.call((e) => e.unlockRaw(rawKey)));
  }

  /** Ends the deriving of a key; `unlock` then fails with `cancelled`. */
  cancelUnlocking(): void {
    for (const job of this.#unlocking) void this.app.tell(() => this.app.engine.ask((e) => e.cancelJob(job)));
  }

  async #keep(keys: readonly UnlockedKey[]): Promise<string> {
    this.app.remember({ [WAS_OPEN]: true });
    await this.refresh();
    return text.dumps.keys.unlockedNow(
      keys.length,
      keys.reduce((count, key) => count + this.opens(key), 0),
    );
  }

  /** How many envelopes of the case an unlocked key is known to open. */
  opens(key: UnlockedKey): number {
    return (this.envelopes ?? []).filter((envelope) => envelope.unlockedBy === key.id).length;
  }

  async forgetKeys(): Promise<void> {
    await this.app.tell(async () => {
      this.vmx.forget();
      await this.app.engine.call((e) => e.forgetKeys());
      this.app.remember({ [WAS_OPEN]: false });
      await this.refresh();
      this.said = text.dumps.keys.forgotten;
    });
  }

  /** Brings the key form up, set for an envelope's key if one is given. */
  askForKey(envelope: EnvelopeEntry | null): void {
    this.wanted = { envelope };
  }

  // -- decrypting

  /** Bytes that come out at most, the header counted where it is kept; null while that is not known. */
  sizeOf({ plainBytes, plainBytesMax, offset }: EnvelopeEntry): number | null {
    const size = plainBytes ?? plainBytesMax;
    return size === null ? null : size + (this.withHeader ? offset : 0);
  }

  jobOf(envelope: EnvelopeEntry): Job | undefined {
    return this.jobs.get(envelopeId(envelope));
  }

  aadOf(envelope: EnvelopeEntry): string {
    return this.#aad[envelopeId(envelope)] ?? usualAssociatedData(envelope.path);
  }

  setAad(envelope: EnvelopeEntry, aad: string): void {
    this.#aad = { ...this.#aad, [envelopeId(envelope)]: aad };
  }

  /** Must be called while a click or key press is handled: the browser asks for the file first. */
  async decrypt(envelope: EnvelopeEntry, salvage = false): Promise<void> {
    const destination = await chooseFile(plainName(envelope, salvage), 'dumps');
    if (destination) this.#add(envelope, destination, salvage);
  }

  /** The same for all that unlocked keys open. */
  async decryptAll(): Promise<void> {
    const [only, ...more] = this.openable;
    if (!only) return;
    if (more.length === 0) return this.decrypt(only);
    const destination = await chooseFolder('dumps');
    if (destination) for (const envelope of this.openable) this.#add(envelope, destination, false);
  }

  cancel(job: Job): void {
    const { phase } = job;
    if (phase === 'waiting') job.fail({ code: 'cancelled', message: '' });
    if ((phase === 'running' || phase === 'between' || phase === 'finishing') && !job.isCancelled) {
      job.isCancelled = true;
      void this.app.tell(async () => {
        await this.app.engine.ask((e) => e.cancelJob(job.number));
        job.next();
      });
    }
  }

  cancelAll(): void {
    for (const job of this.running) this.cancel(job);
  }

  /** Takes a job that is over out of the list, with what it holds. */
  close(job: Job): void {
    if (!job.isOver || this.jobs.get(job.id) !== job) return;
    this.jobs.delete(job.id);
  }

  /** The case is left: nothing is decrypted for it any more. */
  dispose(): void {
    this.cancelAll();
    this.vmx.dispose();
    this.#stopListening();
  }

  #add(envelope: EnvelopeEntry, destination: Destination, salvage: boolean): void {
    if (!(this.jobOf(envelope)?.isOver ?? true)) return;
    const options: JobOptions = {
      withHeader: this.withHeader && envelope.offset > 0,
      aad: envelope.authenticated ? this.aadOf(envelope) : null,
      salvage,
      partBytes: this.partBytes,
    };
    const job = new Job(envelope, options, destination);
    this.jobs.set(job.id, job);
    // One after the other: each has all workers to itself, and memory stays bounded.
    this.#queue = this.#queue.then(() => this.#run(job));
  }

  async #run(job: Job): Promise<void> {
    if (job.phase !== 'waiting') return;
    job.phase = 'running';
    const { destination } = job;
    try {
      if (destination.kind === 'download') await this.#intoDownloads(job);
      else await this.#intoFile(job, destination);
      job.phase = 'done';
      this.said = text.dumps.job.doneAloud(visible(job.envelope.path));
    } catch (error) {
      const failure = failureOf(error);
      job.fail(failure);
      if (failure.code === 'cancelled') return;
      const { title } = text.dumps.failure(failure.code);
      this.said = text.dumps.job.failedAloud(visible(job.envelope.path), title);
    }
  }

  async #intoDownloads(job: Job): Promise<void> {
    const take = proxy((part: PlainPart) => {
      if (!part.isLast) this.said = text.dumps.parts.aloud(part.number);
      return job.take(part);
    });
    const { authenticated, warnings } = await this.app.engine.call((e) =>
      e.decryptInParts(job.number, reference(job), optionsOf(job), job.options.partBytes, take),
    );
    checkWanted(job);
    Object.assign(job, { authenticated, warnings });
  }

  async #intoFile(job: Job, destination: Exclude<Destination, { kind: 'download' }>): Promise<void> {
    const { result, name, bytes } = await intoFile(
      destination,
      job.name,
      (write) =>
        this.app.engine.call((e) => e.decryptInto(job.number, reference(job), optionsOf(job), proxy(write))),
      () => {
        job.phase = 'finishing';
        checkWanted(job);
      },
    );
    Object.assign(job, result, { savedAs: name, bytes });
  }
}

/** The answer may have been under way when the user cancelled: it is not kept. Fails with `cancelled`. */
function checkWanted(job: Job): void {
  if (job.isCancelled) throw new Failure('cancelled', '');
}

const reference = ({ envelope: { source, path } }: Job): FileReference => ({ source, path });

function optionsOf({ envelope, options }: Job): DecryptOptions {
  const { offset, unlockedBy } = envelope;
  const { aad, withHeader, salvage } = options;
  return {
    offset,
    withHeader,
    salvage,
    ...(unlockedBy === null ? {} : { key: unlockedBy }),
    ...(aad === null ? {} : { aad }),
  };
}

const current = new WeakMap<App, Dumps>();

/** The dumps of the case that is open. */
export function dumpsOf(app: App): Dumps {
  const known = current.get(app);
  if (known && known.caseId === app.case?.id) return known;
  known?.dispose();
  const dumps = untrack(() => new Dumps(app, app.case?.id));
  current.set(app, dumps);
  return dumps;
}
