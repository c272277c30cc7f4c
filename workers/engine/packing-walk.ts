import { DistinctNames } from '../package/distinct-names';
import type { EntryFile } from '../package/entry-file';
import type { OtherEntry, PackedFile } from '../package/packed-file';
import { rawNameOf } from '../package/raw-name';
import type { AddedFile, Treatment } from '../package/treatment';
import type { ManifestAction } from '../public-api';
import { ArchiveBetween } from './archive-between';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import { EntryForms } from './entry-forms';
import { PackingFiles, type Standing } from './packing-files';
import { both, type PackingLedger } from './packing-manifest';
import { PackingOthers } from './packing-others';
import { PackingOutcomes } from './packing-outcomes';
import { isArchive, kindAnew, placeAtTop, placeInside, type Place } from './packing-place';
import type { PackingTree } from './packing-tree';
import type { PackingWarnings } from './packing-warnings';
import type { SettingAside } from './setting-aside';
import { harmlessHeader, NO_HEADER, type OwnHeader } from './tar-between';
import { WarnedFiles } from './warned-files';

const REBUILT = 'written anew, since files in it were changed or left out';
const UNREADABLE = 'it can no longer be read: was it moved or changed?';

export interface WalkMeans {
  content: CaseContent;
  tree: PackingTree;
  treatments: readonly Treatment[];
  /** Whether fragments are put together. */
  joins: boolean;
  /** Whether what is no file, in a container, is chosen by its path. */
  isChosen(container: Container, path: string): boolean;
  ledger: PackingLedger;
  aside: SettingAside;
  warnings: PackingWarnings;
  /** Called often: it lets others work, and throws where the work was cancelled. */
  pause(): Promise<void>;
  /** Where nothing is written: headers of archives are not read again. */
  isForeseen?: boolean;
  /** Bytes that a file, or an archive that is copied (as a complement), will take up, about, if this share of it is left. */
  packedBytes?(child: number, share: number): number;
}

/** Goes through a package, file by file in the order they were found in, and decides what becomes of each. */
export class PackingWalk {
  readonly #means: WalkMeans;
  readonly #forms: EntryForms;
  readonly #files: PackingFiles;
  readonly #others: PackingOthers;
  readonly #warned: WarnedFiles;
  readonly #between: ArchiveBetween | null;
  readonly #outcomes: PackingOutcomes;

  constructor(means: WalkMeans) {
    const { content, tree, treatments, joins, isChosen, ledger, aside, warnings, pause } = means;
    this.#means = means;
    const forms = new EntryForms(content);
    this.#forms = forms;
    this.#outcomes = new PackingOutcomes({ content, tree, treatments, forms, joins, pause });
    this.#files = new PackingFiles({ tree, forms, ledger, aside, joins });
    const renamed = (path: string) => this.#outcomes.renamed(path);
    const keepsNames = !this.#outcomes.rewritesAll;
    this.#others = new PackingOthers({ content, tree, warnings, joins, isChosen, renamed, keepsNames });
    this.#warned = new WarnedFiles(content);
    this.#between = means.isForeseen ? null : new ArchiveBetween(content, pause);
  }

  /** The files of the package itself. The next one may be asked for when the content of the last one was read. */
  async *files(): AsyncGenerator<PackedFile> {
    try {
      this.#warnOfSources();
      yield* this.#all();
    } finally {
      this.#outcomes.close();
    }
  }

  /** What was wrong with the dropped archives themselves: the package is written anew, and whole. */
  #warnOfSources(): void {
    const { content, tree, warnings } = this.#means;
    for (const { source } of tree.roots) {
      const path = this.#outcomes.renamed(content.source(source).name);
      for (const message of this.#warned.ofSource(source))
        warnings.all.push({ code: 'source-damaged', path, message: this.#outcomes.told(message)! });
    }
  }

  async *#all(): AsyncGenerator<PackedFile> {
    const { roots } = this.#means.tree;
    const [only] = roots;
    if (only && roots.length === 1) {
      yield* this.#inside(only, placeAtTop(only));
      return;
    }
    const names = new DistinctNames();
    for (const root of roots) {
      const plain = this.#outcomes.renamed(root.name);
      const name = names.take(plain);
      const moved = (path: string) => (path.startsWith(plain) ? name + path.slice(plain.length) : path);
      if (isArchive(root)) yield* this.#archive(root, name, placeAtTop(root));
      else yield* this.#inside(root, placeAtTop(root, moved));
    }
  }

  /** Everything that lies in a container, and what treatments add to it. */
  async *#inside(container: Container, place: Place): AsyncGenerator<PackedFile> {
    const { content, tree, treatments } = this.#means;
    if (this.#between) yield* this.#packedOthers(this.#between.ahead(container.id), container, place);
    for (const child of tree.children(container.id)) {
      const path = child >= 0 ? content.files.path(child) : content.containers.get(~child).name;
      const run = child >= 0 ? tree.run(child) : tree.runOfArchive(~child);
      const written = path + (run?.suffixes[0] ?? '');
      const own = this.#between ? yield* this.#before(container, child, written, place) : NO_HEADER;
      const before = (part: number) => this.#before(container, part, content.files.path(part), place);
      const head: Head = { ...own, written, before };
      if (child >= 0) yield* this.#file(child, place, head);
      else
        yield* this.#archive(
          content.containers.get(~child),
          place.moved(this.#outcomes.renamed(path)),
          place,
          head,
        );
    }
    if (this.#between) yield* this.#packedOthers(this.#between.behind(container.id), container, place);
    if (!container.isSource) return;
    for (const treatment of treatments) {
      for (const added of treatment.added?.(container.source) ?? [])
        yield* this.#added(added, container, place);
    }
  }

  /** What stands in front of a file; in the end what its own header says of it. */
  async *#before(
    container: Container,
    child: number,
    path: string,
    place: Place,
  ): AsyncGenerator<PackedFile, OwnHeader> {
    if (!this.#between) return NO_HEADER;
    const own = yield* this.#packedOthers(this.#between.before(container.id, child, path), container, place);
    return this.#outcomes.rewritesAll ? harmlessHeader(own) : own;
  }

  async *#packedOthers<T>(
    entries: AsyncGenerator<OtherEntry, T>,
    container: Container,
    place: Place,
  ): AsyncGenerator<PackedFile, T> {
    try {
      for (;;) {
        const { done, value } = await entries.next();
        if (done) return value;
        const packed = this.#others.packed(value, container, place);
        if (packed) yield this.#checked(packed, place);
      }
    } finally {
      await entries.return(undefined as T);
    }
  }

  #checked(file: PackedFile, { around, archive }: Place): PackedFile {
    this.#means.warnings.checkPath(file, around, archive);
    return file;
  }

  // -- archives

  /** An archive in the package: as it is where nothing in it changes, else written anew in its own kind. */
  async *#archive(
    container: Container,
    path: string,
    place: Place,
    head: Head = NO_HEAD,
  ): AsyncGenerator<PackedFile> {
    const { tree, ledger, aside } = this.#means;
    const { around, isCopied } = place;
    const raw = rawNameOf(head.raw, head.written, path);
    const { owner, records } = head;
    const named = { path, raw, owner, records, ...this.#forms.attributesOf(container) };
    const run = tree.runOfArchive(container.id);
    const split = run && this.#files.whySplit(run);
    const own = this.#forms.archive(container.stored);
    const stays = own !== null && (await this.#outcomes.staysWhole(container));
    const packed = stays && !isCopied ? (this.#means.packedBytes?.(~container.id, 1) ?? 0) : 0;
    const reason = this.#outcomes.told(this.#warned.archiveReason(container));
    const done = { around, action: 'kept' as const, reason, progress: 0, packed };
    const at: Standing = { named, done, before: head.before };
    const inner = placeInside(container, path, place, stays);
    if (own && stays) {
      if (run) yield* this.#checkedAll(this.#files.asFragments(run.parts[0]!, run, at, split), place);
      else {
        const stored = this.#forms.bytesOf(own, path);
        const file = { ...named, bytes: own.size, content: () => stored.chunks() };
        yield this.#checked(ledger.noted(file, done), place);
      }
      // Its files are in the manifest too: they are read for their digests.
      for await (const one of this.#inside(container, inner)) await aside.read(one);
      return;
    }
    const first = ledger.count;
    const made = await aside.archive(kindAnew(container), this.#inside(container, inner));
    try {
      const action = strongest(ledger.actionsFrom(first));
      const anew = { ...done, action, reason: both(REBUILT, reason) };
      if (run && split !== null)
        yield* this.#checkedAll(this.#files.inFragments(run, { ...at, done: anew }, split, made), place);
      else {
        const file = { ...named, bytes: made.bytes, content: () => made.chunks() };
        yield this.#checked(ledger.noted(file, anew), place);
      }
    } finally {
      made.drop?.();
    }
  }

  async *#checkedAll(files: AsyncIterable<PackedFile>, place: Place): AsyncGenerator<PackedFile> {
    for await (const file of files) yield file.other ? file : this.#checked(file, place);
  }

  // -- files

  async *#file(id: number, place: Place, head: Head): AsyncGenerator<PackedFile> {
    const { ledger, tree, packedBytes, pause } = this.#means;
    await pause();
    const entry = this.#forms.entry(id);
    const { modified, mode } = entry;
    const { around } = place;
    const progress = entry.access.size;
    if (place.inFolder && !(await this.#forms.canRead(this.#forms.range(id)))) {
      this.#outcomes.forget(id);
      const path = place.moved(this.#outcomes.renamed(entry.path));
      ledger.dropped(path, { around, reason: UNREADABLE, progress });
      this.#others.dropped(id);
      return;
    }
    const { action, content, ...outcome } = await this.#outcomes.of(entry);
    const path = place.moved(outcome.path);
    if (action === 'dropped') {
      ledger.dropped(path, { around, reason: outcome.reason, progress });
      this.#others.dropped(id);
      return;
    }
    const raw = rawNameOf(head.raw, head.written, path);
    const named = { path, raw, modified, mode, owner: head.owner, records: head.records };
    const share = content?.bytes != null && progress > 0 ? content.bytes / progress : 1;
    const packed = place.isCopied ? 0 : (packedBytes?.(id, share) ?? 0);
    const done = { around, action, reason: both(outcome.reason, this.#warningOf(entry)), progress, packed };
    const at: Standing = { named, done, before: head.before };
    // What compressed a file may have written names into it.
    const anew =
      content ?? (this.#outcomes.rewritesAll && (await this.#forms.isPacked(id)) ? entry.content : null);
    const run = tree.run(id);
    const isWhole = !run || this.#files.whySplit(run, entry.holes) === null;
    this.#others.wrote(id, outcome.path, isWhole);
    const files = anew ? this.#files.asChanged(entry, at, anew) : this.#files.asStored(entry, at);
    yield* this.#checkedAll(files, place);
  }

  async *#added(file: AddedFile, { topFolder }: Container, place: Place): AsyncGenerator<PackedFile> {
    const { action, reason = null, content, modified, mode } = file;
    const path = place.moved(this.#outcomes.renamed(topFolder + file.path));
    const made = await this.#means.aside.content(content);
    const packed = { path, bytes: made.bytes, modified, mode, content: () => made.chunks() };
    const done = { around: place.around, action, reason, progress: 0, packed: made.bytes };
    try {
      yield this.#means.ledger.noted(packed, done);
    } finally {
      made.drop?.();
      content.drop?.();
    }
  }

  #warningOf(entry: EntryFile): string | null {
    return this.#outcomes.told(this.#warned.reason(entry, this.#means.tree.run(entry.file)));
  }
}

/** What stands around a file or archive in its archive. */
interface Head extends OwnHeader {
  /** Its path as it was written there. */
  written: string;
  before(part: number): AsyncGenerator<PackedFile, OwnHeader>;
}

// eslint-disable-next-line require-yield -- nothing stands in front of what was dropped
async function* nobody(): AsyncGenerator<PackedFile, OwnHeader> {
  return NO_HEADER;
}

const NO_HEAD: Head = { ...NO_HEADER, written: '', before: nobody };

/** The most that was done to a file of an archive that is written anew. */
function strongest(actions: Iterable<ManifestAction>): ManifestAction {
  const done = new Set(actions);
  const order: ManifestAction[] = ['redacted', 'cut', 'recrypted', 'decrypted', 'joined'];
  return order.find((action) => done.has(action)) ?? 'kept';
}
