import { fragmentOf } from '../archive/fragments';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { archiveBytes } from '../package/archive-writer';
import { DistinctNames } from '../package/distinct-names';
import type { EntryFile } from '../package/entry-file';
import type { PackedFile, TarOther, TarOwner } from '../package/packed-file';
import type { AddedFile, Treatment } from '../package/treatment';
import type { ManifestAction, ManifestEntry, SourceKind } from '../public-api';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import { EntryForms } from './entry-forms';
import type { Job } from './jobs';
import { PackingFiles } from './packing-files';
import { both, PackingManifest } from './packing-manifest';
import type { PackingTree } from './packing-tree';
import { spooled } from './spool';
import { TarBetween } from './tar-between';
import { renamedBy, treatedBy, type Outcome } from './treating';
import { WarnedFiles } from './warned-files';

const REBUILT = 'written anew, since files in it were changed or left out';
const UNREADABLE = 'it can no longer be read: was it moved or changed?';

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
  readonly #means: PackingMeans;
  readonly #forms: EntryForms;
  readonly #files: PackingFiles;
  readonly #manifest: PackingManifest;
  readonly #warned: WarnedFiles;
  readonly #between: TarBetween;
  readonly #breath = new Breath();
  readonly #rewritesAll: boolean;
  /** Of files in an archive that may be copied whole, until it is known whether it may. */
  readonly #outcomes = new Map<number, Outcome>();

  constructor(means: PackingMeans) {
    const { content, tree, treatments, hashes, job, joins } = means;
    let total = 0;
    for (const file of tree.files()) total += content.files.size(file);
    this.#means = means;
    this.#forms = new EntryForms(content);
    this.#manifest = new PackingManifest(hashes, job, this.#breath, total);
    this.#files = new PackingFiles(tree, this.#forms, this.#manifest, joins);
    this.#warned = new WarnedFiles(content);
    this.#between = new TarBetween(content);
    this.#rewritesAll = treatments.some(({ rewritesAll }) => rewritesAll === true);
  }

  get manifest(): ManifestEntry[] {
    return this.#manifest.entries;
  }

  /** What was wrong with the dropped archives themselves: the package is written anew, and whole. */
  get warnings(): string[] {
    const { content, tree } = this.#means;
    return tree.roots.flatMap(({ source }) =>
      Array.from(
        this.#warned.ofSource(source),
        (message) => `${this.#renamed(content.source(source).name)}: ${this.#told(message)}`,
      ),
    );
  }

  /** The package: a compressed tar. The manifest is whole when it has ended. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* archiveBytes('tgz', this.#all());
      this.#manifest.end();
    } finally {
      this.#breath.end();
      for (const { content } of this.#outcomes.values()) content?.drop?.();
    }
  }

  async *#all(): AsyncGenerator<PackedFile> {
    const { roots } = this.#means.tree;
    const [only] = roots;
    if (only && roots.length === 1) {
      yield* this.#inside(only, placeOf(only, ''));
      return;
    }
    const names = new DistinctNames();
    for (const root of roots) {
      const plain = this.#renamed(root.name);
      const name = names.take(plain);
      const place = placeOf(root, '');
      const moved = (path: string) => (path.startsWith(plain) ? name + path.slice(plain.length) : path);
      if (isArchive(root.kind)) yield* this.#archive(root, name, place);
      else yield* this.#inside(root, { ...place, moved });
    }
  }

  /** Everything that lies in a container, and what treatments add to it. */
  async *#inside(container: Container, place: Place): AsyncGenerator<PackedFile> {
    const { content, tree, treatments } = this.#means;
    for (const child of tree.children(container.id)) {
      const { others, owner } = await this.#between.before(container.id, child);
      yield* this.#others(others, container, place);
      const mine = this.#rewritesAll ? null : owner;
      if (child >= 0) {
        yield* this.#file(child, place, mine);
        continue;
      }
      const archive = content.containers.get(~child);
      yield* this.#archive(archive, place.moved(this.#renamed(archive.name)), place, mine);
    }
    yield* this.#others(await this.#between.behind(container.id), container, place);
    if (!container.isSource) return;
    for (const treatment of treatments) {
      for (const added of treatment.added?.(container.source) ?? [])
        yield* this.#added(added, container, place);
    }
  }

  /** Folders and links, where nothing of their archive is left out: they are no files of the manifest. */
  *#others(others: readonly TarOther[], { id }: Container, place: Place): Generator<PackedFile> {
    const { tree, treatments } = this.#means;
    if (tree.isCut(id)) return;
    for (const { type, target, path, modified, mode, owner } of others) {
      // What links lead to may be a name too, or a file that is not there any more.
      if (type !== 'directory' && this.#rewritesAll) continue;
      if (type === 'link' && (treatments.length > 0 || fragmentOf(target))) continue;
      const plain = {
        path: place.moved(this.#renamed(path)),
        bytes: 0,
        modified,
        mode,
        other: { type, target },
      };
      yield { ...plain, ...(!this.#rewritesAll && { owner }), content: nothing };
    }
  }

  // -- archives

  /** An archive in the package: as it is where nothing in it changes, else written anew in its own kind. */
  async *#archive(
    container: Container,
    path: string,
    { around }: Place,
    owner: TarOwner | null = null,
  ): AsyncGenerator<PackedFile> {
    const named = { path, ...this.#forms.attributesOf(container), ...(owner && { owner }) };
    const inner = placeOf(container, `${around}${path}/`);
    const run = this.#means.tree.runOfArchive(container.id);
    const split = run && this.#files.whySplit(run);
    const own = this.#forms.archive(container.stored);
    const damage = this.#told(this.#warned.archiveReason(container));
    const done = { around, action: 'kept' as const, reason: damage, progress: 0 };
    if (own && (await this.#staysWhole(container))) {
      if (run) yield* this.#files.asFragments(run.parts[0]!, run, named, done, split);
      else {
        const { chunks } = this.#forms.bytesOf(own, path);
        yield this.#manifest.noted({ ...named, bytes: own.size, content: chunks }, done);
      }
      // Its files are in the manifest too: they are read for their digests.
      for await (const one of this.#inside(container, inner)) await readThrough(one.content());
      return;
    }
    const first = this.manifest.length;
    const kind: SourceKind = container.kind === 'streams' ? 'tgz' : container.kind;
    const made = await spooled(archiveBytes(kind, this.#inside(container, inner)));
    try {
      const reason = both(REBUILT, damage);
      const anew = { ...done, action: doneInside(this.manifest, first), reason };
      if (run && split !== null)
        yield* this.#files.inFragments(run, named, { ...anew, reason: both(reason, split) }, made);
      else yield this.#manifest.noted({ ...named, bytes: made.bytes, content: () => made.chunks() }, anew);
    } finally {
      made.drop?.();
    }
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
    return treatments.every((one) => (one.added?.(container.source) ?? []).length === 0);
  }

  // -- files

  async *#file(id: number, place: Place, owner: TarOwner | null): AsyncGenerator<PackedFile> {
    const { job, treatments } = this.#means;
    job.check();
    if (this.#breath.due) await this.#breath.take();
    const entry = this.#forms.entry(id);
    const { modified, mode } = entry;
    const { around } = place;
    const progress = entry.access.size;
    const known = this.#outcomes.get(id);
    this.#outcomes.delete(id);
    if (place.inFolder && !(await this.#forms.canRead(this.#forms.range(id)))) {
      const path = place.moved(this.#renamed(entry.path));
      this.#manifest.dropped(path, { around, reason: UNREADABLE, progress });
      return;
    }
    const { action, content, ...outcome } = known ?? (await treatedBy(treatments, entry));
    const path = place.moved(outcome.path);
    if (action === 'dropped') {
      this.#manifest.dropped(path, { around, reason: outcome.reason, progress });
      return;
    }
    const named = { path, modified, mode, ...(owner && { owner }) };
    const done = { around, action, reason: both(outcome.reason, this.#warningOf(entry)), progress };
    // What compressed a file may have written names into it.
    const anew = content ?? (this.#rewritesAll && (await this.#forms.isPacked(id)) ? entry.content : null);
    if (anew) yield* this.#files.asChanged(entry, named, done, anew);
    else yield* this.#files.asStored(entry, named, done);
  }

  async *#added(file: AddedFile, { topFolder }: Container, place: Place): AsyncGenerator<PackedFile> {
    const { action, reason = null, content, modified, mode } = file;
    const path = place.moved(this.#renamed(topFolder + file.path));
    const made = await spooled(content.chunks());
    content.drop?.();
    const packed = { path, bytes: made.bytes, modified, mode, content: () => made.chunks() };
    try {
      yield this.#manifest.noted(packed, { around: place.around, action, reason, progress: 0 });
    } finally {
      made.drop?.();
    }
  }

  #warningOf(entry: EntryFile): string | null {
    return this.#told(this.#warned.reason(entry, this.#means.tree.run(entry.file)));
  }

  /** What reading told, as the treatments let it be told. */
  #told(reason: string | null): string | null {
    return (
      reason && this.#means.treatments.reduce((told, treatment) => treatment.told?.(told) ?? told, reason)
    );
  }

  #renamed(path: string): string {
    return renamedBy(this.#means.treatments, path);
  }
}

function placeOf({ kind }: Container, around: string): Place {
  return { around, moved: (path) => path, inFolder: kind === 'folder' };
}

function isArchive(kind: Container['kind']): boolean {
  return kind === 'tgz' || kind === 'tar' || kind === 'zip';
}

/** The most that was done to a file of an archive that is written anew: the files are those from `first` on. */
function doneInside(entries: readonly ManifestEntry[], first: number): ManifestAction {
  const done = new Set<ManifestAction>();
  for (let i = first; i < entries.length; i++) done.add(entries[i]!.action);
  const strongest: ManifestAction[] = ['redacted', 'cut', 'recrypted', 'decrypted', 'joined'];
  return strongest.find((action) => done.has(action)) ?? 'kept';
}

async function readThrough(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}

// eslint-disable-next-line require-yield -- a folder has no bytes
async function* nothing(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
}
