import type { EntryFile, FileContent } from '../package/entry-file';
import { evenPieces, piecesOf, Stretches } from '../package/fragment-writer';
import { gzipped } from '../package/gzip-writer';
import { storedBytes, type PackedFile } from '../package/packed-file';
import { rawNameOf } from '../package/raw-name';
import { asUtf16 } from '../package/utf16-text';
import type { EntryForms, StoredForm } from './entry-forms';
import { both, type Done, type PackingLedger } from './packing-manifest';
import type { JoinedRun, PackingTree } from './packing-tree';
import type { SettingAside } from './setting-aside';
import type { OwnHeader } from './tar-between';

/** What a file is called in its archive, and what the archive says of it. */
export type Named = Pick<PackedFile, 'path' | 'raw' | 'modified' | 'mode' | 'owner' | 'records'>;

/** A file where it stands. */
export interface Standing {
  named: Named;
  done: Done;
  /** What stands in front of a further fragment of it, and what its header says. */
  before(part: number): AsyncGenerator<PackedFile, OwnHeader>;
}

export interface FilesMeans {
  tree: PackingTree;
  forms: EntryForms;
  ledger: PackingLedger;
  aside: SettingAside;
  /** Whether fragments are put together. */
  joins: boolean;
}

/** Writes single files in the form that they were stored in: compressed, as UTF-16, with holes, in fragments. */
export class PackingFiles {
  readonly #means: FilesMeans;

  constructor(means: FilesMeans) {
    this.#means = means;
  }

  /** The bytes of an entry as they are, or its fragments put together where that is asked for. */
  async *asStored(entry: EntryFile, at: Standing): AsyncGenerator<PackedFile> {
    const { tree, forms, ledger, joins } = this.#means;
    const run = tree.run(entry.file);
    if (run) {
      yield* this.asFragments(entry.file, run, at, this.whySplit(run, entry.holes));
      return;
    }
    const alone = joins ? tree.whyAlone(entry.file) : null;
    const reason = both(at.done.reason, alone && `${alone}: not joined`);
    const form = await forms.stored(forms.range(entry.file));
    yield ledger.noted(this.#stored(form, at.named), { ...at.done, reason });
  }

  /**
   * A run of fragments that nothing was changed in.
   * @param split why they are written as fragments ('' where that is asked for); null where they are joined
   */
  async *asFragments(
    file: number,
    run: JoinedRun,
    at: Standing,
    split: string | null,
  ): AsyncGenerator<PackedFile> {
    const forms = await this.#means.forms.fragments(file);
    if (split === null) yield* this.#joined(forms, run, at);
    else yield* this.#inPieces(forms, run, at, split);
  }

  async *#joined(forms: readonly StoredForm[], run: JoinedRun, at: Standing): AsyncGenerator<PackedFile> {
    const { named, done, before } = at;
    const entries = this.#means.forms;
    // Read on the way: further behind, the same bytes would have to be unpacked again.
    const others: PackedFile[] = [];
    const content = async function* () {
      for (const [i, { range }] of forms.entries()) {
        if (i > 0) for await (const other of before(run.parts[i]!)) others.push(other);
        yield* entries.bytesOf(range, named.path).chunks();
      }
    };
    const bytes = forms.reduce((sum, { range }) => sum + range.size, 0);
    yield this.#means.ledger.noted({ ...named, bytes, content }, { ...done, action: 'joined' });
    yield* others;
  }

  async *#inPieces(
    forms: readonly StoredForm[],
    run: JoinedRun,
    { named, done, before }: Standing,
    split: string,
  ): AsyncGenerator<PackedFile> {
    let left = done.progress;
    for (const [i, form] of forms.entries()) {
      const path = named.path + run.suffixes[i]!;
      let raw = rawNameOf(named.raw ?? null, named.path, path);
      let { owner, records } = named;
      if (i > 0) {
        const own = yield* before(run.parts[i]!);
        raw = own.raw ?? raw;
        owner = own.owner ?? owner;
        records = own.records;
      }
      const attributes = this.#means.forms.attributes(run.parts[i]!);
      const part = this.#stored(form, { ...named, ...attributes, path, raw, owner, records });
      const progress = Math.min(left, storedBytes(part));
      left -= progress;
      const packed = i === 0 ? done.packed : 0;
      yield this.#means.ledger.noted(part, { ...done, reason: both(done.reason, split), progress, packed });
    }
  }

  /** New content in the form that the file was stored in. */
  async *asChanged(entry: EntryFile, at: Standing, content: FileContent): AsyncGenerator<PackedFile> {
    const { tree, forms, aside, ledger } = this.#means;
    const { named, done } = at;
    const run = tree.run(entry.file);
    const { utf16, gzip } = await forms.stored(forms.range(entry.file));
    const text = utf16 ? { bytes: null, chunks: () => asUtf16(content.chunks(), utf16) } : content;
    const wanted = gzip ? { bytes: null, chunks: () => gzipped(text.chunks()) } : text;
    const made = await aside.content(wanted);
    try {
      const split = run && this.whySplit(run, entry.holes);
      if (run && split !== null) yield* this.inFragments(run, at, split, made);
      else yield ledger.noted({ ...named, bytes: made.bytes, content: () => made.chunks() }, done);
    } finally {
      made.drop?.();
      content.drop?.();
    }
  }

  /** New content in the fragments that there were, or more where it has grown; before a gap in as many as there were. */
  async *inFragments(
    run: JoinedRun,
    { named, done }: Standing,
    split: string,
    content: FileContent & { bytes: number },
  ): AsyncGenerator<PackedFile> {
    const { suffixes } = run;
    const names = suffixes.map((suffix) => named.path + suffix);
    const pieces =
      run.missing === null ? piecesOf(named.path, suffixes, content.bytes) : evenPieces(names, content.bytes);
    const reason = both(done.reason, split);
    const stretches = new Stretches(content.chunks());
    try {
      for (const [i, piece] of pieces.entries()) {
        const raw = rawNameOf(named.raw ?? null, named.path, piece.path);
        const file = { ...named, ...piece, raw, content: () => stretches.next(piece.bytes) };
        const progress = i === pieces.length - 1 ? done.progress : 0;
        const packed = i === 0 ? done.packed : 0;
        yield this.#means.ledger.noted(file, { ...done, reason, progress, packed });
      }
    } finally {
      await stretches.end();
    }
  }

  /** Why a run of fragments is written as fragments: '' where that is asked for; null where it is joined. */
  whySplit({ missing }: JoinedRun, holes = 0): string | null {
    if (!this.#means.joins) return '';
    if (holes > 0) return `${holes} bytes of holes are too many to be written: not joined`;
    return missing === null ? null : `fragment ${missing} is missing: not joined`;
  }

  #stored(form: StoredForm, named: Named): PackedFile {
    const { range, sparse } = form;
    const content = () => this.#means.forms.contentOf(form, named.path).chunks();
    return { ...named, bytes: range.size, ...(sparse && { sparse }), content };
  }
}
