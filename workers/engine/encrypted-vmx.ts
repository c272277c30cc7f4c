import { fail } from '../envelope/codes';
import { utf8Text } from '../envelope/encodings';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { MAX_KEY_MATERIAL, openEncryptedVmx, readEncryptedVmx } from '../envelope/key-material';
import { wipe } from '../envelope/secret-bytes';
import { Failure } from '../failure';
import type { FileReference, KeyNeeds, VmxConfiguration, VmxSecrets } from '../public-api';
import { readRawKeys, type CaseEnvelopes } from './case-envelopes';
import type { CryptoMeans } from './crypto-means';
import { withSecretBytes } from './secret-texts';

/** Why an encrypted `.vmx` stays closed, and what would open it. */
export class VmxLocked extends Failure {
  readonly needs: KeyNeeds;
  constructor(code: string, message: string, needs: KeyNeeds) {
    super(code, message);
    this.name = 'VmxLocked';
    this.needs = needs;
  }
}

/** Opens the encrypted `.vmx` files of a case. Nothing of what is inside is kept here. */
export class EncryptedVmxFiles {
  readonly #envelopes: CaseEnvelopes;
  readonly #crypto: CryptoMeans;

  constructor(envelopes: CaseEnvelopes, crypto: CryptoMeans) {
    this.#envelopes = envelopes;
    this.#crypto = crypto;
  }

  /**
   * The configuration inside. Fails with `not-a-key-file` where the file is no encrypted `.vmx`; with `needs` beside
   * it with `key-needed`, `wrong-password`, `wrong-key`; with `damaged-data`, `cancelled`, or as reading a private key
   * does.
   */
  open(vmx: Blob | FileReference, secrets: VmxSecrets, signal?: AbortSignal): Promise<VmxConfiguration> {
    return this.#envelopes.untilForgotten((wanted) => this.#open(vmx, secrets, wanted), signal);
  }

  async #open(
    vmx: Blob | FileReference,
    secrets: VmxSecrets,
    signal: AbortSignal,
  ): Promise<VmxConfiguration> {
    const { access } = this.#envelopes.source(vmx);
    if (access.size > MAX_KEY_MATERIAL)
      fail('not-a-key-file', `this is no encrypted virtual machine file: it has ${access.size} bytes`);
    const bytes = await access.read(0, access.size);
    const { needs, encoding } = readEncryptedVmx(bytes);
    const { keys, own, isNamed } = this.#keys(secrets);
    const suite = await this.#crypto.suite(signal);
    try {
      const plain = await withSecretBytes(secrets, (given) =>
        openEncryptedVmx(suite, bytes, { ...given, keys }),
      );
      try {
        return { text: textOf(plain, encoding) };
      } finally {
        wipe(plain);
      }
    } catch (error) {
      throw error instanceof Failure ? explained(error, needs, isNamed) : error;
    } finally {
      wipe(...own.map((key) => key.bytes));
    }
  }

  /** The keys to try: those given, else all that are open. Those made for it are the caller's to wipe. */
  #keys({ key, rawKey }: VmxSecrets): { keys: readonly EnvelopeKey[]; own: EnvelopeKey[]; isNamed: boolean } {
    const { ring } = this.#envelopes;
    const named = key === undefined ? [] : [{ ...ring.get(key), keyInfo: null }];
    const own = rawKey === undefined ? [] : readRawKeys(rawKey);
    const isNamed = named.length + own.length > 0;
    return { keys: isNamed ? [...named, ...own] : ring.keys, own, isNamed };
  }
}

/** The reader of key safes speaks of key files; what is meant here is a virtual machine. */
function explained({ code, message }: Failure, needs: KeyNeeds, isKeyGiven: boolean): Failure {
  if (code === 'wrong-password')
    return new VmxLocked(code, 'the password does not open this configuration', needs);
  if (code === 'wrong-key' || (code === 'key-needed' && isKeyGiven && needs.keyInfos.length > 0))
    return new VmxLocked('wrong-key', 'the key does not open this configuration', needs);
  return code === 'key-needed' ? new VmxLocked(code, message, needs) : new Failure(code, message);
}

/** As the file says it is encoded; old machines have the encoding of their host's language. */
function textOf(bytes: Uint8Array, encoding: string | null): string {
  return utf8Text(bytes) ?? decoderFor(encoding).decode(bytes);
}

function decoderFor(encoding: string | null): TextDecoder {
  try {
    return new TextDecoder(encoding ?? 'windows-1252');
  } catch {
    return new TextDecoder('windows-1252');
  }
}
