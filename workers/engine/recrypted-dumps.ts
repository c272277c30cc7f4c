import { CIPHERS, isCipherName, type CipherName } from '../envelope/ciphers';
import { fail } from '../envelope/codes';
import { AEAD_FOOTER, CRYPTO_FOOTER, SECTOR } from '../envelope/footer';
import { wipe } from '../envelope/secret-bytes';
import { freshRandomness } from '../envelope/writing/randomness';
import { sealEnvelope } from '../envelope/writing/seal';
import { checkForm, freshPlan, wipePlan, type SealPlan } from '../envelope/writing/seal-plan';
import { Failure } from '../failure';
import { unreadContent, type EntryFile, type FileContent } from '../package/entry-file';
import type { AddedFile, Treated, Treatment } from '../package/treatment';
import type { Package, SealOptions } from '../public-api';
import { INCIDENT_KEY, isIncidentKeyPath } from './key-material-files';
import type { OpenCase } from './open-case';
import type { FoundDump, OpenableEnvelope } from './package-dumps';
import type { PackageKeys } from './package-keys';
import { canBeShallow, clearHeader, formOf, piecesOfFile, sealedAnew, shallowHeader } from './recryption';
import type { Recryption, RecryptionMeans } from './recryption';
import { checkSealing, sealingTarget, type SealingTarget } from './sealing-target';
import type { TreatmentContext } from './treatment-kind';

/** What dumps of several ciphers are re-encrypted with where nothing else is said. */
const USUAL_CIPHER = 'AES-256';
/** About what a key file has. */
const KEY_FILE_BYTES = 2048;
/** Permissions of a key file that is added. */
const KEY_FILE_MODE = 0o600;
const NOT_ENCRYPTED = 'it is not encrypted, and stays as it is';
const NOT_LOOKED_INTO = 'it is compressed, so that nobody looked into it, and stays as it is';

/** The dumps of a package, all of which open. */
export interface OpenedDumps {
  context: TreatmentContext;
  keys: PackageKeys;
  envelopes: ReadonlyMap<number, OpenableEnvelope>;
  /** Dumps that are no envelopes, by file. */
  others: ReadonlyMap<number, FoundDump>;
}

/**
 * Whom the dumps are for, and whether a key file is written for them: what is wrong to ask for is refused whether or
 * not there are dumps. Fails with `bad-argument`, and as `checkSealing` and `checkForm` do.
 */
export function checkRecipient(to: SealOptions | undefined): { to: SealOptions; makesKeyFile: boolean } {
  if (to === undefined) fail('bad-argument', 'say in "to" who is to open the dumps');
  if (to.header !== undefined)
    fail('bad-argument', 'a package keeps dump headers as they are: leave out to.header');
  const { cipher, makesKeyFile } = checkSealing(to);
  const { wrapped = false, gzip = false } = to;
  if (cipher === 'none' && wrapped) fail('unsupported-cipher', 'without encryption there is no key to wrap');
  if (cipher !== undefined && cipher !== 'none') checkForm(cipher, { wrapped, gzip });
  return { to, makesKeyFile };
}

/** The key of all dumps, made or found once. Null where there is none to be re-encrypted. */
async function newTarget(
  { open, options, job }: TreatmentContext,
  envelopes: readonly OpenableEnvelope[],
): Promise<SealingTarget | null> {
  const { to } = checkRecipient(options.to);
  const target = await sealingTarget(to, usualCipher(envelopes), {
    envelopes: open.envelopes,
    suite: await open.packings.crypto.suite(job.signal),
    random: freshRandomness,
    signal: job.signal,
  });
  try {
    // What cannot be written must be refused before anything is.
    const { wrapped = false, gzip = false } = to;
    if (target.outer) checkForm(target.outer.cipher, { wrapped, gzip });
    for (const { header, aad } of envelopes)
      wipePlan(freshPlan(target.outer, formOf(header, to, target.outer, aad), freshRandomness));
    if (envelopes.length > 0) return target;
  } catch (error) {
    wipe(target.outer?.key);
    throw error;
  }
  wipe(target.outer?.key);
  return null;
}

/** That of all of them. */
function usualCipher(envelopes: readonly OpenableEnvelope[]): CipherName {
  const ciphers = new Set(envelopes.flatMap(({ header }) => header.cipher ?? []));
  const [cipher = USUAL_CIPHER] = ciphers;
  return ciphers.size === 1 && isCipherName(cipher) ? cipher : USUAL_CIPHER;
}

/** What is written of the dumps that are re-encrypted. */
interface RecryptedWriting {
  /** The file of their new key; null where there is none. */
  keyFile: Uint8Array | null;
  recrypted(file: number, path: string): Promise<Treated>;
  close(): void;
}

/** Every envelope under one new key, whose file takes the place of the incident key's. */
export class RecryptedDumps implements Treatment {
  readonly #writing: RecryptedWriting;
  readonly #others: OpenedDumps['others'];
  readonly #envelopes: ReadonlySet<number>;
  /** Sources whose dumps are under the new key, and those of them that have a file for it. */
  readonly #sources: ReadonlySet<number>;
  readonly #withKeyFile = new Set<number>();

  private constructor(
    { content }: OpenCase,
    { envelopes, others }: { envelopes: Iterable<number>; others: OpenedDumps['others'] },
    files: readonly number[],
    writing: RecryptedWriting,
  ) {
    this.#writing = writing;
    this.#others = others;
    this.#envelopes = new Set(envelopes);
    this.#sources = new Set(Array.from(this.#envelopes, (file) => content.sourceOf(file)));
    for (const file of files)
      if (isIncidentKeyPath(content.plainPath(file))) this.#withKeyFile.add(content.sourceOf(file));
  }

  /** Fails with `bad-argument`, `unsupported-cipher`, and as `sealingTarget` does. */
  static async make(dumps: OpenedDumps, files: readonly number[]): Promise<RecryptedDumps> {
    const target = await newTarget(dumps.context, [...dumps.envelopes.values()]);
    const { envelopes, others, context } = dumps;
    const named = { envelopes: envelopes.keys(), others };
    return new RecryptedDumps(context.open, named, files, new SealedDumps(dumps, target));
  }

  /** What will be done, with contents that cannot be read. Fails as `checkRecipient` does. */
  static foresee(
    { open, options }: TreatmentContext,
    dumps: readonly FoundDump[],
    files: readonly number[],
  ): RecryptedDumps {
    const { makesKeyFile } = checkRecipient(options.to);
    const envelopes = dumps.flatMap(({ isEnvelope, file }) => (isEnvelope ? [file] : []));
    const others = new Map(dumps.flatMap((dump) => (dump.isEnvelope ? [] : [[dump.file, dump] as const])));
    return new RecryptedDumps(open, { envelopes, others }, files, {
      keyFile: makesKeyFile ? new Uint8Array(KEY_FILE_BYTES) : null,
      recrypted: async (file) => {
        return { action: 'recrypted', content: unreadContent(open.content.files.size(file)) };
      },
      close: () => undefined,
    });
  }

  async treat({ file, source, shownPath }: EntryFile): Promise<Treated | null> {
    if (this.#envelopes.has(file)) return this.#writing.recrypted(file, shownPath);
    const other = this.#others.get(file);
    if (other) return { action: 'kept', reason: other.isPacked ? NOT_LOOKED_INTO : NOT_ENCRYPTED };
    const keyFile = this.#keyFileOf(source);
    if (keyFile && isIncidentKeyPath(shownPath)) {
      const reason = 'the key of the dumps as they are now';
      return { action: 'recrypted', content: contentOf(keyFile), reason };
    }
    return null;
  }

  added(source: number): AddedFile[] {
    const keyFile = this.#keyFileOf(source);
    if (!keyFile || this.#withKeyFile.has(source)) return [];
    return [
      {
        path: INCIDENT_KEY,
        modified: Date.now(),
        mode: KEY_FILE_MODE,
        action: 'recrypted',
        reason: 'the key of the dumps',
        content: contentOf(keyFile),
      },
    ];
  }

  beside(): Pick<Package, 'keyFile'> {
    const { keyFile } = this.#writing;
    return keyFile ? { keyFile: new Blob([keyFile as Uint8Array<ArrayBuffer>], { type: 'text/plain' }) } : {};
  }

  close(): void {
    this.#writing.close();
  }

  #keyFileOf(source: number): Uint8Array | null {
    return this.#sources.has(source) ? this.#writing.keyFile : null;
  }
}

/** Seals dumps under the key that was made or found for them. */
class SealedDumps implements RecryptedWriting {
  readonly #dumps: OpenedDumps;
  readonly #target: SealingTarget | null;
  readonly #to: SealOptions;
  readonly #plans = new Set<SealPlan>();

  constructor(dumps: OpenedDumps, target: SealingTarget | null) {
    this.#dumps = dumps;
    this.#target = target;
    this.#to = dumps.context.options.to ?? {};
  }

  get keyFile(): Uint8Array | null {
    return this.#target?.keyFile ?? null;
  }

  close(): void {
    this.#dumps.keys.close();
    wipe(this.#target?.outer?.key);
    for (const plan of this.#plans) wipePlan(plan);
  }

  async recrypted(file: number, path: string): Promise<Treated> {
    const { open, job } = this.#dumps.context;
    const envelope = this.#dumps.envelopes.get(file)!;
    const { access, header, keys, aad } = envelope;
    const outer = this.#target?.outer ?? null;
    const form = formOf(header, this.#to, outer, aad);
    const how: Recryption = { access, header, keys, outer, form, to: this.#to, aad };
    const means = { crypto: open.packings.crypto, signal: job.signal };
    const isShallow = canBeShallow(how);
    try {
      const content = isShallow
        ? await shallow(how, means)
        : await this.#deep(how, envelope.plainBytes, means);
      return {
        action: 'recrypted',
        content: { ...content, chunks: () => namedChunks(content.chunks(), path) },
        ...(isShallow && { reason: 'only its header is new: the data is under the same inner key' }),
      };
    } catch (error) {
      throw named(error, path);
    }
  }

  async #deep(how: Recryption, plainBytes: number | null, means: RecryptionMeans): Promise<FileContent> {
    const plan = freshPlan(how.outer, how.form, freshRandomness);
    this.#plans.add(plan);
    const { offset } = how.header;
    const isKnown = plainBytes !== null && !how.form.gzip;
    return {
      bytes: isKnown
        ? offset + (await headerBytes(plan, means)) + sealedBytes(how.outer?.cipher, plainBytes)
        : null,
      async *chunks() {
        yield* clearHeader(how, means.signal);
        yield* sealedAnew(how, plan, means);
      },
      drop: () => {
        wipePlan(plan);
        this.#plans.delete(plan);
      },
    };
  }
}

async function shallow(how: Recryption, means: RecryptionMeans): Promise<FileContent> {
  const { access, header } = how;
  const block = await shallowHeader(how, means);
  return {
    bytes: header.offset + block.length + header.dataBytes,
    async *chunks() {
      yield* clearHeader(how, means.signal);
      yield block.slice();
      yield* piecesOfFile(access, header.dataStart, access.size, means.signal);
    },
  };
}

/** Bytes of the header that the plan asks for. */
async function headerBytes(plan: SealPlan, { crypto, signal }: RecryptionMeans): Promise<number> {
  async function* nothing(): AsyncGenerator<Uint8Array> {}
  const chunks = sealEnvelope(nothing(), plan, await crypto.sealing(signal));
  try {
    const { value } = await chunks.next();
    return value?.length ?? 0;
  } finally {
    await chunks.return(undefined);
  }
}

/** Bytes of `plain` ones with padding and footers. */
function sealedBytes(cipher: CipherName | undefined, plain: number): number {
  if (cipher === undefined) return plain;
  const isMessage = CIPHERS[cipher].mode === 'gcm';
  return Math.ceil(plain / SECTOR) * SECTOR + CRYPTO_FOOTER + (isMessage ? AEAD_FOOTER : 0);
}

function contentOf(bytes: Uint8Array): FileContent {
  return {
    bytes: bytes.length,
    async *chunks() {
      yield bytes.slice();
    },
  };
}

/** The same chunks; what fails says which dump it is about. */
export async function* namedChunks(
  chunks: AsyncIterable<Uint8Array>,
  path: string,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw named(error, path);
  }
}

/** A failure that says which dump it is about. */
export function named(error: unknown, path: string, advice = ''): unknown {
  if (!(error instanceof Failure) || error.code === 'cancelled') return error;
  return new Failure(error.code, `${path}: ${error.message}${advice}`);
}
