import { beforeAll, describe, expect, test } from 'vitest';
import type { SearchExports } from '../../workers/kernel/search';
import type { Kernel } from '../../workers/kernel/kernel';
import { compileNeedle } from '../../workers/timeline/needle';
import { freshKernel } from './kernel';
import { randomNumbers } from './timeline-fixture';

let kernel: Kernel<SearchExports>;
beforeAll(async () => {
  kernel = await freshKernel<SearchExports>();
});

/** Text, needle and offsets laid out in kernel memory, text as close to other content as allowed. */
function lay(text: Uint8Array, needle: string, offsets: number[] = []) {
  const compiled = compileNeedle(needle)!;
  const block = kernel.exports.reserve(text.length + 128);
  kernel.bytes().fill(0x41, block, block + text.length + 128); // what is behind the text must not be found
  kernel.bytes().set(text, block + 16);
  const at = kernel.exports.reserve(compiled.bytes.length);
  kernel.bytes().set(compiled.bytes, at);
  const table = kernel.exports.reserve(4 * offsets.length + 16);
  kernel.words().set(offsets, table >>> 2);
  return { ...compiled, text: block + 16, at, table };
}

function lineHits(text: string | Uint8Array, needle: string, capacity = 1000): number[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const laid = lay(bytes, needle);
  const hits = kernel.exports.reserve(4 * capacity + 16);
  const all: number[] = [];
  for (let from = 0; ; from = kernel.exports.searchResume()) {
    const { length, probeA, probeB } = laid;
    const found = kernel.exports.searchLines(
      laid.text,
      bytes.length,
      from,
      laid.at,
      length,
      probeA,
      probeB,
      hits,
      capacity,
    );
    expect(found).toBeLessThanOrEqual(capacity);
    all.push(...kernel.words().slice(hits >>> 2, (hits >>> 2) + found));
    if (found < capacity) break;
  }
  return all;
}

function recordHits(text: Uint8Array, offsets: number[], needle: string, firstBit: number): number[] {
  const laid = lay(text, needle, offsets);
  const records = offsets.length - 1;
  const bits = kernel.exports.reserve(records + 64);
  kernel.bytes().fill(0, bits, bits + records + 64);
  const { length, probeA, probeB } = laid;
  const found = kernel.exports.searchRecords(
    laid.text,
    laid.at,
    length,
    probeA,
    probeB,
    laid.table,
    records,
    bits,
    firstBit,
  );
  const hits: number[] = [];
  for (let bit = 0; bit < firstBit + records + 8; bit++) {
    if ((kernel.bytes()[bits + (bit >>> 3)]! >> (bit & 7)) & 1) hits.push(bit - firstBit);
  }
  expect(found).toBe(hits.length);
  return hits;
}

const fold = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function expectedLineHits(text: string, needle: string): number[] {
  const hits: number[] = [];
  let from = 0;
  for (;;) {
    const hit = fold(text).indexOf(fold(needle), from);
    if (hit < 0) return hits;
    hits.push(hit);
    const end = text.indexOf('\n', hit);
    if (end < 0) return hits;
    from = end + 1;
  }
}

describe('searchLines', () => {
  test.each([
    ['', 'x', []],
    ['x', 'x', [0]],
    ['X', 'x', [0]],
    ['ab', 'abc', []],
    ['abc', 'abc', [0]],
    ['xxab', 'abc', []],
    ['aaaa\naa', 'aa', [0, 5]],
    ['aab\nab', 'ab', [1, 4]],
    ['[ { @ ` \n{', '{', [2, 9]],
    ['[ { @ ` \n[', '[', [0, 9]],
    ['@ ` @', '`', [2]],
    ['@ ` @', '@', [0]],
    ['Task-ID', 'task-id', [0]],
    ['TASK\rID', 'k', [3]],
    ['\0\x01a\0', '\0', [0]],
    ['ÄÖÜ → done', '→ DONE', [7]],
    ['ab\xa0', '\xa0', [2]],
  ])('%j for %j', (text, needle, hits) => expect(lineHits(text, needle)).toEqual(hits));

  test('is not misled by bytes that are no letters', () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    for (let byte = 1; byte < 128; byte++) {
      const character = String.fromCharCode(byte);
      if (byte === 10 || byte === 13) continue;
      const lower = character.toLowerCase().charCodeAt(0);
      const upper = character.toUpperCase().charCodeAt(0);
      const first = Math.min(lower, upper);
      // One newline in the text: what comes before it and what comes after are a line each.
      const expected = lower !== upper ? [first] : [byte];
      expect(lineHits(every, character)).toEqual(expected);
    }
  });

  test.each([1, 2, 15, 16, 17, 31, 32, 33, 64, 65, 200])('needle of %i bytes at every place', (length) => {
    const random = randomNumbers(length);
    const letters = 'aBcD-1 ';
    const pick = (count: number) =>
      Array.from({ length: count }, () => letters[Math.floor(random() * letters.length)]).join('');
    for (let before = 0; before < 140; before += length > 40 ? 7 : 1) {
      for (const after of [0, 1, 16, 70]) {
        const needle = pick(length);
        const text = pick(before) + needle.toUpperCase() + pick(after);
        expect(lineHits(text, needle)).toEqual(expectedLineHits(text, needle));
        const broken = text.slice(0, -1 - after) + '~' + text.slice(text.length - after);
        expect(lineHits(broken, needle)).toEqual(expectedLineHits(broken, needle));
      }
    }
  });

  test('random text, hits resumed in small steps', () => {
    const random = randomNumbers(23);
    for (let round = 0; round < 300; round++) {
      const text = Array.from({ length: Math.floor(random() * 2000) }, () =>
        random() < 0.03 ? '\n' : 'abAB'[Math.floor(random() * 4)],
      ).join('');
      const needle = Array.from(
        { length: 1 + Math.floor(random() * 6) },
        () => 'abAB'[Math.floor(random() * 4)],
      ).join('');
      expect(lineHits(text, needle, 1 + Math.floor(random() * 5))).toEqual(expectedLineHits(text, needle));
    }
  });
});

describe('searchRecords', () => {
  test('random records, of several lines or of none', () => {
    const random = randomNumbers(29);
    for (let round = 0; round < 400; round++) {
      const records = Array.from({ length: 1 + Math.floor(random() * 200) }, () =>
        Array.from({ length: Math.floor(random() * 30) }, () => 'abAB\n'[Math.floor(random() * 5)]).join(''),
      );
      const offsets = [0];
      for (const record of records) offsets.push(offsets.at(-1)! + record.length);
      const needle = Array.from(
        { length: 1 + Math.floor(random() * 5) },
        () => 'abAB'[Math.floor(random() * 4)],
      ).join('');
      const expected = records.flatMap((record, i) => (fold(record).includes(fold(needle)) ? [i] : []));
      const text = new TextEncoder().encode(records.join(''));
      expect(recordHits(text, offsets, needle, Math.floor(random() * 32))).toEqual(expected);
    }
  });

  test('a hit that runs on into the next record is none, and hides none', () => {
    const text = new TextEncoder().encode('xxabababxab');
    expect(recordHits(text, [0, 3, 6, 8, 11], 'ab', 0)).toEqual([1, 2, 3]);
    expect(recordHits(text, [0, 3, 5, 8, 11], 'abab', 0)).toEqual([]);
    expect(recordHits(text, [0, 3, 11], 'abab', 0)).toEqual([1]);
  });

  test('the needle is not found before the first record', () => {
    const text = new TextEncoder().encode('ab ab ab');
    expect(recordHits(text, [3, 6, 8], 'ab', 0)).toEqual([0, 1]);
    expect(recordHits(text, [8, 8], 'ab', 0)).toEqual([]);
  });
});

describe('firstNonAscii', () => {
  test('finds the byte at every place', () => {
    const block = kernel.exports.reserve(512);
    for (let length = 0; length < 70; length++) {
      kernel.bytes().fill(0x7f, block, block + length);
      kernel.bytes().fill(0xff, block + length, block + 512);
      expect(kernel.exports.firstNonAscii(block, block + length)).toBe(block + length);
      for (let place = 0; place < length; place++) {
        kernel.bytes()[block + place] = 0x80;
        expect(kernel.exports.firstNonAscii(block, block + length)).toBe(block + place);
        kernel.bytes()[block + place] = 0x7f;
      }
    }
  });
});

describe('compileNeedle', () => {
  test.each(['ä', 'naïve', 'Ω', 'ﬀ', '\ufffd', 'a\nb', 'a\r', '', '\ud800'])(
    '%j needs decoded text',
    (text) => {
      expect(compileNeedle(text)).toBeNull();
    },
  );

  test('probes the rarest bytes', () => {
    const needle = compileNeedle('the error 0xZ~')!;
    expect([needle.probeA, needle.probeB].sort((a, b) => a - b)).toEqual([12, 13]);
    expect(compileNeedle('e')).toMatchObject({ length: 1, probeA: 0, probeB: 0 });
  });
});
