import { byteAt, byteSet, isWordByte } from '../byte-classes';
import { defineKind, type Label } from '../kind';
import { valueBehind } from '../label-value';
import { PLACEHOLDER, Placeholders } from '../placeholders';

const WORDS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const VISIBLE = byteSet(`${WORDS}!#$%*+-./:=?@^_|~()[]{}`).fill(1, 0x80);
const IN_USER = byteSet(`${WORDS}!$%*+-._~\\`).fill(1, 0x80);
const IN_URL_PASSWORD = byteSet(`${WORDS}!#$%&'()*+,-.:;=?^_~`).fill(1, 0x80);
const BASE64 = byteSet(`${WORDS}+/=%`);
const HASH = byteSet(`${WORDS}./$=,+-`);
const IN_TOKEN = byteSet(`${WORDS}+/=-_.~`);
const LONGEST = 2048;
/** `root:p` in base64 has eight characters. */
const SHORTEST_TOKEN = 8;
/** The shortest hash of a password: of DES 13, of MD5 22 characters behind its mark. */
const SHORTEST_HASH = 24;
/** Least bits of a key in base64. */
const SHORTEST_KEY = 16;
/** Said instead of a password. */
const NO_SECRET =
  /^(?:\*+|x|null|none|nil|true|false|yes|no|set|unset|not set|n\/a|required|enabled|disabled|expired|locked|changed|incorrect|invalid|empty|hidden|redacted|<.*>|\(.*\)|\$\{.*\}|%\w+%)$/i;

/** `$6$salt$hash` and the like. */
function hashEnd(text: Uint8Array, at: number, end: number): number {
  let i = at + 1;
  while (i - at < 12 && isWordByte(byteAt(text, i, end))) i++;
  if (i === at + 1 || byteAt(text, i, end) !== 36) return 0;
  while (i < end && i - at < 256 && HASH[text[i]!] === 1) i++;
  return i - at >= SHORTEST_HASH ? i : 0;
}

/** The password in `https://user:password@host`, with the colon before it. */
function urlPasswordEnd(text: Uint8Array, at: number, end: number): number {
  let to = at + 1;
  while (to - at < 128 && IN_URL_PASSWORD[byteAt(text, to, end)] === 1) to++;
  if (to === at + 1 || byteAt(text, to, end) !== 64) return 0;
  let from = at;
  while (from > 0 && at - from < 64 && IN_USER[text[from - 1]!] === 1) from--;
  return from > 2 && text[from - 1] === 47 && text[from - 2] === 47 && text[from - 3] === 58 ? to : 0;
}

/**
 * What stands behind `password=` and the like, behind `--password ` on a command line, and behind `password: ` that begins
 * a line, as in YAML; behind a blank anywhere else it is a word of the log's own.
 */
const passwords: Label = {
  words: ['password', 'passwd', 'passphrase'],
  value(text, at, end) {
    const shape = { bytes: VISIBLE, longest: LONGEST, signs: '=>' };
    const value = valueBehind(text, at, end, shape);
    if (value !== null) return value;
    let from = at;
    while (from > 0 && at - from < 16 && isWordByte(text[from - 1]!)) from--;
    const next = byteAt(text, at, end);
    if (next === 32 && text[from - 1] === 45 && text[from - 2] === 45) {
      return valueBehind(text, at, end, { ...shape, signs: '', blank: true });
    }
    if (next !== 58 || byteAt(text, at + 1, end) !== 32) return null;
    const word = from;
    while (from > 0 && word - from < 64 && (text[from - 1] === 32 || text[from - 1] === 9)) from--;
    const beginsLine = from === 0 || text[from - 1] === 10;
    return beginsLine ? valueBehind(text, at, end, { ...shape, signs: ':' }) : null;
  },
};

/** What HTTP's `Authorization` says behind its scheme: a token, or user and password in base64. */
const authorization: Label = {
  words: ['bearer', 'basic'],
  value(text, at, end) {
    if (byteAt(text, at, end) !== 32) return null;
    let to = at + 1;
    while (to - at < LONGEST && IN_TOKEN[byteAt(text, to, end)] === 1) to++;
    if (to - at <= SHORTEST_TOKEN || isWordByte(byteAt(text, to, end))) return null;
    const value = String.fromCharCode(...text.subarray(at + 1, to));
    return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[\d=]/.test(value) ? { from: at + 1, to } : null;
  },
};

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
  finders: [
    { bytes: '$', end: hashEnd },
    { bytes: ':', end: urlPasswordEnd },
  ],
  labels: [
    passwords,
    authorization,
    secret(
      [
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
      text: 'password=Größe1 vim-cmd --password hunter2 -x; esxcli --password "hunter2 b" https://root:hunter2@10.0.0.9:443/sdk\npassword: hunter2\n  passwd: "hunter2"\n',
      hides: ['hunter2', 'Größe1'],
      keeps: [' -x; esxcli', '@1', ':443/sdk'],
    },
    {
      text: 'Authorization: Basic cm9vdDpodW50ZXIy, "Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln" basic authentication bearer of Config4',
      hides: ['cm9v', 'eyJ', 'c2ln'],
      keeps: ['Basic ', 'Bearer ', 'basic authentication bearer of Config4'],
    },
    {
      text: '[12:00:01:a@b] bad password: no such user; tcp://10.0.0.9:443 https://a.b/c:d@e',
      keeps: ['[12:00:01:a@', 'bad password: no such', ':443', '/c:d@'],
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

/** Of a hash its sort stays, of the password in a URL the colon. */
function write(text: string): string | null {
  if (NO_SECRET.test(text)) return null;
  const sort = /^(?:\$\w{1,10}\$|:(?=.))/.exec(text)?.[0];
  return sort === undefined ? PLACEHOLDER : sort + PLACEHOLDER;
}
