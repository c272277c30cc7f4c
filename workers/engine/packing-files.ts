import { evenPieces, piecesOf, Stretches } from '../package/fragment-writer';
import type { EntryFile, FileContent } from '../package/entry-file';
import { gzipped } from '../package/gzip-writer';
import { storedBytes, type PackedFile } from '../package/packed-file';
import { asUtf16 } from '../package/utf16-text';
import type { EntryForms, StoredForm } from './entry-forms';
import { both, type Done, type PackingManifest } from './packing-manifest';
import type { JoinedRun, PackingTree } from './packing-tree';
import { spooled, type Spooled } from './spool';

/** What a file is called in its archive, and what the archive says of it. */
export type Named = Pick<PackedFile, 'path' | 'modified' | 'mode' | 'owner'>;

/** Writes single files in the form that they were stored in: compressed, as UTF-16, with holes, in fragments. */
export class PackingFiles {
  readonly #tree: PackingTree;
  readonly #forms: EntryForms;
  readonly #manifest: PackingManifest;
  /** Whether fragments are put together. */
  readonly #joins: boolean;

  constructor(tree: PackingTree, forms: EntryForms, manifest: PackingManifest, joins: boolean) {
    this.#tree = tree;
    this.#forms = forms;
    this.#manifest = manifest;
    this.#joins = joins;
  }

  /** The bytes of an entry as they are, or its fragments put together where that is asked for. */
  async *asStored(entry: EntryFile, named: Named, done: Done): AsyncGenerator<PackedFile> {
    const run = this.#tree.run(entry.file);
    if (run) {
      yield* this.asFragments(entry.file, run, named, done, this.#whySplit(run, entry));
      return;
    }
    const alone = this.#joins ? this.#tree.whyAlone(entry.file) : null;
    const reason = both(done.reason, alone && `${alone}: not joined`);
    const form = await this.#forms.stored(this.#forms.range(entry.file));
    yield this.#manifest.noted(this.#stored(form, named), { ...done, reason });
  }

  /**
   * A run of fragments that nothing was changed in.
   * @param split why they are written as fragments ('' where that is asked for); null where they are joined
   */
  async *asFragments(
    file: number,
    run: JoinedRun,
    named: Named,
    done: Done,
    split: string | null,
  ): AsyncGenerator<PackedFile> {
    const forms = await this.#forms.fragments(file);
    if (split === null) {
      const content = () => chained(forms.map(({ range }) => this.#forms.bytesOf(range, named.path)));
      const bytes = forms.reduce((sum, { range }) => sum + range.size, 0);
      yield this.#manifest.noted({ ...named, bytes, content }, { ...done, action: 'joined' });
      return;
    }
    let left = done.progress;
    for (const [i, form] of forms.entries()) {
      const path = named.path + run.suffixes[i]!;
      const part = this.#stored(form, { ...named, ...this.#forms.attributes(run.parts[i]!), path });
      const progress = Math.min(left, storedBytes(part));
      left -= progress;
      yield this.#manifest.noted(part, { ...done, reason: both(done.reason, split), progress });
    }
  }

  /** New content in the form that the file was stored in. */
  async *asChanged(
    entry: EntryFile,
    named: Named,
    done: Done,
    content: FileContent,
  ): AsyncGenerator<PackedFile> {
    const run = this.#tree.run(entry.file);
    const form = run ? null : await this.#forms.stored(this.#forms.range(entry.file));
    const text = form?.utf16
      ? { bytes: null, chunks: () => asUtf16(content.chunks(), form.utf16!) }
      : content;
    const wanted = form?.gzip ? { bytes: null, chunks: () => gzipped(text.chunks()) } : text;
    const made = await sized(wanted);
    try {
      const split = run && this.#whySplit(run, entry);
      if (!run || split === null) {
        const whole = { ...named, bytes: made.bytes, content: () => made.chunks() };
        yield this.#manifest.noted(whole, done);
      } else yield* this.inFragments(run, named, { ...done, reason: both(done.reason, split) }, made);
    } finally {
      made.drop?.();
      content.drop?.();
    }
  }

  /** New content in as many fragments as vm-support makes of it; before a gap in as many as there were. */
  async *inFragments(
    run: JoinedRun,
    named: Named,
    done: Done,
    content: FileContent & { bytes: number },
  ): AsyncGenerator<PackedFile> {
    const names = run.suffixes.map((suffix) => named.path + suffix);
    const pieces =
      run.missing === null ? piecesOf(named.path, content.bytes) : evenPieces(names, content.bytes);
    const stretches = new Stretches(content.chunks());
    try {
      for (const [i, piece] of pieces.entries()) {
        const file = { ...named, ...piece, content: () => stretches.next(piece.bytes) };
        yield this.#manifest.noted(file, { ...done, progress: i === pieces.length - 1 ? done.progress : 0 });
      }
    } finally {
      await stretches.end();
    }
  }

  #whySplit(run: JoinedRun, { holes }: EntryFile): string | null {
    if (holes > 0 && this.#joins) return `${holes} bytes of holes are too many to be written: not joined`;
    return this.whySplit(run);
  }

  /** Why a run of fragments is written as fragments: '' where that is asked for; null where it is joined. */
  whySplit({ missing }: JoinedRun): string | null {
    if (!this.#joins) return '';
    return missing === null ? null : `fragment ${missing} is missing: not joined`;
  }

  #stored(form: StoredForm, named: Named): PackedFile {
    const { range, sparse } = form;
    const content = () => this.#forms.contentOf(form, named.path).chunks();
    return { ...named, bytes: range.size, ...(sparse && { sparse }), content };
  }
}

/** Content whose size is known: what has none is set aside first. */
async function sized(content: FileContent): Promise<Spooled> {
  const { bytes } = content;
  return bytes === null ? spooled(content.chunks()) : { bytes, chunks: () => content.chunks() };
}

async function* chained(contents: readonly FileContent[]): AsyncGenerator<Uint8Array> {
  for (const content of contents) yield* content.chunks();
}
