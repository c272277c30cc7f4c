import { decryptEnvelope } from '../envelope/decrypt';
import { Failure } from '../failure';
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
      const dumps = await context.open.packings.dumps.find(files, pause);
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
  const { envelopes, content } = open;
  const { crypto } = open.packings;
  const keys = await PackageKeys.open(options.keys, { envelopes, crypto, signal: job.signal });
  try {
    const opened = new PackageDumps(content, crypto, keys);
    const envelopesOf = new Map<number, OpenableEnvelope>();
    const others = new Map<number, FoundDump>();
    for (const dump of dumps) {
      await pause();
      const envelope = await opened.open(dump).catch((error: unknown) => {
        throw refused(error, content.fullPath(dump.file));
      });
      if (envelope) envelopesOf.set(dump.file, envelope);
      else others.set(dump.file, dump);
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
  /** Of plain data, by the file of its envelope. */
  readonly #paths = new Map<number, string>();

  constructor(dumps: OpenedDumps, taken: TakenPaths) {
    this.#dumps = dumps;
    this.#taken = taken;
  }

  async treat({ file, path, shownPath }: EntryFile): Promise<Treated | null> {
    const { context, envelopes } = this.#dumps;
    const envelope = envelopes.get(file);
    if (!envelope) return null;
    const chunks = () => namedChunks(decrypted(envelope, context), shownPath);
    const content = { bytes: envelope.plainBytes, chunks };
    return { action: 'decrypted', path: this.#plainPath(file, path), content };
  }

  close(): void {
    this.#dumps.keys.close();
  }

  #plainPath(file: number, path: string): string {
    let plain = this.#paths.get(file);
    if (plain === undefined) {
      const taken = this.#taken.get(this.#dumps.context.open.content.files.container(file));
      plain = decryptedPath(path, (other) => taken?.has(other) ?? false);
      taken?.add(plain);
      this.#paths.set(file, plain);
    }
    return plain;
  }
}

async function* decrypted(
  { access, header, keys, aad }: OpenableEnvelope,
  { open, job }: TreatmentContext,
): AsyncGenerator<Uint8Array> {
  const options = { offset: header.offset, keys, aad, signal: job.signal };
  const decryption = await decryptEnvelope(access, options, await open.packings.crypto.decrypting());
  try {
    yield* decryption.chunks;
  } finally {
    decryption.close();
  }
}

/** What stands in the way before anything is written, and what can be done about it. */
function refused(error: unknown, path: string): unknown {
  const code = error instanceof Failure ? error.code : '';
  const needsKey = code === 'key-needed' || code === 'needs-password' || code.startsWith('wrong-');
  return named(error, path, `: ${needsKey ? 'give its key, or ' : ''}exclude it; nothing was written`);
}
