import { bundleKind, topFolder } from '../archive/top-folder';
import type { LayerId } from '../bytes/layers';
import type { Format } from '../formats/format';
import { KernelMemoryError } from '../kernel/kernel';
import type { Warning } from '../warning';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import type { OpenInput } from './engine-api';
import { addFile, FileIntake } from './entry-intake';
import type { Feed, FeedControl } from './feed';
import { readFragments } from './fragment-intake';
import { LogIntake } from './log-intake';
import type { Source } from './source';
import type { FoundFile, LaterJob, SourceReading } from './source-reading';
import { readStreams } from './stream-intake';
import { readUtf16Log } from './utf16-intake';
import { readZipEntries } from './zip-intake';

/** Files gone through between two looks at the clock. */
const PAUSE_CHECK = 1024;

/** What was dropped as one thing: a file, or a folder with all its files. */
export interface DroppedSource {
  name: string;
  inputs: OpenInput[];
  isFolder: boolean;
  /** Out of an envelope, or a key: paths are kept as they are, and archives in it are sources of this visit too. */
  visitOnly?: boolean;
  /** By input: what it is read as; by content where there is none. */
  formats?: readonly Format[];
}

/** When it was last modified (a file) or dropped, ms UTC. */
export function droppedAt({ isFolder, inputs }: DroppedSource): number {
  return (isFolder ? 0 : (inputs[0]?.file.lastModified ?? 0)) || Date.now();
}

/** Tells single files from folders among what was dropped together. */
export function groupInputs(inputs: readonly OpenInput[]): DroppedSource[] {
  const groups = new Map<string, DroppedSource>();
  const sources: DroppedSource[] = [];
  for (const input of inputs) {
    const folder = input.folderPath.split('/')[0] ?? '';
    let group = folder ? groups.get(folder) : undefined;
    if (!group) {
      group = { name: folder || input.file.name, inputs: [], isFolder: folder !== '' };
      sources.push(group);
      if (folder) groups.set(folder, group);
    }
    group.inputs.push(input);
  }
  // Browsers list a folder in any order: its digest must not depend on that.
  for (const { inputs, isFolder } of sources) if (isFolder) inputs.sort(byPath);
  return sources;
}

function byPath(a: OpenInput, b: OpenInput): number {
  return a.folderPath < b.folderPath ? -1 : Number(a.folderPath > b.folderPath);
}

/** Reads one dropped source into the case, from its first byte to the finished tables. */
export class SourceIntake implements SourceReading, FeedControl {
  readonly content: CaseContent;
  readonly logs: LogIntake;
  readonly breath = new Breath();
  cancelled = false;
  readonly #feed: Feed;
  readonly #root: Source;
  readonly #dropped: DroppedSource;
  readonly #firstFile: number;
  readonly #firstContainer: number;
  readonly #firstLayer: number;
  readonly #firstRow: number;
  readonly #progressed: () => void;
  readonly #later: LaterJob[] = [];
  #fed = 0;
  #hasFailed = false;

  constructor(
    content: CaseContent,
    feed: Feed,
    source: Source,
    dropped: DroppedSource,
    progressed: () => void,
  ) {
    this.content = content;
    this.logs = new LogIntake(content);
    this.#feed = feed;
    this.#root = source;
    this.#dropped = dropped;
    this.#progressed = progressed;
    this.#firstFile = content.files.count;
    this.#firstContainer = content.containers.all.length;
    this.#firstLayer = content.layers.layers.length;
    this.#firstRow = content.records;
  }

  get source(): number {
    return this.#root.id;
  }

  /** Reads everything; what cannot be read is told by warnings and the source's progress. */
  async read(): Promise<void> {
    const { progress } = this.#root;
    progress.phase = 'reading';
    await this.#trying(() => this.#readDropped());
    progress.phase = 'indexing';
    let [file, container] = [this.#firstFile, this.#firstContainer];
    // What is put together may be an archive, with fragments in it.
    for (let goesOn = true; goesOn;) {
      const { files, containers } = this.content;
      if (!this.#hasFailed) await this.#trying(() => this.#doLater());
      this.#shortenToWhatIsThere();
      await this.#nameContainers(container);
      const first = file;
      [file, container] = [files.count, containers.all.length];
      const eachFile = (visit: (id: number) => void) => this.#eachFile(visit, first);
      await this.#trying(() => readFragments(this, eachFile, this.#feed, this));
      const isMore = this.#later.length > 0 && !this.#hasFailed && !this.cancelled;
      goesOn = isMore || containers.all.length > container;
    }
    this.content.pathsChanged();
    await this.#countEntries();
    progress.phase = this.#hasFailed ? 'failed' : this.cancelled ? 'cancelled' : 'done';
    this.content.countRecords();
    this.breath.end();
    this.#progressed();
  }

  // -- what entries ask for (SourceReading)

  warn(warning: Warning): void {
    // Whatever a cancelled stream lacks is no damage.
    if (!this.cancelled) this.#root.warn(warning);
  }

  later(job: LaterJob): void {
    this.#later.push(job);
  }

  bytesFed(): number {
    return this.#fed;
  }

  countEntry(): void {
    this.#root.entries++;
    this.#root.progress.entries++;
  }

  // -- what the feed asks for (FeedControl)

  advance(bytes: number): void {
    this.#fed += bytes;
    if (this.#root.progress.phase === 'reading') this.#root.progress.advance(bytes);
  }

  beforePause(): void {
    this.#root.progress.records = this.content.records - this.#firstRow;
    this.#progressed();
  }

  async #readDropped(): Promise<void> {
    const { name, inputs, isFolder } = this.#dropped;
    const container = this.content.containers.add({
      parent: null,
      source: this.source,
      name,
      kind: isFolder ? 'folder' : 'file',
      topFolder: '',
      isSource: true,
    });
    const whole = isFolder ? new Blob(inputs.map(({ file }) => file)) : inputs[0]!.file;
    const blob = this.content.blobs.push(whole) - 1;
    const layer = this.content.layers.add({ kind: 'blob', blob, size: whole.size });
    const modified = isFolder ? null : inputs[0]!.file.lastModified || null;
    container.stored = { layer, offset: 0, size: whole.size, modified, mode: 0o644 };
    let offset = 0;
    for (const [i, { file, folderPath }] of inputs.entries()) {
      if (this.cancelled) break;
      const found: FoundFile = {
        container,
        path: isFolder ? folderPath : file.name,
        layer,
        offset,
        size: file.size,
        modified: file.lastModified || null,
        mode: 0o644,
        depth: isFolder ? 1 : 0,
        ...(this.#dropped.visitOnly && !isFolder && { isKey: true }),
      };
      offset += file.size;
      await this.#readFile(file, found, this.#dropped.formats?.[i]);
    }
  }

  async #readFile(file: File, found: FoundFile, format?: Format): Promise<void> {
    const intake = format
      ? this.logs.begin(addFile(this, found, 'log'), format)
      : new FileIntake(this, found);
    try {
      await this.#feed.blob(file, intake, this);
    } catch (error) {
      if (!this.#dropped.isFolder || error instanceof KernelMemoryError) throw error;
      this.warn({ code: 'unreadable', path: found.path, offset: null, message: messageOf(error) });
    }
  }

  async #doLater(): Promise<void> {
    for (let job = this.#later.shift(); job && !this.cancelled; job = this.#later.shift()) {
      if (job.kind === 'zip') await readZipEntries(this, job.file, this.#feed, this);
      else if (job.kind === 'utf16') await readUtf16Log(this, job.file, job.bigEndian, this.#feed, this);
      else await readStreams(this, job, this.#feed, this);
    }
  }

  async #trying(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const { progress } = this.#root;
    this.#hasFailed = true;
    progress.error = messageOf(error);
    const code = (error as { code?: string }).code ?? 'internal';
    this.#root.warn({
      code,
      path: '',
      offset: null,
      message: `${messageOf(error)}; what was read before stays`,
    });
  }

  /** A cut archive, a bomb or a cancelled reading ends before what the last headers claim. */
  #shortenToWhatIsThere(): void {
    const { layers, files } = this.content;
    const sizeOf = (layer: LayerId) => layers.get(layer).size;
    for (let id = this.#firstLayer; id < layers.layers.length; id++) {
      const layer = layers.get(id);
      if (layer.kind !== 'slice' || layer.offset + layer.size <= sizeOf(layer.parent)) continue;
      layer.size = Math.max(0, sizeOf(layer.parent) - layer.offset);
      layers.touch(id);
    }
    files.shorten(this.#firstFile, sizeOf);
  }

  /** Finds each container's top folder, and which nested ones are bundles of their own. */
  async #nameContainers(first: number): Promise<void> {
    const { containers, files } = this.content;
    const own = containers.all.slice(first);
    if (own.length === 0) return;
    const paths = new Map<number, string[]>(own.map(({ id }) => [id, []]));
    await this.#eachFile((id) => void paths.get(files.container(id))?.push(files.path(id)));
    // An archive lies in a folder as any file does: it may have been one, in fragments.
    for (const { parent, name } of own) if (parent !== null) paths.get(parent)?.push(name);
    for (const container of own) {
      if (container.kind === 'streams') continue;
      const inside = paths.get(container.id) ?? [];
      // A zip is known as one only once all of it was there.
      if (container.parent === null) this.#root.kind = container.kind;
      const top = container.kind === 'file' || container.kind === 'gzip' ? '' : topFolder(inside);
      const isBundle = bundleKind(inside.map((path) => path.slice(top.length))) !== null;
      // A host's configuration has no folder around it: the one that all may lie in says something.
      if (isBundle || !this.#isOfEnvelope(container)) container.topFolder = top;
      if (container.parent !== null && isBundle) this.#promote(container);
    }
  }

  /** Whether it is what an envelope holds, or what stands for the envelope. */
  #isOfEnvelope({ parent }: Container): boolean {
    return this.#dropped.visitOnly === true && (parent === null || parent === this.#firstContainer);
  }

  #promote(container: Container): void {
    const { content } = this;
    const source = content.addSource(
      {
        name: container.name.split('/').at(-1) ?? container.name,
        bytes: 0,
        parent: container.parent === null ? null : content.containers.get(container.parent).source,
        droppedAt: this.#root.droppedAt,
      },
      this.#root.visitOnly,
    );
    if (container.kind !== 'streams') source.kind = container.kind;
    source.progress.phase = 'done';
    content.containers.promote(container.id, source.id);
  }

  async #countEntries(): Promise<void> {
    const { files } = this.content;
    const counts = new Map<number, number>();
    await this.#eachFile((id) => {
      if (!files.shown(id)) return;
      const source = this.content.sourceOf(id);
      counts.set(source, (counts.get(source) ?? 0) + 1);
    });
    for (const [source, count] of counts) this.content.source(source).entries = count;
    this.#root.progress.entries = this.#root.entries;
  }

  /** Goes through the files of this source; there may be millions, so with pauses. */
  async #eachFile(visit: (id: number) => void, first = this.#firstFile): Promise<void> {
    const { count } = this.content.files;
    for (let id = first; id < count; id++) {
      visit(id);
      if (id % PAUSE_CHECK === 0 && this.breath.due) await this.breath.take();
    }
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
