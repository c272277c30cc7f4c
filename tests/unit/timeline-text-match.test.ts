import { beforeAll, describe, expect, test } from 'vitest';
import type { Kernel } from '../../workers/kernel/kernel';
import type { SearchExports } from '../../workers/kernel/search';
import { MAX_EXPRESSION_BYTES, TextMatcher, type MessageOf } from '../../workers/timeline/text-match';
import type { TextLeaf } from '../../workers/timeline/text-scan';
import { freshKernel } from './kernel';
import { randomNumbers } from './timeline-fixture';

let kernel: Kernel<SearchExports>;
beforeAll(async () => {
  kernel = await freshKernel<SearchExports>();
});

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** What follows the first `]`, or everything. */
const messageOf: MessageOf = (_row, address, length) => {
  const record = decoder.decode(kernel.bytes().subarray(address, address + length)).replace(/\r?\n$/, '');
  return record.slice(record.indexOf(']') + 1);
};

interface Options {
  firstRow?: number;
  candidates?: number[];
  continued?: boolean;
}

/** Rows (counted from the first) that each leaf finds in the records, given with their line ends. */
function match(
  records: readonly (string | Uint8Array)[],
  leaves: TextLeaf[],
  options: Options = {},
): number[][] {
  const { firstRow = 0, candidates, continued } = options;
  const parts = records.map((record) =>
    typeof record === 'string' ? new TextEncoder().encode(record) : record,
  );
  const offsets = Uint32Array.from([0, ...parts.map(() => 0)]);
  parts.forEach((part, i) => (offsets[i + 1] = offsets[i]! + part.length));
  const length = offsets.at(-1)!;
  const address = kernel.allocate(length + 64);
  parts.forEach((part, i) => kernel.bytes().set(part, address + offsets[i]!));
  kernel.bytes().fill(0x80, address + length, address + length + 64);
  const matcher = new TextMatcher(kernel, leaves, messageOf);
  const open = new Uint32Array(((firstRow + parts.length + 31) >>> 5) - (firstRow >>> 5));
  for (const row of candidates ?? []) {
    const bit = (firstRow & 31) + row;
    open[bit >>> 5]! |= 1 << (bit & 31);
  }
  const answers = matcher.match({ address, offsets, firstRow, candidates: candidates && open, continued });
  matcher.dispose();
  kernel.release(address, length + 64);
  return answers.map((bits) => {
    expect(bits.length).toBe(open.length);
    const rows: number[] = [];
    for (let row = 0; row < parts.length; row++) {
      const bit = (firstRow & 31) + row;
      if ((bits[bit >>> 5]! >>> (bit & 31)) & 1) rows.push(row);
    }
    return rows;
  });
}

const word = (text: string): TextLeaf => ({ kind: 'text', text });
const message = (text: string): TextLeaf => ({ kind: 'message', text });
const regex = (source: string, flags = '', over: 'raw' | 'message' = 'raw'): TextLeaf => ({
  kind: 'regex',
  source,
  flags,
  over,
});

describe('TextMatcher', () => {
  const log = [
    'info hostd[1] Task created\n',
    'error hostd[2] disk full\n--> second line, ERROR again\n',
    'warning vobd[3] Größe geändert\n',
    'error vpxa[4] grösse unbekannt\r\n',
    'note',
  ];

  test('words, messages and expressions in one sweep', () => {
    const leaves = [
      word('ERROR'),
      word('hostd['),
      message('error'),
      message('task'),
      regex('^error.*full$', 'm'),
      regex('d\\[\\d\\]'),
      regex('^ \\w+', '', 'message'),
      word('nowhere'),
    ];
    expect(match(log, leaves)).toEqual([[1, 3], [0, 1], [1], [0], [1], [0, 1, 2], [0, 1, 2, 3], []]);
  });

  test('letters beyond ASCII in either case', () => {
    expect(match(log, [word('GRÖSSE'), word('grösse'), word('ÄNDERT'), word('größe')])).toEqual([
      [3],
      [3],
      [2],
      [2],
    ]);
    expect(match(log, [message('GEÄNDERT'), message('größe'), message('ä')])).toEqual([[2], [2], [2]]);
    expect(match(['ΣΊΣΥΦΟΣ\n', 'σίσυφος\n', 'plain\n'], [word('Σίσυφος')])).toEqual([[0, 1]]);
  });

  test('bytes that are no UTF-8 are found as they are shown', () => {
    const broken = Uint8Array.of(0x61, 0xff, 0x62, 0x0a);
    expect(match(['a b\n', broken], [word('a\ufffdb'), word('\ufffd'), regex('^a.b$')])).toEqual([
      [1],
      [1],
      [0, 1],
    ]);
  });

  test('the line end is no part of a record', () => {
    const leaves = [
      regex('full$'),
      regex('unbekannt$'),
      regex('\\s$'),
      word('unbekannt\r'),
      word('full\n-->'),
      word('\n'),
    ];
    expect(match(log, leaves)).toEqual([[], [3], [], [], [1], [1]]);
  });

  test('a message that spans lines, and an empty word', () => {
    const records = ['x[1] one\ntwo\n', 'x[1] one\n', 'two x[1]\n'];
    expect(match(records, [message('one\ntwo'), message(''), word(''), message('\n')])).toEqual([
      [0],
      [0, 1, 2],
      [0, 1, 2],
      [0],
    ]);
  });

  test('only candidates are asked for text', () => {
    const asked: number[] = [];
    const record = new TextEncoder().encode('w[1] word\n');
    const address = kernel.allocate(10 * record.length + 64);
    for (let i = 0; i < 10; i++) kernel.bytes().set(record, address + i * record.length);
    const matcher = new TextMatcher(
      kernel,
      [message('word'), message('wo'), regex('w', '', 'message')],
      (row) => {
        asked.push(row);
        return ' word';
      },
    );
    const offsets = Uint32Array.from({ length: 11 }, (_, i) => i * record.length);
    const bits = matcher.match({ address, offsets, firstRow: 1000, candidates: Uint32Array.of(0x1200) });
    expect(asked).toEqual([1001, 1004]);
    expect(bits.map((words) => [...words])).toEqual([[0x1200], [0x1200], [0x1200]]);
  });

  test.each([0, 1, 31, 32, 33, 1_000_031])('rows from %i on', (firstRow) => {
    expect(match(log, [word('error'), regex('d'), word('ß')], { firstRow })).toEqual([
      [1, 3],
      [0, 1, 2],
      [2],
    ]);
    expect(match(log, [regex('d'), word('ß')], { firstRow, candidates: [0, 3] })).toEqual([[0], []]);
  });

  test('expressions look at the first MiB of a record, words at all of it', () => {
    const filling = 'x'.repeat(MAX_EXPRESSION_BYTES - 4);
    const records = [`${filling}abcd and needle\n`, `${filling}abcdef\n`, 'abcde\n'];
    expect(match(records, [word('NEEDLE'), regex('abcd'), regex('abcde'), word('abcde')])).toEqual([
      [0],
      [0, 1, 2],
      [2],
      [1, 2],
    ]);
    expect(match([...records, 'ö\n'], [regex('abcd'), regex('abcde')])).toEqual([[0, 1, 2], [2]]);
  });

  test('later windows of one large record answer words only', () => {
    const leaves = [word('late'), message('late'), regex('late'), regex('late', '', 'message'), word('spät')];
    expect(match(['so late, so spät\n'], leaves, { continued: true })).toEqual([[0], [0], [], [], [0]]);
    const matcher = new TextMatcher(kernel, [word('late'), message('longer one'), regex('x')], messageOf);
    expect(matcher.overlap).toBe(9);
    matcher.dispose();
  });

  test('random records against plain JavaScript', () => {
    const random = randomNumbers(31);
    const letters = ['a', 'B', 'é', 'É', '[', ']', ' ', '\n', '→'];
    const pick = (count: number, from = letters) =>
      Array.from({ length: count }, () => from[Math.floor(random() * from.length)]).join('');
    for (let round = 0; round < 300; round++) {
      const alphabet = random() < 0.5 ? letters.slice(0, 2).concat(letters.slice(4, 8)) : letters;
      const records = Array.from(
        { length: 1 + Math.floor(random() * 90) },
        () => `${pick(random() * 20, alphabet)}\n`,
      );
      const raws = records.map((record) => record.slice(0, -1));
      const texts = Array.from({ length: 4 }, () => pick(1 + random() * 3, letters.slice(0, 7)));
      const leaves = [
        word(texts[0]!),
        word(texts[1]!),
        message(texts[2]!),
        regex('[ab]é?\\[', 'i'),
        message(texts[3]!),
      ];
      const includes = (text: string, wanted: string) => text.toLowerCase().includes(wanted.toLowerCase());
      const rowsOf = (test: (raw: string) => boolean) => raws.flatMap((raw, row) => (test(raw) ? [row] : []));
      const said = (raw: string) => raw.slice(raw.indexOf(']') + 1);
      expect(match(records, leaves, { firstRow: Math.floor(random() * 100) })).toEqual([
        rowsOf((raw) => includes(raw, texts[0]!)),
        rowsOf((raw) => includes(raw, texts[1]!)),
        rowsOf((raw) => includes(said(raw), texts[2]!)),
        rowsOf((raw) => /[ab]é?\[/i.test(raw)),
        rowsOf((raw) => includes(said(raw), texts[3]!)),
      ]);
    }
  });
});
