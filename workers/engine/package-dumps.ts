import { fragmentOf } from '../archive/fragments';
import type { RandomAccess } from '../bytes/random-access';
import { readDataBytes } from '../envelope/decrypt';
import { isEncrypted, readEnvelopeHeader, type EnvelopeHeader } from '../envelope/envelope-header';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { localPool } from '../envelope/part';
import { Failure } from '../failure';
import {
  DUMP_SNIFF_BYTES,
  dumpOf,
  isTellingHead,
  PACKED_HEAD_BYTES,
  packedHead,
  type Dump,
} from '../package/dumps';
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

/** Finds the dumps among the files of a case; what was looked into once is known. */
export class DumpFinder {
  readonly #content: CaseContent;
  /** By file, with the place it was known at. */
  readonly #known = new Map<number, { place: string; dump: Dump | null }>();

  constructor(content: CaseContent) {
    this.#content = content;
  }

  /** Which of the files are dumps, in their order. `pause` is called between them. */
  async find(files: Iterable<number>, pause: () => Promise<void>): Promise<FoundDump[]> {
    const found: FoundDump[] = [];
    for (const file of files) {
      await pause();
      const dump = await this.#dump(file);
      if (!dump) continue;
      const path = this.#content.shownPath(file);
      const isPiece = fragmentOf(this.#content.plainPath(file)) !== null;
      found.push({ ...dump, file, source: this.#content.sourceOf(file), path, isPiece });
    }
    return found;
  }

  async #dump(file: number): Promise<Dump | null> {
    const { kind, layer, offset, size } = this.#content.files.get(file);
    const path = this.#content.plainPath(file);
    if (!isTellingHead(kind)) return dumpOf({ path, kind, bytes: size, head: new Uint8Array(0) });
    const place = `${this.#content.moves}:${layer}:${offset}:${size}`;
    const known = this.#known.get(file);
    if (known?.place === place) return known.dump;
    // What cannot be read is judged by its name, and found out when it is packed.
    const isPacked = kind === 'gzip';
    const first = await this.#content.reader
      .read(layer, offset, Math.min(size, isPacked ? PACKED_HEAD_BYTES : DUMP_SNIFF_BYTES))
      .catch(() => new Uint8Array(0));
    const head = isPacked ? await packedHead(first) : first;
    const dump = dumpOf({ path, kind, bytes: size, head });
    this.#known.set(file, { place, dump });
    return dump;
  }
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
