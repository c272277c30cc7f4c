import { fail } from '../envelope/codes';
import type { EncryptedHeader } from '../envelope/envelope-header';
import type { EnvelopeKey } from '../envelope/envelope-key';
import { wipe } from '../envelope/secret-bytes';
import { findKey } from '../envelope/unwrap';
import { Failure } from '../failure';
import type { PackOptions } from '../public-api';
import { readRawKeys, type CaseEnvelopes, type EnvelopeSource } from './case-envelopes';
import type { CryptoMeans } from './crypto-means';

interface Means {
  envelopes: CaseEnvelopes;
  crypto: CryptoMeans;
  signal: AbortSignal;
}

/**
 * The keys of many dumps at once: those that are given, the unlocked ones, and those of the bundles' own key files,
 * each opened once although a password may ask for ten million rounds. All are copies, wiped at the end.
 */
export class PackageKeys {
  readonly #options: NonNullable<PackOptions['keys']>;
  readonly #means: Means;
  readonly #given: EnvelopeKey[];
  /** Keys by the file of the case they stand in, and whether it opens without a secret. */
  readonly #ofCase = new Map<string, Promise<EnvelopeKey>>();
  readonly #opened: EnvelopeKey[] = [];

  private constructor(options: NonNullable<PackOptions['keys']>, means: Means, given: EnvelopeKey[]) {
    this.#options = options;
    this.#means = means;
    this.#given = given;
  }

  /** Takes what `keys` of the options says. Fails with `key-needed`, `wrong-key`, and as opening a key file does. */
  static async open(options: PackOptions['keys'], means: Means): Promise<PackageKeys> {
    const { key, rawKey, keyFile, ...secrets } = options ?? {};
    const { envelopes, signal } = means;
    const given: EnvelopeKey[] = [];
    try {
      if (key !== undefined) given.push(copied(envelopes.ring.get(key)));
      if (rawKey !== undefined) given.push(...readRawKeys(rawKey));
      if (keyFile !== undefined)
        given.push(await envelopes.openKey(envelopes.source(keyFile), secrets, signal));
      given.push(...envelopes.ring.keys.map(copied));
      return new PackageKeys(options ?? {}, means, given);
    } catch (error) {
      wipe(...given.map(({ bytes }) => bytes));
      throw error;
    }
  }

  /**
   * Keys of which one opens the envelope. Fails with `key-needed`, `wrong-key`, or as opening its key file does:
   * `wrong-password`, say.
   */
  async for(source: EnvelopeSource, header: EncryptedHeader): Promise<EnvelopeKey[]> {
    const { crypto, envelopes } = this.#means;
    const { password, privateKey, keyFile } = this.#options;
    const hasSecret = keyFile === undefined && (password !== undefined || privateKey !== undefined);
    const keys = [...this.#given];
    let problem: Failure | null = null;
    for (const needsNothing of hasSecret ? [true, false] : [true]) {
      const found = await envelopes.keyFileFor(source, header, needsNothing);
      try {
        if (found) keys.push(await this.#open(found, needsNothing));
        else if (!needsNothing)
          problem = new Failure('key-needed', 'the key file of its key is not there: give one');
      } catch (error) {
        if (!(error instanceof Failure) || error.code === 'cancelled') throw error;
        problem = error;
      }
    }
    const opens = await findKey(await crypto.suite(), header, keys);
    if (!opens && problem) throw problem;
    if (!opens && keys.length === 0) fail('key-needed', 'no key is given, and none is unlocked');
    return keys;
  }

  close(): void {
    wipe(...[...this.#given, ...this.#opened].map(({ bytes }) => bytes));
  }

  #open(source: EnvelopeSource, needsNothing: boolean): Promise<EnvelopeKey> {
    const name = `${source.file}/${needsNothing}`;
    let key = this.#ofCase.get(name);
    if (!key) {
      key = this.#openAnew(source, needsNothing);
      this.#ofCase.set(name, key);
    }
    return key;
  }

  async #openAnew(source: EnvelopeSource, needsNothing: boolean): Promise<EnvelopeKey> {
    const { password, privateKey, privateKeyPassword } = this.#options;
    const { envelopes, signal } = this.#means;
    const secrets = needsNothing ? {} : { password, privateKey, privateKeyPassword };
    const key = await envelopes.openKey(source, secrets, signal);
    this.#opened.push(key);
    return key;
  }
}

function copied({ bytes, ...key }: EnvelopeKey): EnvelopeKey {
  return { cipher: key.cipher, keyInfo: key.keyInfo, bytes: new Uint8Array(bytes) };
}
