import { byteAt, byteSet, colonAt, HEX, isDigit, isWordByte } from '../byte-classes';
import { defineKind, type Label, type Value } from '../kind';
import { valueBehind } from '../label-value';
import { isPair } from '../pairs-text';
import { ThumbprintAliases } from '../thumbprint-aliases';

/** Octets of MD5, SHA-1, SHA-256, SHA-384 and SHA-512. */
const LENGTHS = new Set([16, 20, 32, 48, 64]);
const MOST = 65;
const DIGITS = byteSet('0123456789abcdefABCDEF:');
const BLANK = 32;
const HYPHEN = 45;
/** What stands between a label and digits with blanks or hyphens. */
const GAP = byteSet(' \t:=>"\'\\().#');
const LONGEST_GAP = 24;
const BASE64 = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');

/** End of octets with colons (perhaps percent-encoded) between them, of a number that digests have; 0 when there is none. */
function octetsEnd(text: Uint8Array, at: number, end: number): number {
  if (byteAt(text, at - 1, end) === 58 && isPair(text, at - 3, end) && !isWordByte(byteAt(text, at - 4, end)))
    return 0;
  // Of times and of shorter addresses.
  if (text[at + 2] === 58 && byteAt(text, at + 17, end) !== 58) return 0;
  let i = at;
  let octets = 0;
  for (;;) {
    if (HEX[byteAt(text, i, end)] === 255 || HEX[byteAt(text, i + 1, end)] === 255) return 0;
    i += 2;
    octets++;
    const colon = colonAt(text, i, end);
    if (colon === 0 || octets === MOST) break;
    // Behind `fingerprint 5e:…:` something else may follow.
    if (HEX[byteAt(text, i + colon, end)] === 255) break;
    i += colon;
  }
  return LENGTHS.has(octets) && !isWordByte(byteAt(text, i, end)) ? i : 0;
}

/** End of pairs with a blank or a hyphen between them, the same all along; 0 when they are none that a digest has. */
function partedEnd(text: Uint8Array, at: number, end: number): number {
  const sign = byteAt(text, at + 2, end);
  if (sign !== BLANK && sign !== HYPHEN) return 0;
  let i = at;
  for (let octets = 1; octets <= MOST; octets++) {
    if (!isPair(text, i, end)) return 0;
    i += 2;
    const goesOn = byteAt(text, i, end) === sign && isPair(text, i + 1, end);
    if (!goesOn) {
      if (LENGTHS.has(octets)) return i;
      // The last may be a word that digits could spell, as `be`.
      const isWord = sign === BLANK && !isDigit(text[i - 2]!) && !isDigit(text[i - 1]!);
      return isWord && LENGTHS.has(octets - 1) ? i - 3 : 0;
    }
    i++;
  }
  return 0;
}

/** Digits with blanks or hyphens, as Windows and certificate viewers write them; only a label says what they are. */
function partedBehind(text: Uint8Array, at: number, end: number): Value | null {
  let i = at;
  while (i - at < LONGEST_GAP && GAP[byteAt(text, i, end)] === 1) i++;
  const to = i === at ? 0 : partedEnd(text, i, end);
  return to === 0 ? null : { from: i, to };
}

/** Digits without colons behind a word that says what they are. */
const digits: Label = {
  words: [
    'thumbprint',
    'thumbprint is',
    'fingerprint',
    'fingerprint is',
    'thumbprint (sha1)',
    'thumbprint (sha256)',
    'fingerprint (sha1)',
    'fingerprint (sha256)',
    'fingerprint (md5)',
    ...['certificate', 'cert', 'ssl certificate'].flatMap((what) =>
      ['sha1', 'sha-1', 'sha256', 'sha-256', 'md5', 'hash', 'digest'].flatMap((digest) =>
        [' ', '_', '-', ''].map((sign) => `${what}${sign}${digest}`),
      ),
    ),
    'sslcertificatehash',
    'certhashsha256',
  ],
  endings: ['thumbprint', 'fingerprint'],
  value(text, at, end) {
    const parted = partedBehind(text, at, end);
    if (parted !== null) return parted;
    const value = valueBehind(text, at, end, { bytes: DIGITS, longest: 200, signs: ':=>', blank: true });
    if (value === null) return null;
    const length = value.to - value.from;
    for (let i = value.from; i < value.to; i++) if (HEX[text[i]!] === 255) return null;
    return length % 2 === 0 && LENGTHS.has(length / 2) ? value : null;
  },
};

/** `SHA256:` and a digest in base64 without padding, as OpenSSH writes it. */
function base64(word: string, octets: number): Label {
  const length = Math.ceil((octets * 8) / 6);
  return {
    words: [word],
    value(text, at, end) {
      if (byteAt(text, at, end) !== 58) return null;
      let to = at + 1;
      while (to - at <= length && BASE64[byteAt(text, to, end)] === 1) to++;
      return to - at - 1 === length && BASE64[byteAt(text, to, end)] === 0 ? { from: at + 1, to } : null;
    },
  };
}

export default defineKind({
  kind: 'thumbprint',
  finders: [{ words: { of: 'hex', from: 2, to: 2, next: ':%' }, end: octetsEnd }],
  labels: [digits, base64('sha1', 20), base64('sha256', 32), base64('sha512', 64)],
  assigner: (book) => book.part(ThumbprintAliases),
  samples: [
    {
      text: 'SHA1 Fingerprint=5E:4F:00:50:56:A3:B4:C5:D6:E7:F8:09:1A:2B:3C:4D:5E:6F:70:81 thumbprint "5e4f005056a3b4c5d6e7f8091a2b3c4d5e6f7081"',
      hides: ['5E:4F', 'A3:B4', '70:81', '5e4f00', '6f7081'],
      keeps: ['SHA1 Fingerprint=FA:', ' thumbprint "fa'],
    },
    {
      text: 'sslThumbprint = 5e:4f:00:50:56:a3:b4:c5:d6:e7:f8:09:1a:2b:3c:4d:5e:6f:70:81:5e:4f:00:50:56:a3:b4:c5:d6:e7:f8:09, <thumbprint>5E4F005056A3B4C5D6E7F8091A2B3C4D5E6F70815E4F005056A3B4C5D6E7F809</thumbprint>',
      hides: ['5e:4f', 'a3:b4', '5E4F', 'E7F809'],
      keeps: ['</thumbprint>'],
    },
    {
      text: 'Accepted publickey for root: RSA SHA256:K7xVgY2rQmZ0bW4pLxVtYqHcUdRaEoGsKiZwBvNyMfQ MD5:5e:4f:00:50:56:a3:b4:c5:d6:e7:f8:09:1a:2b:3c:4d',
      hides: ['K7xVgY2r', 'MfQ', '5e:4f', '3c:4d'],
      keeps: ['SHA256:', 'MD5:fa:'],
    },
    {
      text: 'Thumbprint: 5E 4F 00 50 56 A3 B4 C5 D6 E7 F8 09 1A 2B 3C 4D 5E 6F 70 81 be sslThumbprint=5E-4F-00-50-56-A3-B4-C5-D6-E7-F8-09-1A-2B-3C-4D-5E-6F-70-81, thumbprint "5e 4f 00 50 56 a3 b4 c5 d6 e7 f8 09 1a 2b 3c 4d 5e 6f 70 81"',
      hides: ['5E 4F', '5E-4F', '5e 4f', '70 81', '70-81'],
      keeps: ['Thumbprint: FA 00 00', '=FA-00-00-', ', thumbprint "fa 00 00 '],
    },
    {
      text: 'thumbprint: 5E 4F 00 50 and 5E 4F 00 50 56 A3 B4 C5 D6 E7 F8 09 1A 2B 3C 4D 5E 6F 70 81, fingerprint - 12 34',
      keeps: ['thumbprint: 5E 4F 00 50 and 5E 4F 00 50 56 A3', ', fingerprint - 12 34'],
    },
    {
      text: 'certificate sha256: 5e4f005056a3b4c5d6e7f8091a2b3c4d5e6f7081a2b3c4d5e6f708192a3b4c5d, "certSha1":"5E4F005056A3B4C5D6E7F8091A2B3C4D5E6F7081" certificateHash=5e4f005056a3b4c5d6e7f8091a2b3c4d',
      hides: ['5e4f', '5E4F', '2a3b4c5d'],
      keeps: ['certificate sha256: fa', '"certSha1":"FA'],
    },
    {
      text: 'sha256: 5e4f005056a3b4c5d6e7f8091a2b3c4d5e6f7081a2b3c4d5e6f708192a3b4c5d md5 = 5e4f005056a3b4c5d6e7f8091a2b3c4d cert md5: 5e4f',
      keeps: [
        'sha256: 5e4f005056a3b4c5d6e7f8091a2b3c4d5e6f7081a2b3c4d5e6f708192a3b4c5d md5 = 5e4f005056a3b4c5d6e7f8091a2b3c4d cert md5: 5e4f',
      ],
    },
    {
      text: 'aa:bb:cc:dd:ee:f0:11 thumbprint is missing, sha256: 5e4f fingerprint of the key',
      keeps: ['aa:bb:cc:dd:ee:f0:11 thumbprint is missing, sha256: 5e4f fingerprint of the key'],
    },
  ],
});
