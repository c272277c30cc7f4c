import { Failure } from '../failure';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { Hash } from '../kernel/sha';
import { archiveBytes } from '../package/archive-writer';
import { DistinctNames } from '../package/distinct-names';
import type { EntryFile, FileContent } from '../package/entry-file';
import { evenPieces, piecesOf, Stretches } from '../package/fragment-writer';
import { gzipped } from '../package/gzip-writer';
import { storedBytes, type PackedFile } from '../package/packed-file';
import type { AddedFile, Treatment } from '../package/treatment';
import { asUtf16 } from '../package/utf16-text';
import type { ManifestAction, ManifestEntry, SourceKind } from '../public-api';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import { EntryForms, type StoredForm } from './entry-forms';
import type { Job } from './jobs';
import type { JoinedRun, PackingTree } from './packing-tree';
import { spooled } from './spool';
import { renamedBy, treatedBy, type Outcome } from './treating';
import { WarnedFiles } from './warned-files';

const REBUILT = 'written anew, since files in it were changed or left out';

export interface PackingMeans {
  content: CaseContent;
  tree: PackingTree;
  treatments: readonly Treatment[];
  /** Whether fragments are put together. */
  joins: boolean;
  hashes: EnvelopeKernel;
  job: Job;
}

/** Where files stand while their archive is written. */
interface Place {
  /** Of the archives around, each with a `/` behind it; '' in the package itself. */
  around: string;
  /** Gives a path in its archive another beginning. */
  moved(path: string): string;
  /** Whether files of a folder may have been taken away meanwhile, one by one. */
  inFolder: boolean;
}

/** Writes one package, file by file in the order they were found in, and its manifest. */
export class Packing {
  readonly manifest: ManifestEntry[] = [];
  readonly #means: PackingMeans;
  readonly #forms: EntryForms;
  readonly #warned: WarnedFiles;
  readonly #breath = new Breath();
  readonly #rewritesAll: boolean;
  /** Of files in an archive that may be copied whole, until it is known whether it may. */
  readonly #outcomes = new Map<number, Outcome>();
  readonly #total: number;
  #done = 0;

  constructor(means: PackingMeans) {
    const { content, tree, treatments } = means;
    this.#means = means;
    this.#forms = new EntryForms(content);
    this.#warned = new WarnedFiles(content);
    this.#rewritesAll = treatments.some(({ rewritesAll }) => rewritesAll === true);
    let total = 0;
    for (const file of tree.files()) total += content.files.size(file);
    this.#total = total;
  }

  /** The package: a compressed tar. The manifest is whole when it has ended. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* archiveBytes('tgz', this.#files());
      this.#means.job.advance(this.#total, this.#total);
    } finally {
      this.#breath.end();
      for (const { content } of this.#outcomes.values()) content?.drop?.();
    }
  }

  async *#files(): AsyncGenerator<PackedFile> {
    const { roots } = this.#means.tree;
    const [only] = roots;
    if (only && roots.length === 1) {
      yield* this.#inside(
        only,
        placeOf(only, '', (path) => path),
      );
      return;
    }
    const names = new DistinctNames();
    for (const root of roots) {
      const plain = this.#renamed(root.name);
      const name = names.take(plain);
      const moved = (path: string) => (path.startsWith(plain) ? name + path.slice(plain.length) : path);
      const place = placeOf(root, '', moved);
      if (isArchive(root.kind)) yield* this.#archive(root, name, { ...place, moved: (path) => path });
      else yield* this.#inside(root, place);
    }
  }

  /** Everything that lies in a container, and what treatments add to it. */
  async *#inside(container: Container, place: Place): AsyncGenerator<PackedFile> {
    const { content, tree, treatments } = this.#means;
    for (const child of tree.children(container.id)) {
      if (child >= 0) {
        yield* this.#file(child, place);
        continue;
      }
      const archive = content.containers.get(~child);
      yield* this.#archive(archive, place.moved(this.#renamed(archive.name)), place);
    }
    if (!container.isSource) return;
    for (const treatment of treatments) {
      for (const added of treatment.added?.(container.source) ?? [])
        yield* this.#added(added, container, place);
    }
  }

  // -- archives

  /** An archive in the package: as it is where nothing in it changes, else written anew in its own kind. */
  async *#archive(container: Container, path: string, { around }: Place): AsyncGenerator<PackedFile> {
    const { modified, mode } = this.#forms.attributesOf(container);
    const inner = placeOf(container, `${around}${path}/`, (name) => name);
    const own = this.#forms.archive(container.stored);
    if (own && (await this.#staysWhole(container))) {
      const { chunks } = this.#forms.bytesOf(own, path);
      const file = { path, bytes: own.size, modified, mode, content: chunks };
      yield this.#noted(file, around, 'kept', null, null);
      // Its files are in the manifest too: they are read for their digests.
      for await (const one of this.#inside(container, inner)) await readThrough(one.content());
      return;
    }
    const first = this.manifest.length;
    const kind: SourceKind = container.kind === 'streams' ? 'tgz' : container.kind;
    const made = await spooled(archiveBytes(kind, this.#inside(container, inner)));
    const { action, reason } = doneInside(this.manifest.slice(first));
    const file = { path, bytes: made.bytes, modified, mode, content: () => made.chunks() };
    yield this.#noted(file, around, action, reason, null);
    made.drop?.();
  }

  async #staysWhole(container: Container): Promise<boolean> {
    const { content, tree, treatments, joins } = this.#means;
    if (this.#rewritesAll || !tree.isWhole(container.id, joins)) return false;
    if (treatments.length === 0) return true;
    for (const child of tree.children(container.id)) {
      if (child < 0) {
        const archive = content.containers.get(~child);
        if (this.#renamed(archive.name) !== archive.name || !(await this.#staysWhole(archive))) return false;
        continue;
      }
      const outcome = await treatedBy(treatments, this.#forms.entry(child));
      this.#outcomes.set(child, outcome);
      if (outcome.content || outcome.action === 'dropped') return false;
      if (outcome.path !== content.files.path(child)) return false;
    }
    if (!container.isSource) return true;
    return treatments.every(({ added }) => (added?.(container.source) ?? []).length === 0);
  }

  // -- files

  async *#file(id: number, place: Place): AsyncGenerator<PackedFile> {
    const { job, treatments } = this.#means;
    job.check();
    if (this.#breath.due) await this.#breath.take();
    const entry = this.#forms.entry(id);
    const known = this.#outcomes.get(id);
    this.#outcomes.delete(id);
    if (place.inFolder && !(await this.#forms.canRead(this.#forms.range(id)))) {
      const path = place.moved(this.#renamed(entry.path));
      this.#dropped(path, place, entry, 'it can no longer be read: was it moved or changed?');
      return;
    }
    const outcome = known ?? (await treatedBy(treatments, entry));
    const path = place.moved(outcome.path);
    const reason = both(outcome.reason, this.#warned.reason(entry));
    if (outcome.action === 'dropped') this.#dropped(path, place, entry, outcome.reason);
    else if (outcome.content)
      yield* this.#changed(entry, { ...outcome, path, reason }, outcome.content, place);
    else yield* this.#unchanged(entry, path, reason, place);
  }

  #dropped(path: string, { around }: Place, { access }: EntryFile, reason: string | null): void {
    this.manifest.push(entryOf(around + path, 0, '', 'dropped', reason));
    this.#advance(access.size);
  }

  /** A file whose content nobody changed: the bytes of its entry, or its fragments put together. */
  async *#unchanged(
    entry: EntryFile,
    path: string,
    reason: string | null,
    place: Place,
  ): AsyncGenerator<PackedFile> {
    const { around } = place;
    const { modified, mode } = entry;
    const run = this.#means.tree.run(entry.file);
    if (!run) {
      const form = await this.#forms.stored(this.#forms.range(entry.file));
      if (form.gzip && this.#rewritesAll) {
        // What compressed it may have written names into it.
        const outcome: Outcome = { action: 'kept', path, content: null, reason };
        yield* this.#changed(entry, outcome, entry.content, place);
        return;
      }
      const alone = this.#means.joins ? this.#means.tree.whyAlone(entry.file) : null;
      const why = both(reason, alone && `${alone}: not joined`);
      yield this.#noted(
        this.#asStored(form, { path, modified, mode }),
        around,
        'kept',
        why,
        entry.access.size,
      );
      return;
    }
    const forms = await this.#forms.fragments(entry.file);
    const split = this.#whySplit(run, entry);
    if (split === null) {
      const content = () => chained(forms.map(({ range }) => this.#forms.bytesOf(range, path)));
      const bytes = forms.reduce((sum, { range }) => sum + range.size, 0);
      yield this.#noted({ path, bytes, modified, mode, content }, around, 'joined', reason, bytes);
      return;
    }
    for (const [i, form] of forms.entries()) {
      const part = this.#forms.attributes(run.parts[i]!);
      const file = this.#asStored(form, { ...part, path: path + run.suffixes[i]! });
      yield this.#noted(file, around, 'kept', both(reason, split), storedBytes(file));
    }
  }

  /** Why a run of fragments is written as fragments: '' where that is asked for; null where it is joined. */
  #whySplit({ missing }: JoinedRun, { holes }: EntryFile): string | null {
    if (!this.#means.joins) return '';
    if (missing !== null) return `fragment ${missing} is missing: not joined`;
    return holes > 0 ? `${holes} bytes of holes are too many to be written: not joined` : null;
  }

  #asStored(
    form: StoredForm,
    { path, modified, mode }: Pick<PackedFile, 'path' | 'modified' | 'mode'>,
  ): PackedFile {
    const { range, sparse } = form;
    const content = () => this.#forms.contentOf(form, path).chunks();
    return { path, bytes: range.size, modified, mode, ...(sparse && { sparse }), content };
  }

  /** New content in the form that the file was stored in: compressed, as UTF-16, in fragments. */
  async *#changed(
    entry: EntryFile,
    { action, path, reason }: Outcome,
    content: FileContent,
    { around }: Place,
  ): AsyncGenerator<PackedFile> {
    const { modified, mode } = entry;
    const run = this.#means.tree.run(entry.file);
    const form = run ? null : await this.#forms.stored(this.#forms.range(entry.file));
    let { bytes } = content;
    let chunks = () => content.chunks();
    let spool: FileContent | null = null;
    try {
      if (bytes === null || form?.gzip || form?.utf16) {
        const text = form?.utf16 ? asUtf16(content.chunks(), form.utf16) : content.chunks();
        const made = await spooled(form?.gzip ? gzipped(text) : text);
        spool = made;
        bytes = made.bytes;
        chunks = () => made.chunks();
      }
      if (!run || this.#whySplit(run, entry) === null) {
        yield this.#noted({ path, bytes, modified, mode, content: chunks }, around, action, reason, bytes);
      } else {
        const names = run.suffixes.map((suffix) => path + suffix);
        const pieces = run.missing === null ? piecesOf(path, bytes) : evenPieces(names, bytes);
        const stretches = new Stretches(chunks());
        for (const piece of pieces) {
          const file = { ...piece, modified, mode, content: () => stretches.next(piece.bytes) };
          yield this.#noted(file, around, action, both(reason, this.#whySplit(run, entry)), piece.bytes);
        }
        await stretches.end();
      }
    } finally {
      spool?.drop?.();
      content.drop?.();
    }
  }

  async *#added(file: AddedFile, container: Container, place: Place): AsyncGenerator<PackedFile> {
    const { action, reason = null, content, modified, mode } = file;
    const path = place.moved(this.#renamed(container.topFolder + file.path));
    const made = await spooled(content.chunks());
    content.drop?.();
    const packed = { path, bytes: made.bytes, modified, mode, content: () => made.chunks() };
    yield this.#noted(packed, place.around, action, reason, 0);
    made.drop?.();
  }

  #renamed(path: string): string {
    return renamedBy(this.#means.treatments, path);
  }

  // -- manifest and progress

  /**
   * The file, which comes into the manifest with its digest once it was read to its end.
   * @param planned bytes of progress that it makes, or null for an archive, whose files make them
   */
  #noted(
    file: PackedFile,
    around: string,
    action: ManifestAction,
    reason: string | null,
    planned: number | null,
  ): PackedFile {
    const why = file.sparse ? both(reason, 'holes are not written: the digest is of what is stored') : reason;
    return { ...file, content: () => this.#digested(file, around + file.path, action, why, planned) };
  }

  async *#digested(
    file: PackedFile,
    path: string,
    action: ManifestAction,
    reason: string | null,
    planned: number | null,
  ): AsyncGenerator<Uint8Array> {
    const hash = new Hash(this.#means.hashes, 'SHA-256');
    try {
      let bytes = 0;
      for await (const chunk of file.content()) {
        this.#means.job.check();
        hash.updateBytes(chunk);
        bytes += chunk.length;
        if (planned !== null) this.#means.job.advance(Math.min(this.#total, this.#done + bytes), this.#total);
        yield chunk;
        if (this.#breath.due) await this.#breath.take();
      }
      if (bytes !== storedBytes(file)) {
        throw new Failure(
          'unreadable',
          `"${path}" has ${bytes} of ${storedBytes(file)} bytes: was it changed?`,
        );
      }
      const digest = Array.from(hash.finish(), (byte) => byte.toString(16).padStart(2, '0')).join('');
      this.manifest.push(entryOf(path, file.bytes, digest, action, reason));
    } finally {
      hash.dispose();
    }
    this.#advance(planned ?? 0);
  }

  #advance(bytes: number): void {
    this.#done = Math.min(this.#total, this.#done + bytes);
    this.#means.job.advance(this.#done, this.#total);
  }
}

function placeOf({ kind }: Container, around: string, moved: (path: string) => string): Place {
  return { around, moved, inFolder: kind === 'folder' };
}

function isArchive(kind: Container['kind']): boolean {
  return kind === 'tgz' || kind === 'tar' || kind === 'zip';
}

function both(reason: string | null, other: string | null): string | null {
  return [reason, other].filter((one) => one !== null && one !== '').join('; ') || null;
}

function entryOf(
  path: string,
  bytes: number,
  sha256: string,
  action: ManifestAction,
  reason: string | null,
): ManifestEntry {
  return { path, bytes, sha256, action, ...(reason !== null && { reason }) };
}

/** The most that was done to a file of an archive that is written anew. */
function doneInside(entries: readonly ManifestEntry[]): { action: ManifestAction; reason: string } {
  const strongest: ManifestAction[] = ['redacted', 'cut', 'recrypted', 'decrypted', 'joined'];
  const action = strongest.find((one) => entries.some((entry) => entry.action === one)) ?? 'kept';
  return { action, reason: REBUILT };
}

async function* chained(contents: readonly FileContent[]): AsyncGenerator<Uint8Array> {
  for (const content of contents) yield* content.chunks();
}

async function readThrough(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}
