import type { SparsePiece } from '../archive/sparse-map';
import type { LayerRange } from '../bytes/layers';
import { Failure } from '../failure';
import type { EntryFile, FileContent } from '../package/entry-file';
import { wholeBlocks } from '../package/sparse-pieces';
import type { CaseContent } from './case-content';
import type { Container, StoredArchive } from './containers';
import { joinedLayer } from './joined-layer';

/** Bytes read at a time. */
const PIECE_BYTES = 1024 * 1024;
/** A sparse file up to this size is written with its holes, as is one that holes make less than half of. */
const MAX_FILLED = 64 * 1024 * 1024;

/** How a file lies in its archive, which a package is to have it as. */
export interface StoredForm {
  /** The bytes of its entry: compressed or UTF-16 where it is so. */
  range: LayerRange;
  /** A log that is compressed by itself. */
  gzip: boolean;
  utf16: { bigEndian: boolean; mark: boolean } | null;
  /** Pieces of a file whose holes are too many to be written. */
  sparse: { pieces: readonly SparsePiece[] } | null;
}

/** Reads the files of a case for packages: as the case reads them, and as they lie in their archives. */
export class EntryForms {
  readonly #content: CaseContent;

  constructor(content: CaseContent) {
    this.#content = content;
  }

  entry(file: number): EntryFile {
    const content = this.#content;
    const { files, reader } = content;
    const { layer, offset, size, path, kind, modified, mode, container } = files.get(file);
    return {
      file,
      source: this.#content.sourceOf(file),
      path,
      // While more is being read, what files are called is worked out anew each time.
      get shownPath() {
        return content.shownPath(file);
      },
      kind,
      format: files.format(file),
      modified,
      mode: this.#permissions(mode, container),
      access: reader.access(layer, offset, size),
      content: this.bytesOf({ layer, offset, size }, path),
      holes: this.#holes({ layer, offset, size }),
    };
  }

  /** Time and permissions. A zip that was made on Windows says no permissions. */
  attributes(file: number): Pick<EntryFile, 'modified' | 'mode'> {
    const { modified, mode, container } = this.#content.files.get(file);
    return { modified, mode: this.#permissions(mode, container) };
  }

  /** The same of an archive in what is open. */
  attributesOf({ stored, parent }: Container): Pick<EntryFile, 'modified' | 'mode'> {
    if (!stored || parent === null) return { modified: stored?.modified ?? null, mode: null };
    return { modified: stored.modified, mode: this.#permissions(stored.mode, parent) };
  }

  #permissions(mode: number, container: number): number | null {
    return mode || (this.#content.containers.get(container).kind === 'zip' ? null : 0);
  }

  /** The form that a file's own range of a layer was taken out of. */
  async stored({ layer, offset, size }: LayerRange): Promise<StoredForm> {
    const { layers } = this.#content;
    let utf16: StoredForm['utf16'] = null;
    const text = layers.get(layer);
    if (text.kind === 'utf16') {
      const { bigEndian } = text;
      const mark = await this.#hasMark(text.parent, text.offset, bigEndian);
      const before = mark ? 2 : 0;
      ({ layer, offset, size } = {
        layer: text.parent,
        offset: text.offset - before,
        size: text.bytes + before,
      });
      utf16 = { bigEndian, mark };
    }
    const own = layers.get(layer);
    // In a compressed archive files begin behind a header: at 0 begins what is compressed by itself.
    if (own.kind === 'inflated' && own.format === 'gzip' && offset === 0) {
      const compressed = { layer: own.parent, offset: 0, size: layers.get(own.parent).size };
      return { range: compressed, gzip: true, utf16, sparse: null };
    }
    const range = { layer, offset, size };
    if (own.kind !== 'sparse' || this.#holes(range) === 0) return { range, gzip: false, utf16, sparse: null };
    return { range, gzip: false, utf16, sparse: { pieces: wholeBlocks(own.pieces, size) } };
  }

  /** Whether a file is compressed by itself. */
  async isPacked(file: number): Promise<boolean> {
    return (await this.stored(this.range(file))).gzip;
  }

  /** The bytes of an entry; of a sparse file its pieces, one after another. */
  contentOf({ range, sparse }: StoredForm, path: string): FileContent {
    if (!sparse) return this.bytesOf(range, path);
    const { layer, offset } = range;
    const each = sparse.pieces.map((piece) => ({ layer, offset: offset + piece.offset, size: piece.bytes }));
    const bytesOf = (piece: LayerRange) => this.bytesOf(piece, path).chunks();
    return {
      bytes: each.reduce((sum, { size }) => sum + size, 0),
      async *chunks() {
        for (const piece of each) yield* bytesOf(piece);
      },
    };
  }

  /** Where a file's content is, as the case reads it. */
  range(file: number): LayerRange {
    return this.#content.files.place(file);
  }

  /** The fragments that a joined file is made of, in their order. */
  async fragments(file: number): Promise<StoredForm[]> {
    const { layers, files } = this.#content;
    const joined = joinedLayer(layers, files.place(file));
    const layer = joined === null ? null : layers.get(joined);
    const forms: StoredForm[] = [];
    for (const part of layer?.kind === 'joined' ? layer.parts : []) forms.push(await this.stored(part));
    return forms;
  }

  /** An archive's own bytes, or null where they are not known. */
  archive(stored: StoredArchive | undefined): LayerRange | null {
    if (!stored) return null;
    const { layer, offset } = stored;
    const there = Math.max(0, this.#content.layers.get(layer).size - offset);
    return { layer, offset, size: Math.min(stored.size ?? there, there) };
  }

  bytesOf({ layer, offset, size }: LayerRange, path: string): FileContent {
    const { reader } = this.#content;
    const access = reader.access(layer, offset, size);
    return {
      bytes: size,
      async *chunks() {
        for (let at = 0; at < size;) {
          const chunk = await access.readOwn!(at, PIECE_BYTES);
          if (chunk.length === 0) throw new Failure('unreadable', `"${path}" ends at byte ${at} of ${size}`);
          at += chunk.length;
          yield chunk;
        }
      },
    };
  }

  /** Whether the first and the last byte can be had. */
  async canRead({ layer, offset, size }: LayerRange): Promise<boolean> {
    if (size === 0) return true;
    const { reader } = this.#content;
    try {
      await reader.read(layer, offset, 1);
      return (await reader.read(layer, offset + size - 1, 1)).length === 1;
    } catch {
      return false;
    }
  }

  /** Bytes of holes where they are too many to be written. */
  #holes({ layer, offset, size }: LayerRange): number {
    const { layers } = this.#content;
    if (offset > 0) return 0;
    const own = layers.get(layer);
    const parts = own.kind === 'joined' ? own.parts.map((part) => layers.get(part.layer)) : [own];
    let holes = 0;
    for (const part of parts) {
      if (part.kind === 'sparse') holes += part.size - part.pieces.reduce((sum, { bytes }) => sum + bytes, 0);
    }
    return size <= MAX_FILLED || holes <= size / 2 ? 0 : holes;
  }

  async #hasMark(layer: number, offset: number, bigEndian: boolean): Promise<boolean> {
    if (offset < 2) return false;
    const [first, second] = await this.#content.reader.read(layer, offset - 2, 2);
    return bigEndian ? first === 0xfe && second === 0xff : first === 0xff && second === 0xfe;
  }
}
