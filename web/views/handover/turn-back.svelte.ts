import { Failure } from '../../../workers/failure';
import type { AliasMap } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import { failureOf, type JobFailure } from '../../app/job-failure';
import { download } from '../../saving/download';
import { readAliasMap } from './alias-map';

/** Most characters of a text that are shown; all of it can be saved. */
export const SHOWN_MOST = 200_000;

/** Texts with aliases turned back into what they stood for. Kept nowhere: it ends with the view. */
export class TurnBack {
  text = $state('');
  /** A file instead of typed text. */
  file = $state.raw<File | null>(null);
  aliases = $state.raw<{ name: string; map: AliasMap } | null>(null);
  working = $state(false);
  failure = $state.raw<JobFailure | null>(null);
  result = $state.raw<{ blob: Blob; shown: string; isCut: boolean; name: string } | null>(null);

  #run = 0;
  /** Counts the maps that were given: the newest is the one that counts. */
  #map = 0;

  constructor(private readonly app: App) {}

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
      if (map === this.#map) this.failure = failureOf(error);
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
    if (!aliases || !this.isReady || this.working) return;
    this.forget();
    const run = this.#run;
    this.working = true;
    try {
      const job = nextJob();
      const blob = await this.app.engine.call((engine) => engine.turnBack(job, file ?? text, aliases.map));
      const shown = await blob.slice(0, SHOWN_MOST).text();
      if (run !== this.#run) return;
      this.result = { blob, shown, isCut: blob.size > SHOWN_MOST, name: file?.name ?? 'text.txt' };
    } catch (error) {
      if (run === this.#run) this.failure = failureOf(error);
    } finally {
      if (run === this.#run) this.working = false;
    }
  }

  save(): void {
    if (!this.result) return;
    const { blob, name } = this.result;
    const at = name.lastIndexOf('.');
    const [stem, ending] = at > 0 ? [name.slice(0, at), name.slice(at)] : [name, ''];
    download(blob, `${stem}.originals${ending}`);
  }

  /** What was worked out, or is being, is no longer of what is here. */
  forget(): void {
    this.#run++;
    this.working = false;
    this.result = null;
    this.failure = null;
  }

  refuse(code: string, message: string): void {
    this.failure = failureOf(new Failure(code, message));
  }
}
