import { proxy } from 'comlink';
import type {
  AliasMap,
  ManifestEntry,
  Package,
  PackOptions,
  PackWarning,
  PlainPart,
} from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import type { Destination } from '../../saving/destination';
import { download } from '../../saving/download';
import { EngineWriting } from '../../saving/engine-writing.svelte';
import type { Recipient } from '../dumps/recipient';
import { checksumLines, manifestLines } from './manifest-files';
import { besideName } from './package-names';

/** One building of a package: how far it is, and what came of it. Holds no secret that opens anything. */
export class PackageBuild extends EngineWriting {
  manifest = $state.raw<readonly ManifestEntry[]>([]);
  /** What was wrong with the dropped archives, and is not seen in the package. */
  warnings = $state.raw<readonly PackWarning[]>([]);
  aliases = $state.raw<AliasMap | null>(null);
  keyFile = $state.raw<Blob | null>(null);

  constructor(
    app: App,
    name: string,
    /** Who is to open the dumps in it, where they are put under another key. */
    readonly recipient: Recipient | null,
  ) {
    super(app, name);
  }

  /** Works until the package is written, failed or cancelled. Secrets in the options pass through. */
  run(options: PackOptions, destination: Destination, partBytes: number): Promise<void> {
    return this.work(
      () =>
        destination.kind === 'download'
          ? this.#intoDownloads(options, partBytes)
          : this.intoPicked(destination, (engine, write) => engine.packInto(this.number, options, write)),
      (made) => {
        this.manifest = made.manifest;
        this.warnings = made.warnings;
        this.aliases = made.aliases ?? null;
        this.keyFile = made.keyFile ?? null;
      },
    );
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
}
