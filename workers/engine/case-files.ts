import { Failure } from '../failure';
import { formatById } from '../formats/registry';
import type { FileEntry, FileReference } from '../public-api';
import { countByTime, timeSpan } from '../timeline/histogram';
import type { Warning } from '../warning';
import type { CaseContent } from './case-content';
import type { FileRow, FolderChild, LogCoverage } from './engine-api';

/** Pieces a file is handed out in, as parts of a Blob. */
const PART_BYTES = 4 * 1024 * 1024;
/** Largest file handed out as one Blob. */
const MAX_BLOB = 8 * 1024 ** 3;
/** Bins of a coverage lane. */
const LANE_BINS = 64;

/** Answers about the files of a case. */
export class CaseFiles {
  readonly #content: CaseContent;
  /** Warnings by path, by container, with how many there were and the paths' version then. */
  readonly #warnings = new Map<
    number,
    { count: number; version: number; byPath: Map<string, Set<Warning>> }
  >();

  constructor(content: CaseContent) {
    this.#content = content;
  }

  list(): FileEntry[] {
    const { index, files } = this.#content;
    return Array.from(index, (file) => ({
      path: index.name(file),
      bytes: file.bytes,
      kind: files.get(file.id).kind,
      source: file.source,
    }));
  }

  folder(source: number, path: string): FolderChild[] {
    const { folders, files } = this.#content.index.folder(source, path);
    return [
      ...folders.map(({ name, files, bytes }) => ({ name, file: null, folder: { files, bytes } })),
      ...files.map(({ name, id }) => ({ name, file: this.row(id), folder: null })),
    ];
  }

  search(text: string, limit: number): FileRow[] {
    const wanted = text.toLowerCase();
    const found: FileRow[] = [];
    for (const file of this.#content.index) {
      if (found.length >= limit) break;
      if (file.path.toLowerCase().includes(wanted)) found.push(this.row(file.id));
    }
    return found;
  }

  row(id: number): FileRow {
    const content = this.#content;
    if (!(id >= 0 && id < content.files.count)) throw new Failure('no-such-file', `there is no file ${id}`);
    const { container, size, kind, modified } = content.files.get(id);
    const path = content.shownPath(id);
    const source = content.containers.get(container).source;
    const format = content.files.format(id);
    return {
      id,
      source,
      path,
      bytes: size,
      kind,
      format: format === null ? null : formatById(format).label,
      records: this.#segmentOf(id)?.rows ?? 0,
      modified,
      warnings: this.#warningsOf(source, container, path),
    };
  }

  async range(file: number, offset: number, length: number): Promise<Uint8Array> {
    const { layer, offset: at, size } = this.#content.files.get(file);
    if (offset < 0 || offset >= size) return new Uint8Array(0);
    const bytes = await this.#content.reader.read(layer, at + offset, Math.min(length, size - offset));
    return bytes.slice();
  }

  /** The whole content. The browser keeps large Blobs on disk, not in memory. */
  async blob(reference: FileReference): Promise<Blob> {
    const id = this.#content.find(reference);
    const { size } = this.#content.files.get(id);
    if (size > MAX_BLOB) {
      throw new Failure(
        'too-large',
        `${this.#content.shownPath(id)} has ${size} bytes, more than can be handed out at once (${MAX_BLOB})`,
      );
    }
    const { moves } = this.#content;
    const parts: Blob[] = [];
    let at = 0;
    while (at < size) {
      const part = await this.range(id, at, PART_BYTES);
      if (part.length === 0) break;
      parts.push(new Blob([part as Uint8Array<ArrayBuffer>]));
      at += part.length;
      // The file may have another number now.
      if (moves !== this.#content.moves) return this.blob(reference);
    }
    if (at < size) {
      throw new Failure(
        'unreadable',
        `${this.#content.shownPath(id)} can be read only up to byte ${at} of ${size}`,
      );
    }
    return new Blob(parts);
  }

  /** Every log with its span and how its records lie in the case's span. */
  coverage(): LogCoverage[] {
    const content = this.#content;
    const all = timeSpan(content.kernel, { firstRow: 0, endRow: content.segments.rows });
    const { segments } = content;
    const lanes: LogCoverage[] = [];
    for (let segment = 0; segment < segments.count; segment++) {
      const file = segments.file(segment);
      const rows = { firstRow: segments.firstRow(segment), endRow: segments.endRow(segment) };
      const span = timeSpan(content.kernel, rows);
      lanes.push({
        file,
        source: content.sourceOf(file),
        path: content.shownPath(file),
        format: formatById(content.files.format(file) ?? 'plain').label,
        records: segments.rowCount(segment),
        from: span?.first ?? null,
        to: span?.last ?? null,
        density: all && span ? this.#density(rows, all.first, all.last) : [],
      });
    }
    return lanes;
  }

  #density(rows: { firstRow: number; endRow: number }, first: number, last: number): number[] {
    const counts = countByTime(this.#content.kernel, rows, first, last + 1, LANE_BINS);
    const levels = counts.length / LANE_BINS;
    return Array.from({ length: LANE_BINS }, (_, bin) =>
      counts.subarray(bin * levels, (bin + 1) * levels).reduce((sum, count) => sum + count, 0),
    );
  }

  /** The warnings that name a file: by its path in its container, or by the path it is shown with. */
  #warningsOf(source: number, container: number, path: string): Warning[] {
    const { warnings } = this.#content.source(source);
    if (warnings.length === 0) return [];
    // A folder may have very many files.
    let known = this.#warnings.get(container);
    if (known?.count !== warnings.length || known.version !== this.#content.pathsVersion) {
      const byPath = new Map<string, Set<Warning>>();
      for (const warning of warnings) {
        if (warning.path === '') continue;
        for (const one of [warning.path, this.#content.containers.shownPath(container, warning.path)]) {
          byPath.set(one, (byPath.get(one) ?? new Set()).add(warning));
        }
      }
      known = { count: warnings.length, version: this.#content.pathsVersion, byPath };
      this.#warnings.set(container, known);
    }
    return [...(known.byPath.get(path) ?? [])];
  }

  #segmentOf(file: number): { rows: number } | null {
    const { segments } = this.#content;
    const segment = segments.ofFile(file);
    return segment === null ? null : { rows: segments.rowCount(segment) };
  }
}
