import { FileTable } from '../archive/file-table';
import { PathIndex, type IndexedFile } from '../archive/path-index';
import { LayerReader } from '../bytes/layer-reader';
import { LayerTable } from '../bytes/layers';
import { Failure } from '../failure';
import { formatById, processOfPath } from '../formats/registry';
import { KernelDictionary } from '../kernel/dictionary';
import type { FileHints } from '../kernel/records';
import type { FileReference, HostFacts } from '../public-api';
import { ColumnReader } from '../timeline/column-reader';
import { FileSegments } from '../timeline/file-segments';
import { RowSource } from '../timeline/row-source';
import type { TimelineCase } from '../timeline/timeline-case';
import { Containers } from './containers';
import type { EngineKernel } from '../kernel/engine-kernel';
import type { RecoveredLines } from '../dump/recovered-log';
import { LogStreams } from './log-streams';
import { FIRST_VISIT_SOURCE, Source, type SourceFacts } from './source';
import type { ContentEnd } from './content-end';

/** End of the year 9999, ms UTC: what is said to be written later has no date that tools take. */
const LAST_DATE = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** Everything read of one case: tables over the dropped files, columns in the kernel's memory. */
export class CaseContent {
  readonly kernel: EngineKernel;
  readonly dictionaries: KernelDictionary;
  readonly blobs: Blob[] = [];
  readonly layers: LayerTable;
  readonly containers: Containers;
  readonly files: FileTable;
  readonly segments: FileSegments;
  readonly reader: LayerReader;
  readonly rowSource: RowSource;
  readonly sources: Source[] = [];
  /**
   * What was opened out of envelopes, for this visit only. It is always the tail of all tables, so that what is
   * stored is what lies before it: `visitStart` says where it begins.
   */
  readonly visitSources: Source[] = [];
  visitStart: ContentEnd | null = null;
  /** Where in a dump the lines of a file were, by file. */
  readonly recovered = new Map<number, RecoveredLines>();
  /** Grows when rows and files got other numbers. */
  moves = 0;
  /** Names of log streams, by file. */
  readonly streams: LogStreams;
  hosts: HostFacts[] = [];
  /** True while a source is being read: the last file may not be whole. */
  reading = false;
  /** Grows whenever sources or top folders changed, which files rank by. */
  pathsVersion = 0;
  #index: { version: number; index: PathIndex } | null = null;

  constructor(
    kernel: EngineKernel,
    tables: { layers?: LayerTable; containers?: Containers; files?: FileTable; segments?: FileSegments } = {},
  ) {
    this.kernel = kernel;
    this.dictionaries = new KernelDictionary(kernel);
    this.layers = tables.layers ?? new LayerTable();
    this.containers = tables.containers ?? new Containers();
    this.files = tables.files ?? new FileTable();
    this.segments = tables.segments ?? new FileSegments();
    this.streams = new LogStreams(this.files, this.containers);
    this.reader = new LayerReader(kernel, this.layers, this.blobs);
    this.rowSource = new RowSource(new ColumnReader(kernel), this.segments);
  }

  get records(): number {
    return this.kernel.exports.rowCount();
  }

  /** Records whose end is known: all but the last of a file that is still being read. */
  get settledRows(): number {
    return this.reading ? Math.max(0, this.records - 1) : this.records;
  }

  get allSources(): Source[] {
    return [...this.sources, ...this.visitSources];
  }

  /** Adds a source; one of this visit gets its number from there. */
  addSource(facts: Omit<SourceFacts, 'id'>, visitOnly: boolean): Source {
    const list = visitOnly ? this.visitSources : this.sources;
    const source = new Source({ ...facts, id: list.length + (visitOnly ? FIRST_VISIT_SOURCE : 0) });
    list.push(source);
    return source;
  }

  source(id: number): Source {
    const source = id < FIRST_VISIT_SOURCE ? this.sources[id] : this.visitSources[id - FIRST_VISIT_SOURCE];
    if (!source) throw new Failure('no-such-source', `there is no source ${id}`);
    return source;
  }

  sourceOf(file: number): number {
    return this.containers.get(this.files.container(file)).source;
  }

  /** Tells each source how many records its files have. */
  countRecords(): void {
    for (const { progress } of this.allSources) progress.records = 0;
    for (let segment = 0; segment < this.segments.count; segment++) {
      const { progress } = this.source(this.sourceOf(this.segments.file(segment)));
      progress.records += this.segments.endRow(segment) - this.segments.firstRow(segment);
    }
  }

  /** Host name of a source as its bundle states it, or null. */
  hostname(source: number): string | null {
    return this.hostOf(source)?.hostname ?? null;
  }

  /** What is known of a source's host; what came out of an envelope is of the host that its bundle is of. */
  hostOf(source: number): HostFacts | null {
    const own = this.hosts.find((host) => host.source === source);
    if (own || source < FIRST_VISIT_SOURCE) return own ?? null;
    const { parent } = this.source(source);
    return parent === null ? null : this.hostOf(parent);
  }

  /** The path people see: below the source's top folder, numbered when it is a duplicate. */
  shownPath(file: number): string {
    return this.index.duplicateName(file) ?? this.plainPath(file);
  }

  /** The same without a duplicate's number. */
  plainPath(file: number): string {
    return this.containers.shownPath(this.files.container(file), this.files.path(file));
  }

  /** The user says which log stream a file is of, or takes that back (null). */
  nameStream(file: number, name: string | null): void {
    this.streams.give(file, name);
    this.pathsChanged();
  }

  /** With every folder and archive around it, what was dropped included. */
  fullPath(file: number): string {
    return this.containers.fullPath(this.files.container(file), this.files.path(file));
  }

  /** What a log was parsed with, and is read again with. */
  hints(file: number): FileHints {
    const path = this.files.path(file);
    return {
      format: formatById(this.files.format(file) ?? 'plain'),
      processHint: processOfPath(path),
      yearHint: new Date(this.referenceTime(file)).getUTCFullYear(),
    };
  }

  /** When a file was written, as well as is known: times printed without a year are not after it. ms UTC. */
  referenceTime(file: number): number {
    const { modified } = this.files.get(file);
    const isDate = modified !== null && modified > 0 && modified <= LAST_DATE;
    return isDate ? modified : this.source(this.sourceOf(file)).droppedAt;
  }

  /** The file a reference names. Throws Failure `no-such-file` or `ambiguous-path`. */
  find(reference: FileReference | number): number {
    if (typeof reference === 'number') return reference;
    const { path, source } =
      typeof reference === 'string' ? { path: reference, source: undefined } : reference;
    const [id, other] = this.index.find(path, source);
    if (id === undefined) {
      const where = source === undefined ? 'any source' : `source ${source}`;
      throw new Failure('no-such-file', `there is no file "${path}" in ${where}`);
    }
    if (other !== undefined) {
      throw new Failure('ambiguous-path', `several sources have "${path}": name one as { source, path }`);
    }
    return id;
  }

  /** Rows around one in its own file, itself included. */
  neighbours(row: number, before: number, after: number): number[] {
    const segment = this.segments.of(row);
    const from = Math.max(this.segments.firstRow(segment), row - before);
    const to = Math.min(this.segments.endRow(segment), row + after + 1);
    return Array.from({ length: to - from }, (_, i) => from + i);
  }

  get index(): PathIndex {
    const { version } = this.files;
    if (this.#index?.version !== version) this.#index = { version, index: new PathIndex(this.#indexed()) };
    return this.#index.index;
  }

  /** To be called when containers changed what paths begin with. */
  pathsChanged(): void {
    this.#index = null;
    this.pathsVersion++;
  }

  /** What queries are answered from. */
  timeline(): TimelineCase {
    return {
      kernel: this.kernel,
      dictionary: this.dictionaries,
      source: this.rowSource,
      file: (file) => ({ source: this.sourceOf(file), path: this.plainPath(file) }),
      format: (file) => this.files.format(file) ?? 'plain',
      numberedPath: (file) => this.index.duplicateName(file),
      sources: this.allSources.map(({ id, name }) => ({
        id,
        name,
        hostName: this.hostname(id),
        vms: this.hostOf(id)?.vms ?? [],
      })),
    };
  }

  *#indexed(): Generator<IndexedFile> {
    for (let id = 0; id < this.files.count; id++) {
      if (!this.files.shown(id)) continue;
      yield { id, source: this.sourceOf(id), path: this.plainPath(id), bytes: this.files.size(id) };
    }
  }
}
