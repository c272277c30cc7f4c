import { decryptEnvelope } from '../envelope/decrypt';
import { decryptedPath } from '../package/dumps';
import type { EntryFile } from '../package/entry-file';
import type { Treated, Treatment } from '../package/treatment';
import { Breath } from './breath';
import { PackageDumps, type FoundDump, type OpenableEnvelope } from './package-dumps';
import { PackageKeys } from './package-keys';
import { named, namedChunks, RecryptedDumps, type OpenedDumps } from './recrypted-dumps';
import type { TreatmentContext, TreatmentKind } from './treatments';

/** Dumps decrypted, re-encrypted for someone else, or left out. */
export const dumpTreatment: TreatmentKind = {
  of: 'dumps',
  async make(context) {
    const breath = new Breath();
    const pause = async () => {
      context.job.check();
      if (breath.due) await breath.take();
    };
    try {
      const files = [...context.files];
      const dumps = await context.open.dumps.find(files, pause);
      if (context.options.dumps === 'drop') return dropping(dumps);
      return await opening(context, dumps, files, pause);
    } finally {
      breath.end();
    }
  },
};

function dropping(dumps: readonly FoundDump[]): Treatment {
  const byFile = new Map(dumps.map((dump) => [dump.file, dump]));
  return {
    treat: async ({ file }) => {
      const dump = byFile.get(file);
      return dump ? { action: 'dropped', reason: dump.what } : null;
    },
  };
}

/** Fails where a dump cannot be opened: nothing is written then. */
async function opening(
  context: TreatmentContext,
  dumps: readonly FoundDump[],
  files: readonly number[],
  pause: () => Promise<void>,
): Promise<Treatment> {
  const { open, job, options } = context;
  const { envelopes, crypto, content } = open;
  const keys = await PackageKeys.open(options.keys, { envelopes, crypto, signal: job.signal });
  try {
    const opened = new PackageDumps(content, crypto, keys);
    const envelopesOf = new Map<number, OpenableEnvelope>();
    const others = new Set<number>();
    for (const dump of dumps) {
      await pause();
      const envelope = await opened.open(dump).catch((error: unknown) => {
        throw named(error, dump.path, ': give its key, or exclude it; nothing was written');
      });
      if (envelope) envelopesOf.set(dump.file, envelope);
      else others.add(dump.file);
    }
    const all: OpenedDumps = { context, keys, envelopes: envelopesOf, others };
    if (options.dumps === 'decrypt') return new DecryptedDumps(all, takenPaths(context, files));
    return await RecryptedDumps.make(all, files);
  } catch (error) {
    keys.close();
    throw error;
  }
}

/** Paths by archive. */
type TakenPaths = Map<number, Set<string>>;

function takenPaths({ open }: TreatmentContext, files: readonly number[]): TakenPaths {
  const taken: TakenPaths = new Map();
  for (const file of files) {
    const container = open.content.files.container(file);
    const paths = taken.get(container) ?? new Set();
    taken.set(container, paths.add(open.content.files.path(file)));
  }
  return taken;
}

class DecryptedDumps implements Treatment {
  readonly #dumps: OpenedDumps;
  readonly #taken: TakenPaths;

  constructor(dumps: OpenedDumps, taken: TakenPaths) {
    this.#dumps = dumps;
    this.#taken = taken;
  }

  async treat({ file, path, shownPath }: EntryFile): Promise<Treated | null> {
    const { context, envelopes } = this.#dumps;
    const envelope = envelopes.get(file);
    if (!envelope) return null;
    const taken = this.#taken.get(context.open.content.files.container(file)) ?? new Set();
    const plainPath = decryptedPath(path, (other) => taken.has(other));
    taken.add(plainPath);
    const chunks = () => namedChunks(decrypted(envelope, context), shownPath);
    return { action: 'decrypted', path: plainPath, content: { bytes: envelope.plainBytes, chunks } };
  }

  close(): void {
    this.#dumps.keys.close();
  }
}

async function* decrypted(
  { access, header, keys, aad }: OpenableEnvelope,
  { open, job }: TreatmentContext,
): AsyncGenerator<Uint8Array> {
  const options = { offset: header.offset, keys, aad, signal: job.signal };
  const decryption = await decryptEnvelope(access, options, await open.crypto.decrypting());
  try {
    yield* decryption.chunks;
  } finally {
    decryption.close();
  }
}
