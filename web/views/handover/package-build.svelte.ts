import { proxy } from 'comlink';
import { Failure } from '../../../workers/failure';
import type { AliasMap, ManifestEntry, Package, PackOptions, PlainPart } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { nextJob } from '../../app/job-numbers';
import { failureOf } from '../../app/job-failure';
import type { Destination } from '../../saving/destination';
import { download } from '../../saving/download';
import { intoFile } from '../../saving/into-file';
import { Writing } from '../../saving/writing.svelte';
import type { Recipient } from '../dumps/recipient';
import { checksumLines, manifestLines } from './manifest-files';
import { besideName } from './package-names';

/** One building of a package: how far it is, and what came of it. Holds no secret that opens anything. */
export class PackageBuild extends Writing {
  readonly number = nextJob();
  manifest = $state.raw<readonly ManifestEntry[]>([]);
  /** What was wrong with the dropped archives, and is not seen in the package. */
  warnings = $state.raw<readonly string[]>([]);
  aliases = $state.raw<AliasMap | null>(null);
  keyFile = $state.raw<Blob | null>(null);

  constructor(
    private readonly app: App,
    name: string,
    /** Who is to open the dumps in it, where they are put under another key. */
    readonly recipient: Recipient | null,
  ) {
    super(name);
  }

  /** Works until the package is written, failed or cancelled. Secrets in the options pass through. */
  async run(options: PackOptions, destination: Destination, partBytes: number): Promise<void> {
    const stopListening = this.app.engine.onEvent((event) => {
      if (event.type === 'job' && event.job === this.number)
        this.progress(performance.now(), event.done, event.total);
    });
    this.phase = 'running';
    try {
      const made =
        destination.kind === 'download'
          ? await this.#intoDownloads(options, partBytes)
          : await this.#intoFile(options, destination);
      this.#checkWanted();
      this.manifest = made.manifest;
      this.warnings = made.warnings;
      this.aliases = made.aliases ?? null;
      this.keyFile = made.keyFile ?? null;
      this.phase = 'done';
    } catch (error) {
      this.fail(failureOf(error));
    } finally {
      stopListening();
    }
  }

  cancel(): void {
    if (this.isOver || this.isCancelled) return;
    this.isCancelled = true;
    void this.app.tell(async () => {
      await this.app.engine.ask((engine) => engine.cancelJob(this.number));
      this.next();
    });
  }

  /** A package that is whole waits for the user to save it; parts make room for the next ones. */
  protected override give(blob: Blob, name: string, isWhole: boolean): void {
    if (!isWhole) super.give(blob, name, isWhole);
  }

  /** Saves the package, or its last part again. */
  savePackage(): void {
    if (this.output) download(this.output, this.downloads.at(-1) ?? this.name);
  }

  saveManifest(): void {
    this.#save(manifestLines(this.manifest), 'manifest.json');
  }

  saveChecksums(): void {
    this.#save(checksumLines(this.manifest), 'sha256');
  }

  saveAliases(): void {
    if (this.aliases) this.#save([JSON.stringify(this.aliases, null, 2)], 'aliases.json');
  }

  saveKeyFile(): void {
    if (this.keyFile) download(this.keyFile, besideName(this.name, 'key'));
  }

  #save(pieces: string[], what: string): void {
    download(new Blob(pieces), besideName(this.name, what));
  }

  #intoDownloads(options: PackOptions, partBytes: number): Promise<Omit<Package, 'blob'>> {
    const take = proxy((part: PlainPart) => this.take(part));
    return this.app.engine.call((engine) => engine.packInParts(this.number, options, partBytes, take));
  }

  async #intoFile(
    options: PackOptions,
    destination: Exclude<Destination, { kind: 'download' }>,
  ): Promise<Omit<Package, 'blob'>> {
    const { result, name, bytes } = await intoFile(
      destination,
      this.name,
      (write) => this.app.engine.call((engine) => engine.packInto(this.number, options, proxy(write))),
      () => {
        this.phase = 'finishing';
        this.#checkWanted();
      },
    );
    this.savedAs = name;
    this.bytes = bytes;
    return result;
  }

  /** The answer may have been under way when the user cancelled: it is not kept. */
  #checkWanted(): void {
    if (this.isCancelled) throw new Failure('cancelled', '');
  }
}
