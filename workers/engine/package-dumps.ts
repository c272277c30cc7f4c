import { fragmentOf } from '../archive/fragments';
import type { RandomAccess } from '../bytes/random-access';
import { readDataBytes } from '../envelope/decrypt';
import { isEncrypted, readEnvelopeHeader, type EnvelopeHeader } from '../envelope/envelope-header';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { localPool } from '../envelope/part';
import { Failure } from '../failure';
import { DUMP_SNIFF_BYTES, dumpOf, isTellingHead, type Dump } from '../package/dumps';
import type { CaseContent } from './case-content';
import type { CryptoMeans } from './crypto-means';
import { associatedData } from './decryptions';
import type { PackageKeys } from './package-keys';

/** A dump among the files of a package. */
export interface FoundDump extends Dump {
  file: number;
  source: number;
  /** As `files()` shows it. */
  path: string;
  /** The pieces of it that are there could not be joined: others are missing. */
  isPiece: boolean;
}

/** An envelope that opens: nothing of its data was read but the footer. */
export interface OpenableEnvelope {
  access: RandomAccess;
  header: EnvelopeHeader;
  keys: readonly EnvelopeKey[];
  /** Associated data of version 2. */
  aad: Uint8Array;
  /** Bytes of the plain data; null if compressed. */
  plainBytes: number | null;
}

/** What stands in the way of a dump. */
export interface DumpProblem {
  path: string;
  source: number;
  code: string;
  message: string;
}

/** Which of the files are dumps, in their order. `pause` is called between them. */
export async function findDumps(
  content: CaseContent,
  files: Iterable<number>,
  pause: () => Promise<void>,
): Promise<FoundDump[]> {
  const found: FoundDump[] = [];
  for (const file of files) {
    await pause();
    const { kind, layer, offset, size } = content.files.get(file);
    const path = content.plainPath(file);
    // What cannot be read is judged by its name, and found out when it is packed.
    const head = isTellingHead(kind)
      ? await content.reader
          .read(layer, offset, Math.min(size, DUMP_SNIFF_BYTES))
          .catch(() => new Uint8Array(0))
      : new Uint8Array(0);
    const dump = dumpOf({ path, kind, bytes: size, head });
    if (!dump) continue;
    const isPiece = fragmentOf(path) !== null;
    found.push({ ...dump, file, source: content.sourceOf(file), path: content.shownPath(file), isPiece });
  }
  return found;
}

/** Opens envelopes as far as that can be told without going through their data. */
export class PackageDumps {
  readonly #content: CaseContent;
  readonly #crypto: CryptoMeans;
  readonly #keys: PackageKeys;

  constructor(content: CaseContent, crypto: CryptoMeans, keys: PackageKeys) {
    this.#content = content;
    this.#crypto = crypto;
    this.#keys = keys;
  }

  /**
   * The envelope of a dump; null of a dump that is none. Fails with the codes of a header that is refused, those of
   * `PackageKeys.for`, with `damaged-data` or `truncated` where the data does not end as it should, and with
   * `fragment-missing` for pieces of what may be an envelope.
   */
  async open({ file, path, isEnvelope, isPiece }: FoundDump): Promise<OpenableEnvelope | null> {
    if (!isEnvelope) {
      if (isPiece && !this.#hasPlainBeginning(file))
        throw new Failure(
          'fragment-missing',
          'its fragments are not all there, and this may be a piece of encrypted data',
        );
      return null;
    }
    const { layer, offset, size } = this.#content.files.get(file);
    const access = this.#content.reader.access(layer, offset, size);
    const header = await readEnvelopeHeader(access);
    const aad = associatedData({}, path, header.contentType);
    const isSealed = isEncrypted(header);
    const isPlain = header.compression === null;
    if (!isSealed) return { access, header, keys: [], aad, plainBytes: isPlain ? header.dataBytes : null };
    const keys = await this.#keys.for({ access, file }, header);
    const suite = await this.#crypto.suite();
    const bytes = await readDataBytes(access, header, keys, { suite, pool: localPool(suite) });
    return { access, header, keys, aad, plainBytes: isPlain ? bytes : null };
  }

  /** What of the dumps cannot be opened. */
  async problems(dumps: readonly FoundDump[], pause: () => Promise<void>): Promise<DumpProblem[]> {
    const problems: DumpProblem[] = [];
    for (const dump of dumps) {
      await pause();
      try {
        await this.open(dump);
      } catch (error) {
        if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
        const { path, source } = dump;
        problems.push({ path, source, code: error.code, message: error.message });
      }
    }
    return problems;
  }

  /** Whether the fragments before this one are there, joined, and no envelope. */
  #hasPlainBeginning(file: number): boolean {
    const { files, index } = this.#content;
    const path = this.#content.plainPath(file);
    const base = fragmentOf(path)?.base ?? path;
    const [first] = index.find(base, this.#content.sourceOf(file));
    return first !== undefined && files.get(first).kind !== 'envelope';
  }
}
