import { BLOCK, padded } from '../archive/tar-entry';
import { unreadContent } from '../package/entry-file';
import { leftOutReason } from '../package/left-out';
import { checkRedactOptions } from '../redaction/redact-options';
import { storedBytes, type PackedFile } from '../package/packed-file';
import type { KeyFileEntry, ManifestAction, PackOptions, PackPlan, PackSpace } from '../public-api';
import { Breath } from './breath';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';
import { PackageDumps, type FoundDump } from './package-dumps';
import { PackageKeys } from './package-keys';
import { PackedSizes } from './packed-sizes';
import type { Done, PackingLedger } from './packing-manifest';
import { selectedFiles } from './packing-selection';
import { PackingTree } from './packing-tree';
import { PackingWalk } from './packing-walk';
import { PackingWarnings } from './packing-warnings';
import { dumpsInTheWay } from './packings';
import { checkRecipient } from './recrypted-dumps';
import type { SettingAside } from './setting-aside';
import { spooled } from './spool';
import { foreseenTreatments } from './treatments';

type Pause = () => Promise<void>;

/** What ends a compressed tar. */
const END_BYTES = 1024;

/**
 * Says what packing with these options needs and will do; nothing is written, and of dumps only headers and footers
 * are read. `space.free` is null: the page knows it.
 *
 * Fails as choosing files does, with `bad-argument`, `cancelled`, and as opening the keys that are given.
 */
export async function planPackage(open: OpenCase, job: Job, options: PackOptions): Promise<PackPlan> {
  if (options.dumps === 'recrypt') checkRecipient(options.to);
  if (options.redact && options.dumps !== 'drop') throw dumpsInTheWay();
  if (options.redact) checkRedactOptions(options.redact);
  const breath = new Breath();
  const pause = async () => {
    job.check();
    if (breath.due) await breath.take();
  };
  try {
    const tree = new PackingTree(open.content, selectedFiles(open.content, options));
    const files = [...tree.files()];
    const dumps = await open.packings.dumps.find(files, pause);
    const problems = await problemsOf(open, job, options, dumps, pause);
    const keyFiles = await open.envelopes.keyFiles();
    const isPart = options.include !== undefined || (options.exclude ?? []).length > 0;
    const sizes = await PackedSizes.make(open.content, open.packings.samples, isPart, pause);
    const { files: counts, packed } = await foreseen({ open, job, options, tree }, sizes, pause);
    return {
      space: { ...(await spaceOf(open, files, sizes, pause)), packed },
      files: counts,
      flagged: await flaggedOf(open, files, keyFiles, pause),
      problems,
      unencrypted: unencryptedOf(options, dumps),
    };
  } finally {
    breath.end();
  }
}

async function problemsOf(
  open: OpenCase,
  { signal }: Job,
  { dumps: treatment, keys: given }: PackOptions,
  dumps: readonly FoundDump[],
  pause: Pause,
): Promise<PackPlan['problems']> {
  if (treatment === 'keep' || treatment === 'drop') return [];
  const { envelopes, content } = open;
  const { crypto } = open.packings;
  const keys = await PackageKeys.open(given, { envelopes, crypto, signal });
  try {
    return await new PackageDumps(content, crypto, keys).problems(dumps, pause);
  } finally {
    keys.close();
  }
}

/** Dumps that come into the package with nothing around them that needs a key, although nobody asked for that. */
function unencryptedOf(
  { dumps: treatment }: PackOptions,
  dumps: readonly FoundDump[],
): PackPlan['unencrypted'] {
  if (treatment === 'drop') return [];
  return dumps
    .filter(({ isEnvelope }) => !isEnvelope)
    .map(({ path, source, what }) => ({ path, source, what }));
}

/** By name, and private keys by content. */
async function flaggedOf(
  { content }: OpenCase,
  files: readonly number[],
  keyFiles: readonly KeyFileEntry[],
  pause: Pause,
): Promise<PackPlan['flagged']> {
  const keys = new Map<number, string>();
  for (const { path, source, kind } of keyFiles) {
    const reason = KEYS[kind];
    if (reason !== undefined) for (const file of content.index.find(path, source)) keys.set(file, reason);
  }
  const flagged: PackPlan['flagged'] = [];
  for (const file of files) {
    await pause();
    const reason = leftOutReason(content.plainPath(file)) ?? keys.get(file) ?? null;
    if (reason === null) continue;
    flagged.push({ path: content.shownPath(file), source: content.sourceOf(file), reason });
  }
  return flagged;
}

/** Key files that are flagged whatever they are called. */
const KEYS: Partial<Record<KeyFileEntry['kind'], string>> = {
  'private-key': 'a private key',
  'configuration-keystore': "the key of the host's configuration",
};

/** Hears what will become of files, and counts. */
class ForeseenLedger implements PackingLedger {
  readonly counts: PackPlan['files'] = {};
  /** Bytes of the package, about. */
  packed = 0;
  readonly #actions: ManifestAction[] = [];

  get count(): number {
    return this.#actions.length;
  }

  *actionsFrom(first: number): Generator<ManifestAction> {
    for (let i = first; i < this.#actions.length; i++) yield this.#actions[i]!;
  }

  noted(file: PackedFile, { action, packed }: Done): PackedFile {
    this.#count(action);
    this.packed += packed;
    return file;
  }

  dropped(): void {
    this.#count('dropped');
  }

  #count(action: ManifestAction): void {
    this.#actions.push(action);
    this.counts[action] = (this.counts[action] ?? 0) + 1;
  }
}

/** Nothing is set aside where nothing is written; only sizes are told, about. */
function nothingAside(ledger: ForeseenLedger): SettingAside {
  return {
    content: async ({ bytes }) => unreadContent(bytes ?? 0),
    async archive(kind, files) {
      const before = ledger.packed;
      let plain = 0;
      for await (const file of files) plain += BLOCK + padded(storedBytes(file));
      return unreadContent(kind === 'tar' ? plain : Math.ceil(ledger.packed - before));
    },
    read: async () => undefined,
  };
}

/** Goes through the package as packing does, without reading contents or headers of archives. */
async function foreseen(
  { open, job, options, tree }: { open: OpenCase; job: Job; options: PackOptions; tree: PackingTree },
  sizes: PackedSizes,
  pause: Pause,
): Promise<{ files: PackPlan['files']; packed: number }> {
  const files = { [Symbol.iterator]: () => tree.files() };
  const treatments = await foreseenTreatments({ open, job, options, files, spool: spooled });
  const ledger = new ForeseenLedger();
  const walk = new PackingWalk({
    content: open.content,
    tree,
    treatments,
    joins: options.fragments === 'join',
    isChosen: () => false,
    ledger,
    aside: nothingAside(ledger),
    warnings: new PackingWarnings(),
    pause,
    isForeseen: true,
    packedBytes: (child, share) => sizes.packed(child, share),
  });
  for await (const file of walk.files()) void file;
  return { files: ledger.counts, packed: Math.ceil(ledger.packed) + END_BYTES };
}

async function spaceOf(
  open: OpenCase,
  files: readonly number[],
  sizes: PackedSizes,
  pause: Pause,
): Promise<PackSpace> {
  const roots = new Set<number>();
  let unpacked = 0;
  for (const file of files) {
    await pause();
    roots.add(rootOf(open, file));
    unpacked += sizes.bytes(file);
  }
  const archive = Array.from(roots, (root) => open.content.source(root).bytes);
  return { archive: archive.reduce((sum, bytes) => sum + bytes, 0), unpacked, packed: 0, free: null };
}

/** The source that was dropped, which a file's source may be nested in. */
function rootOf({ content }: OpenCase, file: number): number {
  let source = content.sourceOf(file);
  for (let { parent } = content.source(source); parent !== null; { parent } = content.source(source))
    source = parent;
  return source;
}
