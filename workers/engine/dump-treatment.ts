import { decryptEnvelope } from '../envelope/decrypt';
import { Failure } from '../failure';
import { decryptedPath } from '../package/dumps';
import { unreadContent, type EntryFile, type FileContent } from '../package/entry-file';
import type { Treated, Treatment } from '../package/treatment';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { OpenCase } from './open-case';
import { PackageDumps, type FoundDump, type OpenableEnvelope } from './package-dumps';
import { PackageKeys } from './package-keys';
import { named, namedChunks, RecryptedDumps, type OpenedDumps } from './recrypted-dumps';
import type { TreatmentContext, TreatmentKind } from './treatment-kind';

/** Dumps decrypted, re-encrypted for someone else, or left out. */
export const dumpTreatment: TreatmentKind = {
  isAskedFor: ({ dumps }) => dumps !== 'keep',
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
  async foresee(context) {
    const files = [...context.files];
    const { options, open, job } = context;
    const dumps = await open.packings.dumps.find(files, async () => job.check());
    if (options.dumps === 'drop') return dropping(dumps);
    if (options.dumps === 'recrypt') return RecryptedDumps.foresee(context, dumps, files);
    const sizes = new Map(
      dumps.flatMap(({ isEnvelope, file }) =>
        isEnvelope ? [[file, open.content.files.size(file)] as const] : [],
      ),
    );
    return new DecryptedDumps(open, takenPaths(context, files), {
      content: ({ file }) => {
        const bytes = sizes.get(file);
        return bytes === undefined ? null : unreadContent(bytes);
      },
      close: () => undefined,
    });
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
    if (options.dumps === 'decrypt') {
      return new DecryptedDumps(open, takenPaths(context, files), {
        content: ({ file, shownPath }) => {
          const envelope = envelopesOf.get(file);
          if (!envelope) return null;
          const chunks = () => namedChunks(decrypted(envelope, context), shownPath);
          return { bytes: envelope.plainBytes, chunks };
        },
        close: () => keys.close(),
      });
    }
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

/** Where the plain data of envelopes comes from. */
interface DecryptedContents {
  /** Null of what is no envelope. */
  content(file: EntryFile): FileContent | null;
  close(): void;
}

class DecryptedDumps implements Treatment {
  readonly #content: CaseContent;
  readonly #taken: TakenPaths;
  readonly #contents: DecryptedContents;
  /** Of plain data, by the file of its envelope. */
  readonly #paths = new Map<number, string>();

  constructor({ content }: OpenCase, taken: TakenPaths, contents: DecryptedContents) {
    this.#content = content;
    this.#taken = taken;
    this.#contents = contents;
  }

  async treat(entry: EntryFile): Promise<Treated | null> {
    const content = this.#contents.content(entry);
    return content && { action: 'decrypted', path: this.#plainPath(entry.file, entry.path), content };
  }

  close(): void {
    this.#contents.close();
  }

  #plainPath(file: number, path: string): string {
    let plain = this.#paths.get(file);
    if (plain === undefined) {
      const taken = this.#taken.get(this.#content.files.container(file));
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
