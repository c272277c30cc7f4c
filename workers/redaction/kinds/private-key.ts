import { byteAt, byteSet, isWordByte } from '../byte-classes';
import { defineKind, type Label } from '../kind';
import { valueBehind } from '../label-value';
import { PLACEHOLDER, Placeholders } from '../placeholders';

const WORDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const VISIBLE = byteSet(`${WORDS}!#$%*+-./:=?@^_|~()[]{}`);
const BASE64 = byteSet(`${WORDS}+/=%`);
const HASH = byteSet(`${WORDS}./$=,+-`);
const LONGEST = 2048;
/** The shortest hash of a password: of DES 13, of MD5 22 characters behind its mark. */
const SHORTEST_HASH = 24;
/** Least bits of a key in base64. */
const SHORTEST_KEY = 16;
/** Said instead of a password. */
const NO_SECRET =
  /^(?:\*+|x|null|none|nil|true|false|yes|no|set|unset|not set|n\/a|required|empty|hidden|redacted|<.*>|\(.*\)|\$\{.*\}|%\w+%)$/i;

/** `$6$salt$hash` and the like. */
function hashEnd(text: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i - at < 12 && isWordByte(byteAt(text, i, end))) i++;
  if (i === at + 1 || byteAt(text, i, end) !== 36) return 0;
  while (i < end && i - at < 256 && HASH[text[i]!] === 1) i++;
  return i - at >= SHORTEST_HASH ? i : 0;
}

/** A value that is a secret whatever it looks like. */
function secret(words: readonly string[], signs: string, bytes = VISIBLE, shortest = 1): Label {
  return {
    words,
    value(text, at, end) {
      const value = valueBehind(text, at, end, { bytes, longest: LONGEST, signs });
      return value !== null && value.to - value.from >= shortest ? value : null;
    },
  };
}

/** Base64 that is no word: one of so many characters has a digit or a sign. */
function material(words: readonly string[]): Label {
  const { value } = secret(words, '=', BASE64, SHORTEST_KEY);
  return {
    words,
    value(text, at, end) {
      const found = value(text, at, end);
      if (found === null) return null;
      for (let i = found.from; i < found.to; i++) if (text[i]! < 58) return found;
      return null;
    },
  };
}

export default defineKind({
  kind: 'private-key',
  finders: [{ bytes: '$', end: hashEnd }],
  labels: [
    secret(
      [
        'password',
        'passwd',
        'passphrase',
        'pwd',
        'passwordhash',
        'userpassword',
        'bindpassword',
        'sharedsecret',
        'clientsecret',
        'client_secret',
        'accesstoken',
        'access_token',
        'refresh_token',
        'sessiontoken',
        'authtoken',
        'auth_token',
        'apikey',
        'api_key',
        'secretkey',
        'secret_key',
        'privatekey',
        'private_key',
        'communitystring',
        'chapsecret',
        'mutualchapsecret',
        'vmware_soap_session',
        'jsessionid',
      ],
      '=>',
    ),
    secret(
      [
        'encryption.keysafe',
        'encryption.data',
        'datafilekey',
        'configencdata',
        'vmx.encryptiondata',
        'keysafe',
      ],
      '=:',
    ),
    material(['key', 'data', 'data1', 'data2']),
  ],
  assigner: () => new Placeholders(write),
  samples: [
    {
      text: '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,0A1B\n\nMIIEqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQEL\nabcd\n-----END RSA PRIVATE KEY-----',
      hides: ['MIIE', 'abcd'],
      keeps: ['Proc-Type: 4,ENCRYPTED', 'REDACTED\nREDACTED\n-----END'],
    },
    {
      // Lines that are narrower than those of openssl.
      text: '"-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIIt3kS9dQnVx0aTz\\nAoGBAKj5nVw1pQeR7yHs\\nq3Zt\\n-----END EC PRIVATE KEY-----\\n"',
      hides: ['MHcC', 'AoGB', 'q3Zt'],
    },
    {
      text: 'root:$6$kT9sQzXr$8fJm2n0bW4pLxVtYqHcUdRaEoGsKiZwBvNyMfThQjSgP:18000:0:::::',
      hides: ['kT9sQzXr', '8fJm2n0b'],
      keeps: ['root:$6$REDACTED:18000'],
    },
    {
      text: 'password="hunter2" <password>hunter2</password> {"password":"hunter2"} password=hunter2&x=1',
      hides: ['hunter2'],
      keeps: ['<password>REDACTED</password>'],
    },
    {
      text: 'encryption.keySafe = "vmware:key/list/(pair/(phrase/GeEDBt3OE1k%3d/pass2key%3dPBKDF2))"',
      hides: ['GeEDBt3OE1k'],
    },
    {
      text: 'type=key:cipher=AES%2d256:key=Uz8MFZfqTbWN2jIHbFPhag%3d%3d',
      hides: ['Uz8MFZfq'],
      keeps: ['cipher=AES%2d256:key='],
    },
    {
      text: 'Accepted password for root from 10.0.0.9; password requisite pam.so; key=value data=12',
      keeps: ['password for root from', 'password requisite pam.so; key=value data=12'],
    },
  ],
});

/** Of a hash its sort stays. */
function write(text: string): string | null {
  if (NO_SECRET.test(text)) return null;
  const sort = /^\$\w{1,10}\$/.exec(text)?.[0];
  return sort === undefined ? PLACEHOLDER : sort + PLACEHOLDER;
}
