import { fail } from '../envelope/codes';
import { leftOutReason } from '../package/left-out';
import { looseRatio, type ArchivedBytes } from '../package/packed-estimate';
import { timeRange } from '../package/time-cut';
import type { ManifestAction, PackOptions, PackPlan, SourceKind } from '../public-api';
import { Breath } from './breath';
import type { Job } from './jobs';
import { isIncidentKeyPath } from './key-material-files';
import type { OpenCase } from './open-case';
import { PackageDumps, type FoundDump } from './package-dumps';
import { PackageKeys } from './package-keys';
import { selectedFiles } from './packing-selection';
import { PackingTree } from './packing-tree';
import { FIRST_VISIT_SOURCE } from './source';
import { LogCuts } from './time-treatment';

type Pause = () => Promise<void>;

/** Kinds of what was dropped that are compressed as a whole. */
const COMPRESSED: readonly SourceKind[] = ['tgz', 'zip', 'gzip'];
/** How files are treated whose content nobody but redaction changes. */
const TEXTS: readonly string[] = ['log', 'text'];

/**
 * Says what packing with these options needs and will do; nothing is written, and of dumps only headers and footers
 * are read. `space.free` is null: the page knows it.
 *
 * Fails as choosing files does, with `bad-argument`, `cancelled`, and as opening the keys that are given.
 */
export async function planPackage(open: OpenCase, job: Job, options: PackOptions): Promise<PackPlan> {
  if (options.dumps === 'recrypt' && options.to === undefined)
    fail('bad-argument', 'say in "to" who is to open the dumps');
  const breath = new Breath();
  const pause = async () => {
    job.check();
    if (breath.due) await breath.take();
  };
  try {
    const tree = new PackingTree(open.content, selectedFiles(open.content, options));
    const files = [...tree.files()];
    const dumps = await open.dumps.find(files, pause);
    const problems = await problemsOf(open, job, options, dumps, pause);
    return {
      ...(await new Plan(open, options, tree, dumps).of(files, pause)),
      flagged: await flaggedOf(open, files, pause),
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
  if (dumps.length === 0 || treatment === 'keep' || treatment === 'drop') return [];
  const { envelopes, crypto, content } = open;
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
  { content, envelopes }: OpenCase,
  files: readonly number[],
  pause: Pause,
): Promise<PackPlan['flagged']> {
  const chosen = new Map<string, { path: string; source: number; reason: string | null }>();
  for (const file of files) {
    await pause();
    const path = content.shownPath(file);
    const source = content.sourceOf(file);
    chosen.set(`${source}:${path}`, { path, source, reason: leftOutReason(content.plainPath(file)) });
  }
  for (const { path, source, kind } of await envelopes.keyFiles()) {
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

class Plan {
  readonly #open: OpenCase;
  readonly #options: PackOptions;
  readonly #tree: PackingTree;
  readonly #cuts: LogCuts;
  readonly #dumps: Map<number, FoundDump>;
  /** Sources with dumps that get a new key. */
  readonly #recrypted: Set<number>;

  constructor(open: OpenCase, options: PackOptions, tree: PackingTree, dumps: readonly FoundDump[]) {
    this.#open = open;
    this.#options = options;
    this.#tree = tree;
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
    const ratios = await this.#ratios(pause);
    const roots = new Set<number>();
    let unpacked = 0;
    let packed = 0;
    for (const file of files) {
      await pause();
      const root = rootOf(this.#open, file);
      roots.add(root);
      const { action, bytes } = this.#outcome(file);
      counts[action] = (counts[action] ?? 0) + 1;
      const stored = storedBytes(this.#open, file);
      unpacked += stored.bytes;
      if (action === 'dropped') continue;
      // A compressed log that is cut is compressed again.
      const left = content.files.size(file) === 0 ? 0 : bytes / content.files.size(file);
      packed += stored.bytes * left * (stored.isDense ? 1 : (ratios.get(root) ?? 1));
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

  #outcome(file: number): Outcome {
    const { content } = this.#open;
    const { dumps, redact, fragments } = this.#options;
    const { kind, size } = content.files.get(file);
    const dump = this.#dumps.get(file);
    if (dump && dumps === 'drop') return { action: 'dropped', bytes: 0 };
    const isOpened = dump?.isEnvelope && (dumps === 'decrypt' || dumps === 'recrypt');
    if (isOpened) return { action: dumps === 'decrypt' ? 'decrypted' : 'recrypted', bytes: size };
    if (this.#recrypted.has(content.sourceOf(file)) && isIncidentKeyPath(content.plainPath(file)))
      return { action: 'recrypted', bytes: size };
    const left = this.#cuts.of(file);
    if (left.of === 'nothing') return { action: 'dropped', bytes: 0 };
    const bytes = left.of === 'some' ? left.cut.bytes : size;
    if (redact && TEXTS.includes(kind)) return { action: 'redacted', bytes };
    if (left.of === 'some') return { action: 'cut', bytes };
    const isJoined = fragments === 'join' && this.#tree.run(file)?.missing === null;
    return { action: isJoined ? 'joined' : 'kept', bytes };
  }

  /** By what was dropped, how far its files were compressed. */
  async #ratios(pause: Pause): Promise<Map<number, number>> {
    const { content } = this.#open;
    const archived = new Map<number, ArchivedBytes>();
    for (const { id, source } of content.index) {
      await pause();
      if (source >= FIRST_VISIT_SOURCE) continue;
      const root = rootOf(this.#open, id);
      const { kind, bytes: archive } = content.source(root);
      const isCompressed = COMPRESSED.includes(kind);
      const known = archived.get(root) ?? { dense: 0, loose: 0, archive: isCompressed ? archive : null };
      const { bytes, isDense } = storedBytes(this.#open, id);
      known[isDense ? 'dense' : 'loose'] += bytes;
      archived.set(root, known);
    }
    return new Map(Array.from(archived, ([root, bytes]) => [root, looseRatio(bytes)]));
  }
}

/** The source that was dropped, which a file's source may be nested in. */
function rootOf({ content }: OpenCase, file: number): number {
  let source = content.sourceOf(file);
  for (let { parent } = content.source(source); parent !== null; { parent } = content.source(source))
    source = parent;
  return source;
}

/** Bytes of a file as it lies in its archive, and whether they are compressed or encrypted already. */
function storedBytes({ content }: OpenCase, file: number): { bytes: number; isDense: boolean } {
  const { layer, offset, size, kind } = content.files.get(file);
  let own = content.layers.get(layer);
  let at = offset;
  let bytes = size;
  if (own.kind === 'utf16') {
    bytes = own.bytes;
    at = own.offset;
    own = content.layers.get(own.parent);
  }
  // In a compressed archive files begin behind a header: near 0 begins what is compressed by itself.
  if (own.kind === 'inflated' && own.format === 'gzip' && at <= 2)
    return { bytes: content.layers.get(own.parent).size, isDense: true };
  return { bytes, isDense: ['envelope', 'gzip', 'zip'].includes(kind) };
}
