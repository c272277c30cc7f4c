import { deflateRawSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { contentKind } from '../../workers/archive/content-kind';
import { ascii, concat, tar, tarEntry } from './tar-bytes';
import { zip } from './zip-bytes';

/** What the first bytes of a file, as many as are sniffed at, are taken for. */
function kindOf(bytes: Uint8Array, head = 24 * 1024): string {
  const { kind, encoding } = contentKind(bytes.subarray(0, head), bytes.length);
  return kind === 'text' ? `text ${encoding}` : kind;
}

/** Noise of a seed: the same in every run. */
function noise(length: number, seed = 1): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 8;
  });
}

const LINE = '2026-01-09T16:04:30.123Z info hostd[2099571] [Originator@6876 sub=Vimsvc] Ticket issued\n';
const LOG = ascii(LINE.repeat(100));
const utf16 = (text: string, bigEndian = false) => {
  const bytes = Buffer.from(text, 'utf16le');
  return Uint8Array.from(bigEndian ? bytes.swap16() : bytes);
};

test.each<[string, Uint8Array, string]>([
  ['nothing', new Uint8Array(), 'empty'],
  ['gzip', gzipSync(LOG), 'gzip'],
  ['the first bytes of gzip', Uint8Array.of(0x1f, 0x8b, 8), 'gzip'],
  ['gzip with reserved flags', concat([Uint8Array.of(0x1f, 0x8b, 8, 0xff), noise(500)]), 'binary'],
  ['zip', zip({ entries: [{ name: 'a', data: 'b' }] }), 'zip'],
  ['empty zip', zip({ entries: [] }), 'zip'],
  ['zip in parts', concat([ascii('PK\x07\x08'), zip({ entries: [{ name: 'a' }] })]), 'zip'],
  ['text about PK', ascii('PK is here to stay\n'), 'text utf-8'],
  ['ustar', tar(tarEntry({ name: 'a' })), 'tar'],
  ['GNU tar', tar(tarEntry({ name: 'a', magic: 'gnu' })), 'tar'],
  ['v7 tar', tar(tarEntry({ name: 'a', magic: 'v7' })), 'tar'],
  ['v7 tar of signed sums', tar(tarEntry({ name: 'ä', magic: 'v7', checksum: 'signed' })), 'tar'],
  ['tar with a damaged header', tar(tarEntry({ name: 'a', damage: (header) => (header[0] = 98) })), 'tar'],
  ['blocks of zeros', new Uint8Array(10_240), 'binary'],
  ['text about tar', ascii(`${'x'.repeat(257)}ustar is a format\n`), 'text utf-8'],
  ['ELF', concat([ascii('\x7fELF\x02\x01\x01'), noise(400)]), 'elf'],
  ['envelope', concat([ascii('DataTransformEnvelope'), new Uint8Array(4096)]), 'envelope'],
  ['envelope in a dump', concat([noise(4096), ascii('DataTransformEnvelope'), noise(99)]), 'envelope'],
  [
    'envelope in an ELF dump',
    concat([ascii('\x7fELF'), noise(4092), ascii('DataTransformEnvelope')]),
    'envelope',
  ],
  ['log', LOG, 'text utf-8'],
  ['log with a byte order mark', concat([Uint8Array.of(0xef, 0xbb, 0xbf), LOG]), 'text utf-8'],
  ['one letter', ascii('x'), 'text utf-8'],
  ['CRLF', ascii('a\r\nb\r\n'), 'text utf-8'],
  ['colours', ascii('\x1b[31merror\x1b[0m\n'.repeat(20)), 'text utf-8'],
  ['log with NULs', ascii(`${LINE}\0\0${LINE}a\0b\n`), 'text utf-8'],
  ['log that begins with a run of NULs', concat([new Uint8Array(3000), LOG]), 'text utf-8'],
  ['log that ends in one', concat([ascii(LINE), new Uint8Array(9000)]), 'text utf-8'],
  ['strings with NULs between', ascii('PATH=/bin\0HOME=/root\0TERM=xterm\0'), 'text utf-8'],
  ['Latin-1', Buffer.from('Gr\xfc\xdfe aus K\xf6ln\n'.repeat(20), 'latin1'), 'text utf-8'],
  ['Japanese', ascii('ログの行です。\n'.repeat(50)), 'text utf-8'],
  ['Shift-JIS', Uint8Array.from({ length: 400 }, (_, i) => [0x83, 0x8d, 0x83, 0x4f][i % 4]!), 'text utf-8'],
  ['UTF-16LE with a mark', utf16(`\ufeff${LINE}`), 'text utf-16le'],
  ['UTF-16BE with a mark', utf16(`\ufeff${LINE}`, true), 'text utf-16be'],
  ['UTF-16LE without', utf16(LINE), 'text utf-16le'],
  ['UTF-16BE without', utf16(LINE, true), 'text utf-16be'],
  ['UTF-16 of another script', utf16(`\ufeff${'ログの行です。\r\n'.repeat(20)}`), 'text utf-16le'],
  ['UTF-16 of an odd length', utf16(`\ufeff${LINE}`).subarray(0, 101), 'text utf-16le'],
  [
    'small numbers, 32 bits each',
    new Uint8Array(Uint32Array.from({ length: 500 }, (_, i) => i % 20).buffer),
    'binary',
  ],
  [
    'small numbers, 16 bits each',
    new Uint8Array(Uint16Array.from({ length: 500 }, (_, i) => i % 30).buffer),
    'binary',
  ],
  ['noise', noise(5000), 'binary'],
  ['little noise', noise(40), 'binary'],
  ['deflate', deflateRawSync(noise(5000)), 'binary'],
  [
    'records of padded names',
    concat(
      Array.from({ length: 50 }, (_, i) =>
        concat([Uint8Array.of(7, 0, i % 9, 1), ascii('tty1'), new Uint8Array(120)]),
      ),
    ),
    'binary',
  ],
])('%s', (_what, bytes, kind) => {
  expect(kindOf(bytes)).toBe(kind);
});

test('what is compressed or encrypted is never text, whatever the seed', () => {
  for (let seed = 1; seed < 200; seed++) expect(kindOf(noise(600, seed * 7919))).toBe('binary');
});

test('a character cut at the end of what is sniffed at is no fault', () => {
  for (let head = 1; head < 40; head++)
    expect(kindOf(ascii('日本語のログ'.repeat(10)), head)).toBe('text utf-8');
});

test('bytes that are not there', () => {
  expect(contentKind(new Uint8Array(), 100)).toEqual({ kind: 'damaged', encoding: 'binary' });
});
