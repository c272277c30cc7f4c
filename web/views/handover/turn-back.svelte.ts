import type { AliasMap } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { failureOf, type JobFailure } from '../../app/job-failure';
import { download } from '../../saving/download';
import { readAliasMap } from './alias-map';
import { WorkedOut } from './worked-out.svelte';

/** Most characters of a text that are shown; all of it can be saved. */
export const SHOWN_MOST = 200_000;

interface TurnedBack {
  blob: Blob;
  /** Its beginning. */
  shown: string;
  isCut: boolean;
  /** Of the file that it came from. */
  name: string;
}

/** Texts with aliases turned back into what they stood for. Kept nowhere: it ends with the view. */
export class TurnBack {
  text = $state('');
  /** A file instead of typed text. */
  file = $state.raw<File | null>(null);
  aliases = $state.raw<{ name: string; map: AliasMap } | null>(null);
  readonly work: WorkedOut<TurnedBack>;

  /** Why the alias map is none. */
  #mapFailure = $state.raw<JobFailure | null>(null);
  /** Counts the maps that were given: the newest is the one that counts. */
  #map = 0;

  constructor(app: App) {
    this.work = new WorkedOut(app);
  }

  /** Why there is nothing to show, but for being cancelled. */
  get failure(): JobFailure | null {
    const { failure } = this.work;
    return this.#mapFailure ?? (failure?.code === 'cancelled' ? null : failure);
  }

  get isReady(): boolean {
    return this.aliases !== null && (this.file !== null || this.text !== '');
  }

  async takeMap(file: File): Promise<void> {
    const map = ++this.#map;
    this.forget();
    this.aliases = null;
    try {
      const aliases = { name: file.name, map: await readAliasMap(file) };
      if (map === this.#map) this.aliases = aliases;
    } catch (error) {
      if (map === this.#map) this.#mapFailure = failureOf(error);
    }
  }

  takeFile(file: File): void {
    this.forget();
    this.text = '';
    this.file = file;
  }

  /** Takes what was dropped, in any order: an alias map is told by its content. */
  async takeDropped(files: readonly File[]): Promise<void> {
    for (const file of files) {
      const isMap = await readAliasMap(file).then(
        () => true,
        () => false,
      );
      if (isMap) await this.takeMap(file);
      else this.takeFile(file);
    }
  }

  async run(): Promise<void> {
    const { aliases, file, text } = this;
    if (!aliases || !this.isReady || this.work.working) return;
    this.forget();
    await this.work.ask(async (engine, job) => {
      const turned = await engine.turnBack(job, file ?? text, aliases.map);
      if (!turned.ok) return turned;
      const blob = turned.value;
      const shown = await blob.slice(0, SHOWN_MOST).text();
      const name = file?.name ?? 'text.txt';
      return { ok: true, value: { blob, shown, isCut: blob.size > SHOWN_MOST, name } };
    });
  }

  save(): void {
    const { value } = this.work;
    if (!value) return;
    const { blob, name } = value;
    const at = name.lastIndexOf('.');
    const [stem, ending] = at > 0 ? [name.slice(0, at), name.slice(at)] : [name, ''];
    download(blob, `${stem}.originals${ending}`);
  }

  /** What was worked out, or is being, is no longer of what is here. */
  forget(): void {
    this.work.forget();
    this.#mapFailure = null;
  }

  dispose(): void {
    this.work.dispose();
  }
}
