import type { RandomAccess } from '../bytes/random-access';
import { fail } from '../envelope/codes';
import { readPlainBytes } from '../envelope/decrypt';
import { describeEnvelope } from '../envelope/describe';
import { isEncrypted, readEnvelopeHeader, type EncryptedHeader } from '../envelope/envelope-header';
import { rawKeys, type EnvelopeKey } from '../envelope/envelope-key';
import { isSameKey } from '../envelope/key-id';
import { MAX_KEY_MATERIAL, openKeyMaterial } from '../envelope/key-material';
import { adviceFor, dumpKindOf, keyOf } from '../envelope/opens-with';
import { localPool } from '../envelope/part';
import { findKey } from '../envelope/unwrap';
import { Failure } from '../failure';
import type { EnvelopeEntry, FileReference, KeyFileEntry, KeySecrets, UnlockedKey } from '../public-api';
import type { CaseContent } from './case-content';
import type { CryptoMeans } from './crypto-means';
import { keyFileEntry, KeyMaterialFiles, type KeyMaterialFile } from './key-material-files';
import { KeyRing } from './key-ring';
import { withSecretBytes } from './secret-texts';

/** Something to read an envelope or a key from: bytes, and the file of the case they are (null for a Blob). */
export interface EnvelopeSource {
  access: RandomAccess;
  file: number | null;
}

/** The envelopes of a case, what opens them, and the keys that are open. */
export class CaseEnvelopes {
  readonly #content: CaseContent;
  readonly #crypto: CryptoMeans;
  readonly #ring = new KeyRing();
  readonly #unlocking = new Set<AbortController>();
  readonly #keyFiles: KeyMaterialFiles;

  constructor(content: CaseContent, crypto: CryptoMeans) {
    this.#content = content;
    this.#crypto = crypto;
    this.#keyFiles = new KeyMaterialFiles(content);
  }

  async list(): Promise<EnvelopeEntry[]> {
    const { index, files } = this.#content;
    const found = Array.from(index, ({ id }) => id).filter((id) => files.get(id).kind === 'envelope');
    if (found.length === 0) return [];
    const keyFiles = await this.#keyFiles.find();
    const entries: EnvelopeEntry[] = [];
    for (const file of found) {
      const entry = await this.#entry(file, keyFiles);
      if (entry) entries.push(entry);
    }
    if (entries.some(({ opensWith, problem }) => opensWith !== 'not-encrypted' && problem === null))
      this.#crypto.pool.warm();
    return entries;
  }

  async keyFiles(): Promise<KeyFileEntry[]> {
    return (await this.#keyFiles.find()).map(keyFileEntry);
  }

  // -- keys

  /**
   * Opens a key file and keeps its key for this visit. Fails as `openKeyMaterial` does, and with `cancelled` when the
   * signal comes.
   */
  async unlock(
    keyFile: Blob | FileReference,
    secrets: KeySecrets,
    signal?: AbortSignal,
  ): Promise<UnlockedKey> {
    return this.untilForgotten(
      async (wanted) => this.#ring.add(await this.openKey(this.source(keyFile), secrets, wanted)),
      signal,
    );
  }

  /** Does something that derives keys: until the signal comes, or all keys are forgotten. */
  async untilForgotten<T>(work: (wanted: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const abort = new AbortController();
    const end = () => abort.abort();
    this.#unlocking.add(abort);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
    try {
      return await work(abort.signal);
    } finally {
      signal?.removeEventListener('abort', end);
      this.#unlocking.delete(abort);
    }
  }

  /** Keeps the keys that the text may mean. Fails with `wrong-key`. */
  unlockRaw(rawKey: string): UnlockedKey[] {
    return readRawKeys(rawKey).map((key) => this.#ring.add(key));
  }

  get ring(): KeyRing {
    return this.#ring;
  }

  /** The key of a key file, which is the caller's to wipe. Fails with `cancelled` when `signal` says so. */
  async openKey({ access }: EnvelopeSource, secrets: KeySecrets, signal?: AbortSignal): Promise<EnvelopeKey> {
    if (access.size > MAX_KEY_MATERIAL)
      fail('not-a-key-file', `this is no key file: it has ${access.size} bytes`);
    const bytes = await access.read(0, access.size);
    const suite = await this.#crypto.suite(signal);
    return withSecretBytes(secrets, (given) =>
      openKeyMaterial(suite, bytes, { ...given, keys: this.#ring.keys }),
    );
  }

  /**
   * The key file of the case to try for an envelope: one with the key it names, the incident key of its bundle, or
   * null. `needsNothing`: only one that opens without any secret.
   */
  async keyFileFor(
    { file }: EnvelopeSource,
    header: EncryptedHeader,
    needsNothing: boolean,
  ): Promise<EnvelopeSource | null> {
    const isUsable = ({ material }: KeyMaterialFile) =>
      material !== null &&
      (material.kind === 'key-file' || material.kind === 'configuration-keystore') &&
      (!needsNothing || (material.canOpen && material.kind === 'configuration-keystore'));
    const usable = (await this.#keyFiles.find()).filter(isUsable);
    const source = file === null ? null : this.#content.sourceOf(file);
    const isNamed = ({ material }: KeyMaterialFile) =>
      material!.keyInfo !== null && header.keyInfo !== null && isSameKey(material!.keyInfo, header.keyInfo);
    const chosen =
      usable.find((one) => isNamed(one) && one.source === source) ??
      usable.find(isNamed) ??
      usable.find((one) => !needsNothing && one.isIncidentKey && one.source === source);
    return chosen ? this.#sourceOf(chosen.file) : null;
  }

  forgetKeys(): void {
    for (const abort of this.#unlocking) abort.abort();
    this.#ring.forget();
  }

  // -- where bytes come from

  source(reference: Blob | FileReference): EnvelopeSource {
    if (reference instanceof Blob) return { access: blobAccess(reference), file: null };
    return this.#sourceOf(this.#content.find(reference));
  }

  /** Path to show, '' for a Blob. */
  pathOf({ file }: EnvelopeSource): string {
    return file === null ? '' : this.#content.shownPath(file);
  }

  #sourceOf(file: number): EnvelopeSource {
    const { layer, offset, size } = this.#content.files.get(file);
    const access = this.#content.reader.access(layer, offset, size);
    const { moves } = this.#content;
    if (!this.#content.source(this.#content.sourceOf(file)).visitOnly) return { access, file };
    const read: RandomAccess['read'] = (at, length) => {
      // Something else was opened: what came out of envelopes has other places now.
      if (this.#content.moves !== moves)
        throw new Failure('unreadable', 'the envelope was moved while it was read: try again');
      return access.read(at, length);
    };
    return { access: { size, read }, file };
  }

  // -- describing

  async #entry(file: number, keyFiles: readonly KeyMaterialFile[]): Promise<EnvelopeEntry | null> {
    const { access } = this.#sourceOf(file);
    const description = await describeEnvelope(access);
    if (!description) return null;
    const path = this.#content.shownPath(file);
    const source = this.#content.sourceOf(file);
    const incident = keyFiles.filter(
      (one) => one.isIncidentKey && one.source === source && one.problem?.code !== 'empty',
    );
    const { opensWith } = keyOf(description, {
      incident: incident.flatMap(({ material }) => material?.keyInfo ?? []),
      unlocked: [],
    });
    const { steps } = adviceFor({
      opensWith,
      dump: dumpKindOf(path, description.contentType),
      release: this.#content.hosts.find((host) => host.source === source)?.version ?? null,
      hasIncidentKey: incident.length > 0,
    });
    const isOpenable = description.problem === null && description.cipher !== null;
    const opened = isOpenable ? await this.#opened(access) : null;
    return {
      ...description,
      keyId: description.keyId && { ...description.keyId },
      plainBytes: opened?.plainBytes ?? description.plainBytes,
      path,
      source,
      opensWith,
      unlockedBy: opened?.id ?? null,
      advice: steps,
    };
  }

  /** Which of the open keys opens it, and how much plain data there is (null where only decrypting tells). */
  async #opened(access: RandomAccess): Promise<{ id: string; plainBytes: number | null } | null> {
    if (this.#ring.keys.length === 0) return null;
    const suite = await this.#crypto.suite();
    const header = await readEnvelopeHeader(access);
    if (!isEncrypted(header)) return null;
    const key = await findKey(suite, header, this.#ring.keys);
    if (!key) return null;
    const means = { suite, pool: localPool(suite) };
    const plainBytes = await readPlainBytes(access, { keys: [key] }, means).catch((error: unknown) => {
      // The damage is told when it is decrypted.
      if (error instanceof Failure) return null;
      throw error;
    });
    return { id: key.id, plainBytes };
  }
}

/** The keys a text may mean. Fails with `wrong-key`. */
export function readRawKeys(text: string): EnvelopeKey[] {
  const keys = rawKeys(text);
  if (keys.length === 0)
    fail('wrong-key', 'this is no key: 16, 24, 32 or 64 bytes in hexadecimal or base64 are wanted');
  return keys;
}

function blobAccess(blob: Blob): RandomAccess {
  const read = async (offset: number, length: number) => {
    const bytes = await blob
      .slice(offset, offset + length)
      .arrayBuffer()
      .catch(() => null);
    if (!bytes) throw new Failure('unreadable', 'the file can no longer be read: was it moved or changed?');
    return new Uint8Array(bytes);
  };
  return { size: blob.size, read, readOwn: read };
}
