import { describe, expect, it } from 'vitest';
import type { QueryNode } from '../../workers/query/ast';
import { FIELDS } from '../../workers/query/fields';
import { formatQuery, withTerm } from '../../workers/query/format';
import { LEVEL_NAMES } from '../../workers/query/levels';
import { parseQuery } from '../../workers/query/parser';
import { bare, CONTEXT, randomFrom } from './query-support';

describe('formatQuery', () => {
  it.each([
    ['', ''],
    ['  a   AND  b ', 'a b'],
    ['(a b) or (c)', 'a b or c'],
    ['a (b or c)', 'a (b or c)'],
    ['-(a b) -(-c) -d', '-(a b) -(-c) -d'],
    ['"plain"', 'plain'],
    ['"two words" "or" "a:b" "-x" "/a/" "say \\"x\\""', '"two words" "or" "a:b" "-x" "/a/" "say \\"x\\""'],
    ['level:WARN level:>=err', 'level:warning level>=error'],
    ['level:none', '-level>=trace'],
    ['before:+10m', 'before:2023-12-05T14:41:48.557Z'],
    ['/vmfs/volumes/.*x/i', '/vmfs\\/volumes\\/.*x/i'],
    ['message:/a b/ message:"/x"', 'message:/a b/ message:"/x"'],
    ['user:"root" user:"<no user>"', 'user:root user:"<no user>"'],
    [String.raw`user:"D\\x" user:D\x`, String.raw`user:D\x user:D\x`],
    ['* or a', '* or a'],
  ])('%s', (text, expected) => {
    const formatted = formatQuery(parseQuery(text, CONTEXT));
    expect(formatted).toBe(expected);
    expect(formatQuery(parseQuery(formatted, CONTEXT))).toBe(formatted);
  });

  it('writes trees that no text makes', () => {
    const span = { from: 0, to: 0 };
    const empty = (kind: 'and' | 'or'): QueryNode => ({ kind, terms: [], span });
    expect(formatQuery(empty('and'))).toBe('*');
    expect(formatQuery(empty('or'))).toBe('-*');
    expect(formatQuery({ kind: 'text', text: '', span })).toBe('*');
    expect(formatQuery({ kind: 'regex', source: '', flags: '', over: 'raw', span })).toBe('/(?:)/');
    expect(formatQuery({ kind: 'regex', source: 'a/[/]', flags: 'i', over: 'raw', span })).toBe('/a\\/[/]/i');
    expect(formatQuery({ kind: 'and', terms: [{ kind: 'text', text: 'a', span }], span })).toBe('a');
  });

  it('gives every tree back that it wrote', () => {
    const random = randomFrom(7);
    for (let round = 0; round < 5000; round++) {
      const node = randomTree(random, 5);
      const text = formatQuery(node);
      expect(bare(parseQuery(text, { anchor: null, zone: 'UTC' })), text).toEqual(bare(node));
    }
  });
});

const PIECES = [
  'a',
  'Hostd',
  ' ',
  '"',
  '\\',
  '(',
  ')',
  '-',
  '/',
  ':',
  '*',
  'or',
  'and',
  'level',
  'user:',
  '>=',
  '<',
  '+10m',
  '\t',
  'ü',
  '日',
  '.',
  '#',
  '\u0001',
  '\u00a0',
  '[',
  ']',
  '{',
  '~',
  '0',
  '9',
  'T',
];
const SOURCES = [
  'a',
  'a b',
  '(a|b)+',
  '[/"]x',
  'a\\/b',
  '\\(',
  '^\\d{4}-',
  '[^)]*\\)',
  '"',
  '\\[x\\]',
  '(?:-->|\\+)',
  ' ',
];

function randomTree(random: (below: number) => number, depth: number): QueryNode {
  const span = { from: 0, to: 0 };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const text = (): string => {
    const made = Array.from({ length: 1 + random(5) }, () => pick(PIECES)).join('');
    return made === '*' ? 'star' : made;
  };
  if (depth > 0 && random(3) > 0) {
    if (random(3) === 0) return { kind: 'not', term: randomTree(random, depth - 1), span };
    const terms = Array.from({ length: 2 + random(3) }, () => randomTree(random, depth - 1));
    return { kind: pick(['and', 'or'] as const), terms, span };
  }
  switch (random(9)) {
    case 0:
      return {
        kind: 'regex',
        source: pick(SOURCES),
        flags: pick(['', 'i', 'ms', 'u']).replace('u', ''),
        over: pick(['raw', 'message']),
        span,
      };
    case 1:
      return { kind: 'message', text: text(), span };
    case 2:
      return { kind: 'level', comparison: pick(['=', '>', '>=', '<', '<=']), level: pick(LEVEL_NAMES), span };
    case 3:
      return {
        kind: 'time',
        side: pick(['after', 'before']),
        at: random(2 ** 31) * 1000 + random(1000),
        span,
      };
    case 4:
      return { kind: pick(['file', 'source', 'vm', 'world'] as const), pattern: text(), span };
    case 5:
      return { kind: 'all', span };
    case 6:
      return {
        kind: 'field',
        field: pick(['process', 'pid', 'component', 'opid', 'sid', 'user', 'host']),
        pattern: text(),
        span,
      };
    default:
      return { kind: 'text', text: text(), span };
  }
}

describe('the table of fields', () => {
  it('has names that the lexer takes, and examples that parse', () => {
    for (const field of FIELDS) {
      expect(field.name).toMatch(/^[a-z]+$/);
      expect(field.description).not.toBe('');
      const node = parseQuery(field.example, CONTEXT);
      expect(field.owns(node), field.example).toBe(true);
      expect(FIELDS.filter((other) => other.owns(node))).toEqual([field]);
    }
    expect(new Set(FIELDS.map(({ name }) => name)).size).toBe(FIELDS.length);
  });
});

describe('withTerm', () => {
  it.each([
    ['', 'opid', 'abc-1', {}, 'opid:abc-1'],
    ['  ', 'opid', 'abc-1', { negate: true }, '-opid:abc-1'],
    ['hostd', 'opid', 'abc-1', {}, 'hostd opid:abc-1'],
    ['a or b', 'opid', 'abc-1', {}, '(a or b) opid:abc-1'],
    ['(a or b)', 'opid', 'abc-1', {}, '(a or b) opid:abc-1'],
    ['(a) or (b)', 'opid', 'abc-1', {}, '((a) or (b)) opid:abc-1'],
    ['a', 'user', 'vpxuser:<no user>', {}, 'a user:"vpxuser:<no user>"'],
    ['a', 'user', 'D\\n "q"', {}, 'a user:"D\\\\n \\"q\\""'],
    ['a', 'component', '/vmfs/x', {}, 'a component:"/vmfs/x"'],
    ['a', null, 'powered on', {}, 'a "powered on"'],
    ['a', null, 'or', { negate: true }, 'a -"or"'],
    ['a', 'level', '>=warning', {}, 'a level>=warning'],
    ['a', 'level', 'error', {}, 'a level:error'],
    ['a', 'after', '2023-12-05T14:31:48.557Z', {}, 'a after:2023-12-05T14:31:48.557Z'],
    // in place of the same field
    ['a opid:x b', 'opid', 'y', { replace: true }, 'a opid:y b'],
    ['opid:x', 'opid', 'y', { replace: true }, 'opid:y'],
    ['a and opid:x and b', 'opid', 'y', { replace: true }, 'a opid:y b'],
    ['opid:x a opid:z', 'opid', 'y', { replace: true }, 'opid:y a'],
    ['a -opid:x', 'opid', 'y', { replace: true }, 'a -opid:x opid:y'],
    ['a -opid:x opid:z', 'opid', 'y', { replace: true, negate: true }, 'a -opid:y opid:z'],
    ['(opid:x) a', 'opid', 'y', { replace: true }, 'opid:y a'],
    ['(opid:x or b) a', 'opid', 'y', { replace: true }, '(opid:x or b) a opid:y'],
    ['opid:x or b', 'opid', 'y', { replace: true }, '(opid:x or b) opid:y'],
    ['level:none x', 'level', '>=error', { replace: true }, 'level>=error x'],
    ['level>=info x', 'level', 'error', { replace: true }, 'level:error x'],
    ['after:-10m x', 'after', '+1h', { replace: true }, 'after:+1h x'],
    ['message:/a b/ "c d"', 'message', 'x', { replace: true }, 'message:x "c d"'],
    // a query with an error keeps it
    ['a "b', 'opid', 'y', {}, 'a "b opid:y'],
  ] as const)('%s + %s:%s %j', (text, field, value, options, expected) => {
    expect(withTerm(text, field, value, options)).toBe(expected);
  });

  it('means both: what was asked and the term', () => {
    const random = randomFrom(11);
    for (let round = 0; round < 1000; round++) {
      const before = formatQuery(randomTree(random, 3));
      const value = `x${random(100)} "(-/`;
      const grown = parseQuery(withTerm(before, 'opid', value), CONTEXT);
      const last = grown.kind === 'and' ? grown.terms.at(-1)! : grown;
      expect(bare(last)).toEqual({ kind: 'field', field: 'opid', pattern: value });
    }
  });
});
