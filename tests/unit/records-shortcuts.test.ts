import { beforeEach, describe, expect, it } from 'vitest';
import { formatById } from '../../workers/formats/registry';
import type { Kernel } from '../../workers/kernel/kernel';
import type { RecordsExports } from '../../workers/kernel/records';
import { freshKernel } from './kernel';
import { encode, parseAll } from './logs';

let kernel: Kernel<RecordsExports>;
beforeEach(async () => {
  kernel = await freshKernel<RecordsExports>();
});

const parse = (id: string, ...lines: string[]) =>
  parseAll(kernel, formatById(id), encode(lines.join('\n'))).rows;
const LONG_NAME = 'a-program-of-a-long-name';
const KEYS = '[Originator@6876 sub=Vimsvc opID=a1 user=root] text';

describe('a line that is no case for a shortcut reads like one that is', () => {
  const usual = `2025-12-11T16:43:23.314Z In(166) Hostd[2155281]: ${KEYS}`;
  it.each([
    ['two blanks behind the code', 'In(166)', 'In(166) '],
    ['a code of four digits', 'In(166)', 'In(1660)'],
    ['a code of two digits', 'In(166)', 'In(16)'],
    ['another first key', 'sub=Vimsvc opID=a1', 'opID=a1 sub=Vimsvc'],
    ['a quoted first value', 'sub=Vimsvc', 'sub="Vimsvc"'],
    ['another originator', 'Originator@6876', 'vSAN@6876'],
  ])('%s', (_, from, to) => {
    const [first, second] = parse('vmacore', usual, usual.replace(from, to));
    expect(first).toMatchObject({ level: 'info', process: 'Hostd', pid: '2155281', component: 'Vimsvc' });
    expect(second).toEqual({ ...first, offset: usual.length + 1, line: 2 });
  });

  it.each([
    ['process', usual.replace('Hostd', LONG_NAME), { process: LONG_NAME, pid: '2155281' }],
    ['pid', usual.replace('2155281', '123456789012345678'), { process: 'Hostd', pid: '123456789012345678' }],
    ['minute', usual.replace('16:43', '16:44'), { time: '2025-12-11T16:44:23.314Z', process: 'Hostd' }],
    ['code', usual.replace('In', 'Wa'), { level: 'warning', process: 'Hostd' }],
  ])('another %s', (_, line, expected) => {
    expect(parse('vmacore', usual, line)[1]).toMatchObject(expected);
  });

  it('unless it is of another shape', () => {
    const rows = parse('vmacore', usual, usual.replace('23.314Z', '61.314Z'), usual.replace('In(', 'Xx('));
    expect(rows.map((row) => [row.line, row.level])).toEqual([
      [1, 'info'],
      [3, null],
    ]);
  });
});

describe('continuations without keys', () => {
  const head = '2025-12-11T16:43:23.314Z In(166)';
  it.each(['+', '[+]'])('marked by %s belong to the record above, or are a record of their own', (mark) => {
    const rows = parse(
      'vmacore',
      `${head} Hostd[1]: ${KEYS}`,
      `${head}${mark} Hostd[1]: [context]zKq7AVICAgAAA`,
      `${head}${mark} Hostd[1]: --> }`,
      `${head}${mark} Vpxa[2]: text`,
    );
    expect(rows.map(({ line, process, pid }) => [line, process, pid])).toEqual([
      [1, 'Hostd', '1'],
      [4, 'Vpxa', '2'],
    ]);
  });
});

describe('rows that were dropped', () => {
  it('leave no ids to those that follow', () => {
    const line = `2025-12-11T16:43:23.314Z In(166) Hostd[2155281]: ${KEYS}`;
    parse('vmacore', line, line, line);
    kernel.exports.setRowCount(1);
    const rows = parse('vmacore', '2025-12-11T16:43:24.000Z: text', '2025-12-11T16:43:25.000Z: text');
    const none = { process: null, pid: null, component: null, opId: null, sid: null, user: null, host: null };
    expect(rows).toMatchObject([none, none]);
  });

  it('and a process remembered from a file is forgotten with the dictionaries', () => {
    const line = (name: string) => `2025-12-11T16:43:23.314Z In(166) ${name}[1]: ${KEYS}`;
    parse('vmacore', line('Vpxa'), line('Hostd'));
    kernel.exports.setRowCount(0);
    kernel.exports.clearDictionaries();
    expect(parse('vmacore', line('Hostd'), line('Vpxa')).map((row) => row.process)).toEqual([
      'Hostd',
      'Vpxa',
    ]);
  });
});
