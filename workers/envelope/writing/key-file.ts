import type { CipherSuite } from '../cipher-suite';
import { CIPHERS } from '../ciphers';
import { fail } from '../codes';
import { base64Of, base64Text, percentEncoded, percentEncodedText, utf8Bytes } from '../encodings';
import { macOf, sealBlob } from '../sealed-blob';
import { joinBytes, wipe } from '../secret-bytes';
import type { Randomness } from './randomness';
import { encryptOaep, type RsaPublicKey } from './rsa-public-key';
import type { OuterKey } from './seal-plan';

/** Who is to open a key file: one of them is enough, both may be given. */
export interface KeyFileOpeners {
  /** UTF-8. */
  password?: Uint8Array;
  publicKey?: RsaPublicKey;
}

/**
 * Rounds of PBKDF2 for a new password. crypto-util 6.7 writes 1,000, which is far too few today; a reader takes the
 * number from the file.
 */
export const PASSWORD_ROUNDS = 100_000;

const MAC_NAME = 'HMAC-SHA-256';
const MAC = macOf(MAC_NAME)!;
const PASS2KEY = 'PBKDF2-HMAC-SHA-256';
const PASSWORD_CIPHER = 'AES-256';
/** What stands unencoded in the values of a crypto dictionary beside letters and digits. */
const PLAIN_IN_DICTIONARY = '-/';
/** Where another locator names something, a public key's has this. */
const NO_ID = '<VMWARE-EMPTYSTRING>';

/**
 * Writes a key file as crypto-util does: a key safe with a pair for each of `openers`, and the key under the safe's
 * own key. Draws from `random` in this order: key of the safe; for a password id, salt and IV; for a public key its
 * AES key, the seed and the IV; the IV of the data.
 *
 * Fails with `bad-argument` where nobody is to open it, or the password is empty.
 */
export async function writeKeyFile(
  suite: CipherSuite,
  { cipher, key, keyInfo }: OuterKey,
  { password, publicKey }: KeyFileOpeners,
  random: Randomness,
  rounds = PASSWORD_ROUNDS,
): Promise<Uint8Array> {
  if (!password && !publicKey) fail('bad-argument', 'a key file needs a password or a public key');
  if (password?.length === 0) fail('bad-argument', 'the password is empty');
  // For a public key alone crypto-util takes AES-128, as for what RSA encrypts.
  const safeCipher = password ? 'AES-256' : 'AES-128';
  const safeKey = random(CIPHERS[safeCipher].keyBytes);
  const content = safeContent(safeCipher, safeKey);
  const inside = insideContent(cipher, key);
  try {
    const pairs: string[] = [];
    if (password) pairs.push(await passwordPair(suite, password, content, random, rounds));
    if (publicKey) pairs.push(await publicKeyPair(suite, publicKey, content, random));
    const data = await sealBlob(suite, safeKey, MAC, random(16), inside);
    return utf8Bytes(
      [
        '.encoding = "UTF-8"',
        'keyFile.outside.version = "2"',
        `keyFile.outside.cipherName = "${cipher}"`,
        `keyFile.outside.keyInfo = "${keyInfo}"`,
        `encryption.keySafe = "vmware:key/list/(${pairs.join(',')})"`,
        `encryption.data = "${base64Text(data)}"`,
        '',
      ].join('\n'),
    );
  } finally {
    wipe(safeKey, content, inside);
  }
}

/** `type=key:cipher=AES-256:key=<base64, percent-encoded>`. */
function safeContent(cipher: string, key: Uint8Array): Uint8Array {
  const text = base64Of(key);
  const value = percentEncoded(text, PLAIN_IN_DICTIONARY);
  const content = joinBytes(utf8Bytes(`type=key:cipher=${cipher}:key=`), value);
  wipe(text, value);
  return content;
}

/** The dictionary that holds the key itself. */
function insideContent(cipher: string, key: Uint8Array): Uint8Array {
  const text = base64Of(key);
  const head = `keyFile.inside.version = "2"\nkeyFile.inside.cipherName = "${cipher}"\nkey.data = "`;
  const content = joinBytes(utf8Bytes(head), text, utf8Bytes('"\n'));
  wipe(text);
  return content;
}

async function passwordPair(
  suite: CipherSuite,
  password: Uint8Array,
  content: Uint8Array,
  random: Randomness,
  rounds: number,
): Promise<string> {
  const id = base64Text(random(8));
  const salt = random(16);
  const iv = random(16);
  const { keyBytes } = CIPHERS[PASSWORD_CIPHER];
  const key = await suite.pbkdf2('SHA-256', password, salt, rounds, keyBytes);
  const blob = await sealBlob(suite, key, MAC, iv, content);
  wipe(key);
  const entries = [
    ['pass2key', PASS2KEY],
    ['cipher', PASSWORD_CIPHER],
    ['rounds', String(rounds)],
    ['salt', base64Text(salt)],
  ] as const;
  const dictionary = entries
    .map(([name, value]) => `${name}=${percentEncodedText(value, PLAIN_IN_DICTIONARY)}`)
    .join(':');
  return pair(`phrase/${percentEncodedText(id)}/${percentEncodedText(dictionary)}`, blob);
}

/** RSA encrypts a fresh AES-128 key, and that the content. */
async function publicKeyPair(
  suite: CipherSuite,
  publicKey: RsaPublicKey,
  content: Uint8Array,
  random: Randomness,
): Promise<string> {
  const key = random(16);
  try {
    const wrapped = await encryptOaep(suite, publicKey, key, random);
    const blob = await sealBlob(suite, key, MAC, random(16), content);
    return pair(`null/${percentEncodedText(NO_ID)}`, joinBytes(wrapped, blob));
  } finally {
    wipe(key);
  }
}

function pair(locator: string, blob: Uint8Array): string {
  return `pair/(${locator},${percentEncodedText(MAC_NAME)},${percentEncodedText(base64Text(blob))})`;
}
