import { describe, expect, it } from 'vitest';
import { completions } from '../../workers/query/complete';
import type { CompletionSources } from '../../workers/query/field';
import { FIELDS } from '../../workers/query/fields';
import { randomFrom } from './query-support';

const VALUES: Record<string, string[]> = {
  user: ['root', 'vpxuser', 'vpxuser:VSPHERE.LOCAL\\Administrator', 'vpxuser:<no user>'],
  opid: ['esxui-8c02-9b39', 'esxui-42e-a241'],
  file: ['var/run/log/hostd.log', 'vmfs/volumes/x/New VM/vmware.log'],
  after: ['2023-12-05T14:31:48.557Z'],
};

const sources: CompletionSources = {
  values: (field, prefix, limit) =>
    (VALUES[field] ?? [])
      .filter((value) => value.toLowerCase().startsWith(prefix.toLowerCase()))
      .slice(0, limit),
};

/** Queries after taking each completion at `|`, which becomes the cursor. */
function taken(marked: string, limit?: number): string[] {
  const cursor = marked.indexOf('|');
  const text = marked.replace('|', '');
  return completions(text, cursor, sources, limit).map(
    ({ from, to, text: piece }) => text.slice(0, from) + piece + text.slice(to),
  );
}

describe('completions', () => {
  it('offers every field where a term can start', () => {
    const names = FIELDS.map(({ name }) => `${name}:`);
    expect(taken('|')).toEqual(names);
    expect(taken('(|')).toEqual(names.map((name) => `(${name}`));
    expect(taken('-|')).toEqual(names.map((name) => `-${name}`));
    expect(taken('a |')).toEqual([...names.map((name) => `a ${name}`), 'a or ']);
    expect(taken('a or |')).not.toContain('a or or ');
    expect(taken('(a)|').at(-1)).toBe('(a)or ');
  });

  it.each([
    ['us|', ['user:']],
    ['a -us|', ['a -user:']],
    ['(us|)', ['(user:)']],
    ['o|', ['opid:']],
    ['a o|', ['a opid:', 'a or ']],
    ['a or|', ['a or ']],
    ['so|me', ['source:']],
    ['us|er:root', ['user:root']],
    ['level|', ['level:', 'level>', 'level>=', 'level<', 'level<=']],
    ['zz|', []],
    ['Us|', []],
    ['"us|', []],
    ['"a b" us|', ['"a b" user:']],
    ['/us|', []],
    ['/us|er/', []],
    // levels
    ['level:w|', ['level:warning']],
    [
      'level>=|',
      ['trace', 'debug', 'info', 'notice', 'warning', 'error', 'critical', 'fatal'].map(
        (name) => `level>=${name}`,
      ),
    ],
    ['level>=E|', ['level>=error']],
    ['level:>=e|', ['level:>=error']],
    ['level:e| a', ['level:error a']],
    ['level:e|rr a', ['level:error a']],
    // values of the case
    ['user:r|', ['user:root']],
    ['a -user:R| b', ['a -user:root b']],
    ['user:vpxuser:|', ['user:vpxuser:VSPHERE.LOCAL\\Administrator', 'user:"vpxuser:<no user>"']],
    ['user:"vpxuser:<|', ['user:"vpxuser:<no user>"']],
    ['user:"vpxuser:<|" a', ['user:"vpxuser:<no user>" a']],
    ['user:"vpxuser:<| level:error', ['user:"vpxuser:<no user>" level:error']],
    ['user:"root"|', []],
    ['file:var|', ['file:var/run/log/hostd.log']],
    ['file:vm|', ['file:"vmfs/volumes/x/New VM/vmware.log"']],
    ['sid:|', []],
    ['message:|', []],
    // times
    [
      'after:|',
      ['-10m', '+10m', '-1h', '+1h', '-1d', '+1d', '2023-12-05T14:31:48.557Z'].map((form) => `after:${form}`),
    ],
    ['before:+|', ['before:+10m', 'before:+1h', 'before:+1d']],
    ['after:2023|', ['after:2023-12-05T14:31:48.557Z']],
    // a field that was meant
    ['usr:ro|', ['user:ro']],
    ['error or) usr:|', ['error or) user:']],
  ])('%s', (marked, expected) => expect(taken(marked)).toEqual(expected));

  it('says what each is', () => {
    expect(completions('level:warn', 10, sources)[0]).toEqual({
      from: 6,
      to: 10,
      text: 'warning',
      label: 'warning',
      detail: 'level',
    });
    expect(completions('us', 2, sources)[0]).toMatchObject({ label: 'user:', detail: 'Who asked for it' });
    expect(completions('a o', 3, sources)[1]).toMatchObject({ text: 'or ', label: 'or' });
  });

  it('keeps to the limit', () => {
    expect(completions('', 0, sources, 3)).toHaveLength(3);
    expect(completions('user:', 5, sources, 2)).toHaveLength(2);
  });

  it('takes any text and any cursor', () => {
    const random = randomFrom(3);
    const pieces = [
      'user:',
      'level>=',
      '"',
      '(',
      ')',
      '-',
      '/',
      ' ',
      'a',
      'or',
      '\\',
      'after:',
      ':',
      '[',
      'é',
    ];
    for (let round = 0; round < 5000; round++) {
      const text = Array.from({ length: random(12) }, () => pieces[random(pieces.length)]).join('');
      const cursor = random(text.length + 4) - 2;
      for (const { from, to } of completions(text, cursor, sources)) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeGreaterThanOrEqual(from);
        expect(to).toBeLessThanOrEqual(text.length);
      }
    }
  });
});
