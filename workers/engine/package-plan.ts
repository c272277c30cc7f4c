import { droppedBytes } from '../bytes/dropped-bytes';
import { leftOutReason } from '../package/left-out';
import { timeRange } from '../package/time-cut';
import type { ContentKind, KeyFileEntry, ManifestAction, PackOptions, PackPlan } from '../public-api';
import { unredactable } from '../package/unredactable';
import { checkRedactOptions } from '../redaction/redact-options';
import { Breath } from './breath';
import { EntryForms } from './entry-forms';
import type { Job } from './jobs';
import { isIncidentKeyPath } from './key-material-files';
import type { OpenCase } from './open-case';
import { PackageDumps, type FoundDump } from './package-dumps';
import { PackageKeys } from './package-keys';
import { dumpsInTheWay } from './packings';
import { selectedFiles } from './packing-selection';
import { checkRecipient } from './recrypted-dumps';
import { PackingTree } from './packing-tree';
import { LogCuts } from './time-treatment';

type Pause = () => Promise<void>;

/** Kinds of files that are compressed or encrypted already. */
const DENSE: readonly ContentKind[] = ['envelope', 'gzip', 'zip'];
/** What logs and configuration compress to, where no archive tells. */
const USUAL_RATIO = 0.12;

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
    return {
      ...(await new Plan(open, options, { tree, dumps, keyFiles }).of(files, pause)),
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
  const chosen = new Map<string, { path: string; source: number; reason: string | null }>();
  for (const file of files) {
    await pause();
    const path = content.shownPath(file);
    const source = content.sourceOf(file);
    chosen.set(`${source}:${path}`, { path, source, reason: leftOutReason(content.plainPath(file)) });
  }
  for (const { path, source, kind } of keyFiles) {
    const one = chosen.get(`${source}:${path}`);
    if (!one || one.reason !== null) continue;
    if (kind === 'private-key') one.reason = 'a private key';
    if (kind === 'configuration-keystore') one.reason = "the key of the host's configuration";
  }
  return [...chosen.values()].flatMap(({ path, source, reason }) =>
    reason === null ? [] : [{ path, source, reason }],
  );
}

/** What becomes of a file, and how many bytes of it are left. */
interface Outcome {
  action: ManifestAction;
  bytes: number;
}

interface Chosen {
  tree: PackingTree;
  dumps: readonly FoundDump[];
  keyFiles: readonly KeyFileEntry[];
}

class Plan {
  readonly #open: OpenCase;
  readonly #options: PackOptions;
  readonly #tree: PackingTree;
  readonly #cuts: LogCuts;
  readonly #forms: EntryForms;
  /** Sources and paths of files that are keys, which are not redacted. */
  readonly #keyFiles: ReadonlySet<string>;
  readonly #dumps: Map<number, FoundDump>;
  /** Sources with dumps that get a new key. */
  readonly #recrypted: Set<number>;

  constructor(open: OpenCase, options: PackOptions, { tree, dumps, keyFiles }: Chosen) {
    this.#open = open;
    this.#options = options;
    this.#tree = tree;
    this.#forms = new EntryForms(open.content);
    // A private key that stands in a text becomes a placeholder; an empty key file holds nothing.
    const stores = keyFiles.filter(
      ({ kind, problem }) => kind !== 'private-key' && problem?.code !== 'empty',
    );
    this.#keyFiles = new Set(stores.map(({ path, source }) => `${source}:${path}`));
    this.#cuts = new LogCuts(open.content, timeRange(options));
    this.#dumps = new Map(dumps.map((dump) => [dump.file, dump]));
    const isRecrypted = options.dumps === 'recrypt';
    this.#recrypted = new Set(
      dumps.flatMap(({ isEnvelope, source }) => (isRecrypted && isEnvelope ? [source] : [])),
    );
  }

  async of(files: readonly number[], pause: Pause): Promise<Pick<PackPlan, 'space' | 'files'>> {
    const { content } = this.#open;
    const counts: PackPlan['files'] = {};
    const roots = new Set<number>();
    let unpacked = 0;
    let packed = 0;
    for (const file of files) {
      await pause();
      roots.add(rootOf(this.#open, file));
      const { action, bytes } = await this.#outcome(file);
      counts[action] = (counts[action] ?? 0) + 1;
      const stored = storedBytes(this.#open, file);
      unpacked += stored.bytes;
      if (action === 'dropped') continue;
      // A compressed log that is cut is compressed again.
      const size = content.files.size(file);
      if (size > 0) packed += stored.packed * (bytes / size);
    }
    const archive = Array.from(roots, (root) => content.source(root).bytes);
    const space = {
      archive: archive.reduce((sum, bytes) => sum + bytes, 0),
      unpacked,
      packed: Math.ceil(packed),
      free: null,
    };
    return { space, files: counts };
  }

  async #outcome(file: number): Promise<Outcome> {
    const { content } = this.#open;
    const { dumps, redact, fragments } = this.#options;
    const size = content.files.size(file);
    const dump = this.#dumps.get(file);
    if (dump && dumps === 'drop') return { action: 'dropped', bytes: 0 };
    const isOpened = dump?.isEnvelope && (dumps === 'decrypt' || dumps === 'recrypt');
    if (isOpened) return { action: dumps === 'decrypt' ? 'decrypted' : 'recrypted', bytes: size };
    if (this.#recrypted.has(content.sourceOf(file)) && isIncidentKeyPath(content.plainPath(file)))
      return { action: 'recrypted', bytes: size };
    const left = this.#cuts.of(file);
    if (left.of === 'nothing') return { action: 'dropped', bytes: 0 };
    const bytes = left.of === 'some' ? left.cut.bytes : size;
    if (redact && (await this.#isUnredactable(file))) return { action: 'dropped', bytes: 0 };
    if (redact && size > 0) return { action: 'redacted', bytes };
    if (left.of === 'some') return { action: 'cut', bytes };
    const isJoined = fragments === 'join' && this.#tree.run(file)?.missing === null;
    return { action: isJoined ? 'joined' : 'kept', bytes };
  }

  async #isUnredactable(file: number): Promise<boolean> {
    const { path, kind, access, holes, source, shownPath } = this.#forms.entry(file);
    if (this.#keyFiles.has(`${source}:${shownPath}`)) return true;
    // What keys are is known already: no file has to be read for it.
    const head = new Uint8Array(0);
    const reason = await unredactable({ path, kind, bytes: access.size, holes, head }, async () => null);
    return reason !== null;
  }
}

/** The source that was dropped, which a file's source may be nested in. */
function rootOf({ content }: OpenCase, file: number): number {
  let source = content.sourceOf(file);
  for (let { parent } = content.source(source); parent !== null; { parent } = content.source(source))
    source = parent;
  return source;
}

/** Bytes of a file as it lies in its archive, and those it will take up in a package, about. */
function storedBytes({ content }: OpenCase, file: number): { bytes: number; packed: number } {
  const { layer, offset, size, kind } = content.files.get(file);
  const range = { layer, offset, size };
  let own = content.layers.get(layer);
  if (own.kind === 'utf16') {
    range.offset = own.offset;
    range.size = own.bytes;
    own = content.layers.get(own.parent);
  }
  // In a compressed archive files begin behind a header: at 0, or a byte order mark, begins what is compressed by itself.
  const gzip = own.kind === 'inflated' && own.format === 'gzip' && range.offset <= 2 ? own.parent : null;
  const bytes = gzip === null ? range.size : content.layers.get(gzip).size;
  const isDense = gzip !== null || DENSE.includes(kind);
  const taken = droppedBytes(content.layers, { layer, offset, size });
  const packed = taken.isInflated ? taken.bytes : bytes * (isDense ? 1 : USUAL_RATIO);
  return { bytes, packed };
}
