import type { CipherSuite } from './cipher-suite';
import { fail } from './codes';
import { base64Bytes, utf8Bytes, uuidText } from './encodings';
import type { EnvelopeKey } from './envelope-key';
import { parseCryptoDictionary } from './key-safe';
import { shown } from './attributes';
import { joinBytes, wipe } from './secret-bytes';

/** ESXi's own words: with mode NONE nothing secret is needed to derive the key. */
const OBFUSCATION = 'This is obfuscation, not encryption. If you want encryption, use TPM.';
const ROUNDS = 100_000;
const KEY_BYTES = 32;
const MAX_DATA = 1024;

/** The configuration keystore of an ESXi host (`encryption.info`, ESXi 7 and later). */
export interface Keystore {
  /** `NONE`, or how the key is sealed (`TPM`). */
  mode: string;
  /** UUID of the key, where the file says it. */
  keyInfo: string | null;
  data: { first: Uint8Array; second: Uint8Array } | null;
}

/** Whether a dictionary is a configuration keystore: by its names. */
export function isKeystore(dictionary: Map<string, string>): boolean {
  return dictionary.has('configencdata') && dictionary.has('mode');
}

/** Fails with `damaged-data` where a keystore of mode NONE cannot be read. */
export function readKeystore(dictionary: Map<string, string>): Keystore {
  const mode = dictionary.get('mode')!.trim().toUpperCase();
  const entries = parseCryptoDictionary(dictionary.get('configencdata')!);
  const bytesOf = (name: string) => base64Bytes(entries?.get(name) ?? '');
  const [id, first, second] = [bytesOf('keyId'), bytesOf('data1'), bytesOf('data2')];
  const keyInfo = id?.length === 16 ? uuidText(id) : null;
  if (mode !== 'NONE') return { mode, keyInfo, data: null };
  const isUsable = (data: Uint8Array | null): data is Uint8Array =>
    data !== null && data.length > 0 && data.length <= MAX_DATA;
  if (entries?.get('version') !== '1')
    fail('damaged-data', 'the configuration keystore is damaged or of another version');
  if (keyInfo === null || !isUsable(first) || !isUsable(second))
    fail('damaged-data', 'the configuration keystore is damaged');
  return { mode, keyInfo, data: { first, second } };
}

/** Derives the key of a keystore of mode NONE. Fails with `key-needed` in any other mode. */
export async function openKeystore(suite: CipherSuite, keystore: Keystore): Promise<EnvelopeKey> {
  const { mode, keyInfo, data } = keystore;
  if (!data)
    fail('key-needed', `the key is sealed (mode ${shown(mode)}) and cannot be opened away from the host`);
  const password = joinBytes(data.first, utf8Bytes(OBFUSCATION));
  const bytes = await suite.pbkdf2('SHA-256', password, data.second, ROUNDS, KEY_BYTES);
  wipe(password);
  return { cipher: null, keyInfo, bytes };
}
