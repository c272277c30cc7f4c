import { describe, expect, it } from 'vitest';
import { formatQuery, withTerm } from '../../workers/query/format';
import { MAX_QUERY_LENGTH, parseQuery } from '../../workers/query/parser';
import { QueryError } from '../../workers/query/query-error';
import { bare, CONTEXT, randomFrom } from './query-support';

const PIECES = [
  ...' \t\n"\\()-/:*<>=+.[]{}|^$?#@~,;\'&%!0',
  ...[
    'a',
    'or',
    'AND',
    'level',
    'level>=',
    'level:',
    'error',
    'user:',
    'message:',
    'message:/',
    'after:',
    'before:',
    'file:',
  ],
  ...[
    '+10m',
    '-2h',
    '2023-12-05',
    'T14:31',
    'Z',
    '--',
    '/i',
    '/vmfs/volumes/',
    'http://',
    'ac:1f:6b',
    'nosuch:',
    'é',
    '日',
    '\u{1f600}',
  ],
  ...['\ud800', '\u0000', '\u2028', '\u00a0', '\ufeff'],
];

/** Parses; an error must lie inside the text and say so. */
function parsesOrSaysWhere(text: string): boolean {
  try {
    const node = parseQuery(text, CONTEXT);
    const again = formatQuery(node);
    expect(bare(parseQuery(again, CONTEXT)), `${text} → ${again}`).toEqual(bare(node));
    return true;
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    expect(error.code).toMatch(/^query-[a-z-]+$/);
    expect(error.column, text).toBeGreaterThanOrEqual(0);
    expect(error.length, text).toBeGreaterThan(0);
    expect(error.column + error.length, text).toBeLessThanOrEqual(text.length);
    expect(error.message).toContain(`Column ${error.column + 1}: `);
    return false;
  }
}

describe('any text', () => {
  it('made of pieces of queries parses or says where it does not', () => {
    const random = randomFrom(1);
    let parsed = 0;
    for (let round = 0; round < 30_000; round++) {
      const text = Array.from({ length: 1 + random(14) }, () => PIECES[random(PIECES.length)]).join('');
      if (parsesOrSaysWhere(text)) parsed++;
    }
    expect(parsed).toBeGreaterThan(1000); // not only errors were tried
  });

  it('made of any code units parses or says where it does not', () => {
    const random = randomFrom(2);
    for (let round = 0; round < 5000; round++) {
      parsesOrSaysWhere(
        String.fromCharCode(...Array.from({ length: random(30) }, () => random(random(2) ? 128 : 65536))),
      );
    }
  });

  it('cut anywhere parses or says where it does not', () => {
    const text =
      'a -(user:"v \\"x" or level>=warn) /a (b)\\//i message:/x y/ after:-1h30m before:"2023-12-05 14:31" -"b c"';
    for (let from = 0; from < text.length; from++) {
      for (let to = from; to <= text.length; to++) parsesOrSaysWhere(text.slice(from, to));
    }
  });

  it('takes time in proportion to its length', () => {
    const random = randomFrom(4);
    for (let round = 0; round < 60; round++) {
      let text = '';
      const few = Array.from({ length: 1 + random(4) }, () => PIECES[random(PIECES.length)]!);
      while (text.length < MAX_QUERY_LENGTH - 20) text += few[random(few.length)];
      const start = performance.now();
      try {
        parseQuery(text, CONTEXT);
      } catch (error) {
        expect(error).toBeInstanceOf(QueryError);
      }
      expect(performance.now() - start, JSON.stringify(few)).toBeLessThan(1000);
    }
  });

  it('keeps its meaning when a term is added', () => {
    const random = randomFrom(5);
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: 1 + random(8) }, () => PIECES[random(PIECES.length)]).join('');
      if (!parsesOrSaysWhere(text)) continue;
      const grown = withTerm(text, 'sid', 'x', { replace: true });
      expect(() => parseQuery(grown, CONTEXT), `${text} → ${grown}`).not.toThrow();
    }
  });
});
