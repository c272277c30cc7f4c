import { beforeEach, describe, expect, it } from 'vitest';
import { MAX_LEFTOVER } from '../../workers/bytes/sink';
import { detectFormat, formatById, PLAIN } from '../../workers/formats/registry';
import { CHUNK_ROWS } from '../../workers/kernel/columns';
import { KernelDictionary } from '../../workers/kernel/dictionary';
import type { Kernel } from '../../workers/kernel/kernel';
import { describeRecord, RecordParser, type RecordsExports } from '../../workers/kernel/records';
import { freshKernel } from './kernel';
import { encode, parseAll, readRows } from './logs';

let kernel: Kernel<RecordsExports>;
beforeEach(async () => {
  kernel = await freshKernel<RecordsExports>();
});

const parse = (id: string, text: string, options?: Parameters<typeof parseAll>[3]) =>
  parseAll(kernel, formatById(id), encode(text), options);
const describeText = (id: string, text: string) =>
  describeRecord(kernel, encode(text), { format: formatById(id), processHint: null, yearHint: 2024 });
const HOSTD = 'info hostd[1] [Originator@6876 sub=A] ';

describe('records and their lines', () => {
  it('tile the bytes of their file', () => {
    const first = `2018-07-05T21:06:22.793Z ${HOSTD}one\r\n--> two\r\n\r\nbare\r\n`;
    const second = `2018-07-05T21:06:23.793Z ${HOSTD}three`;
    const { rows, file } = parse('vmacore', first + second);
    expect(rows.map(({ offset, line }) => [offset, line])).toEqual([
      [0, 1],
      [first.length, 5],
    ]);
    expect(file).toMatchObject({ rows: 2, lines: 5, bytes: first.length + second.length, firstRow: 0 });
    expect(file.firstTime).toBe(Date.UTC(2018, 6, 5, 21, 6, 22, 793));
    expect(file.lastTime).toBe(Date.UTC(2018, 6, 5, 21, 6, 23, 793));
  });

  it('of two files follow each other', () => {
    parse('vmacore', `2018-07-05T21:06:22.793Z ${HOSTD}one\n`);
    const { file, rows } = parse('plain', 'a\nb\n');
    expect(file).toMatchObject({ firstRow: 1, rows: 2, lines: 2, bytes: 4, firstTime: null, lastTime: null });
    expect(rows.map((row) => row.time)).toEqual([null, null]);
  });

  it('fill several chunks', () => {
    const line = encode(`2018-07-05T21:06:22.793Z ${HOSTD}x\n`);
    const block = kernel.allocate(line.length + 64);
    kernel.bytes().set(line, block);
    const parser = new RecordParser(kernel);
    parser.beginFile({ format: formatById('vmacore'), processHint: null, yearHint: 2024 });
    for (let i = 0; i < CHUNK_ROWS + 10; i++) parser.push(block, line.length, false);
    expect(parser.endFile(0).rows).toBe(CHUNK_ROWS + 10);
    expect(readRows(kernel, CHUNK_ROWS - 1, 2).map((row) => [row.line, row.offset])).toEqual([
      [CHUNK_ROWS, (CHUNK_ROWS - 1) * line.length],
      [CHUNK_ROWS + 1, CHUNK_ROWS * line.length],
    ]);
  });

  it('of an empty file are none', () => {
    expect(parse('vmacore', '').file).toMatchObject({ rows: 0, lines: 0, bytes: 0, firstTime: null });
  });
});

describe('continuations', () => {
  const head = (pid: number, ms: number) => `2025-12-11T16:43:23.${ms}Z In(166) Hostd[${pid}]: `;

  it('of ESXi 8 need the process and the instant of the record above, not its pid', () => {
    const lines = [
      `${head(1, 314)}[Originator@6876 sub=A] one`,
      `${head(2, 314)}--> joined`,
      `${head(2, 315)}--> another instant`,
      `${head(2, 315).replace('Hostd', 'Vpxa')}--> another process`,
    ];
    const { rows } = parse('vmacore', lines.join('\n'));
    expect(rows.map((row) => [row.line, row.process])).toEqual([
      [1, 'Hostd'],
      [3, 'Hostd'],
      [4, 'Vpxa'],
    ]);
  });

  it.each(['+', '[+]'])('are marked by %s behind the code', (marker) => {
    const text = `2025-12-11T16:43:23.314Z In(14) sshd[1]: one\n2025-12-11T16:43:23.315Z In(14)${marker} sshd[1]: two\n`;
    expect(parse('syslog', text).rows.length).toBe(1);
    expect(describeText('syslog', text).message).toBe('one\ntwo');
  });

  it('at the start of a file are records of their own, with what is known', () => {
    const { rows } = parse('vmacore', `--> end of it\nmore\n2018-07-05T21:06:22.793Z ${HOSTD}x\n`, {
      process: 'hostd',
    });
    expect(rows.map((row) => [row.line, row.time, row.timeKnownBy, row.process])).toEqual([
      [1, null, 'inherited', 'hostd'],
      [3, '2018-07-05T21:06:22.793Z', 'stated', 'hostd'],
    ]);
    expect(describeText('vmacore', '--> end of it\nmore').message).toBe('end of it\nmore');
    expect(parse('vmacore', `${head(1, 314)}--> cut\n`).rows).toMatchObject([{ process: 'Hostd', pid: '1' }]);
    expect(parse('vmware', '2021-11-15T00:23:51Z| mks| W003+ cut\n').rows).toMatchObject([{ pid: 'mks' }]);
  });

  it('do not exist in the syslog class: a line without head is a record with the time inherited', () => {
    const { rows } = parse('syslog', '2021-02-09T23:38:52Z crond[1]: a\nbare\n--> b\n');
    expect(rows.map((row) => [row.time, row.timeKnownBy, row.process])).toEqual([
      ['2021-02-09T23:38:52.000Z', 'stated', 'crond'],
      ['2021-02-09T23:38:52.000Z', 'inherited', null],
      ['2021-02-09T23:38:52.000Z', 'inherited', null],
    ]);
  });
});

describe('lines that any file may hold', () => {
  it('are records', () => {
    const lines = [
      `2018-07-05T21:06:22.793Z ${HOSTD}one`,
      '2018-07-05T21:06:23Z mark: text',
      '2018-07-05T21:06:24.000Z - last log rotation time, 2018-07-05T21:06:22.000Z - time the service was last started 2018-07-01T00:00:00.000Z, Section for VMware ESX, pid=1',
      '- last log rotation time, 2018-07-05T21:06:22.000Z - time the service was last started, Section for VMware ESX, pid=1',
      '2018-07-05T21:06:25.000Z vmsyslogd[2097]: log socket hiccup',
      '2025-12-11T16:43:23.314Z In(166) Hostd[5]: - last log rotation time, 2018-07-05T21:06:22.000Z - time the service was last started 2018-07-01T00:00:00.000Z, Section for VMware ESXi, pid=1',
    ];
    const { rows } = parse('vmacore', lines.join('\n'), { process: 'hostd' });
    expect(rows.map((row) => [row.process, row.pid, row.timeKnownBy])).toEqual([
      ['hostd', '1', 'stated'],
      ['mark', null, 'stated'],
      ['hostd', null, 'stated'],
      ['hostd', null, 'inherited'],
      ['vmsyslogd', '2097', 'stated'],
      ['Hostd', '5', 'stated'],
    ]);
    expect(describeText('vmacore', lines[3]!).message).toBe(lines[3]);
    expect(describeText('vmacore', lines[2]!).message).toMatch(/^- last log rotation time, /);
  });
});

describe('times', () => {
  const timeOf = (text: string) => {
    const [row] = parse('timed', `${text} x\n`).rows;
    return [row!.time, row!.timeKnownBy];
  };

  it.each([
    ['2018-07-05T21:06:22.793Z', '2018-07-05T21:06:22.793Z', 'stated'],
    ['2018-07-05T21:06:22.97Z', '2018-07-05T21:06:22.970Z', 'stated'],
    ['2018-07-05T21:06:22.1Z', '2018-07-05T21:06:22.100Z', 'stated'],
    ['2018-07-05T21:06:22.123999Z', '2018-07-05T21:06:22.123Z', 'stated'],
    ['2018-07-05T21:06:22.123456789Z', '2018-07-05T21:06:22.123Z', 'stated'],
    ['2018-07-05T21:06:22Z', '2018-07-05T21:06:22.000Z', 'stated'],
    ['2018-07-05T20:31:05.671+05:30', '2018-07-05T15:01:05.671Z', 'stated'],
    ['2018-07-05T20:31:05.671-0800', '2018-07-06T04:31:05.671Z', 'stated'],
    ['2018-07-05T20:31:05+02', '2018-07-05T18:31:05.000Z', 'stated'],
    ['2021-11-15T00:23:51+01:00[+0.000]', '2021-11-14T23:23:51.000Z', 'stated'],
    ['2012-04-16 20:35:04.594', '2012-04-16T20:35:04.594Z', 'zone-assumed'],
    ['2012-04-16 20:35:04,594', '2012-04-16T20:35:04.594Z', 'zone-assumed'],
    ['2000-02-29T23:59:60.000Z', '2000-03-01T00:00:00.000Z', 'stated'],
    ['1969-12-31T23:59:59.500Z', '1969-12-31T23:59:59.500Z', 'stated'],
  ])('%s', (text, time, known) => expect(timeOf(text)).toEqual([time, known]));

  it.each([
    '2018-13-05T21:06:22.793Z',
    '2018-00-05T21:06:22.793Z',
    '2018-07-32T21:06:22.793Z',
    '2018-07-05T24:06:22.793Z',
    '2018-07-05T21:60:22.793Z',
    '2018-07-05T21:06:61.793Z',
    '2018-07-05T21:06:2x.793Z',
    '2018-07-05X21:06:22.793Z',
    '2018-07-05T21:06',
    '/018-07-05T21:06:22.793Z',
    ':018-07-05T21:06:22.793Z',
  ])('%s is none', (text) => {
    // Even when the line before has the same minute.
    const { rows } = parse('timed', `2018-07-05T21:06:21.000Z a\n${text} x\n`);
    expect(rows.map((row) => row.timeKnownBy)).toEqual(['stated', 'inherited']);
  });

  it('agree with Date over the whole calendar', () => {
    const days = Array.from(
      { length: 3000 },
      (_, i) => new Date(Date.UTC(1900, 0, 1 + i * 41, 12, 34, 56, 789)),
    );
    const { rows } = parse('timed', days.map((day) => `${day.toISOString()} x`).join('\n'));
    expect(rows.map((row) => row.time)).toEqual(days.map((day) => day.toISOString()));
  });

  it('are inherited by records without one, but not by those before the first', () => {
    const { rows, file } = parse(
      'vmkernel',
      'TSC: 0 cpu0:0)A: x\n2018-07-05T21:06:22.793Z cpu0:1)B: x\nTSC: 9 cpu0:0)C: x\n',
    );
    expect(rows.map((row) => [row.time, row.timeKnownBy])).toEqual([
      [null, 'inherited'],
      ['2018-07-05T21:06:22.793Z', 'stated'],
      ['2018-07-05T21:06:22.793Z', 'inherited'],
    ]);
    expect(file.firstTime).toBe(file.lastTime);
  });
});

describe('times without a year', () => {
  const times = (text: string, reference: number) => {
    const { rows, file } = parse('syslog', text, { year: new Date(reference).getUTCFullYear(), reference });
    return { times: rows.map((row) => row.time?.slice(0, 10)), file, rows };
  };
  const line = (date: string) => `${date} 01:26:46 host a: x`;

  it('are not later than the day after the file was written', () => {
    const day = Date.UTC(2024, 2, 10, 12);
    expect(times(line('Mar 11'), day).times).toEqual(['2024-03-11']);
    expect(times(line('Mar 12'), day).times).toEqual(['2023-03-12']);
    expect(times(line('Jan  1'), Date.UTC(2023, 11, 31, 12)).times).toEqual(['2024-01-01']);
  });

  it('go back a year at a turn of the year', () => {
    const text = ['Nov 30', 'Dec 31', 'Jan  1', 'Feb 29', 'Dec 30', 'Jan  2'].map(line).join('\n');
    const { times: found, file } = times(text, Date.UTC(2025, 0, 10));
    expect(found).toEqual([
      '2023-11-30',
      '2023-12-31',
      '2024-01-01',
      '2024-02-29',
      '2024-12-30',
      '2025-01-02',
    ]);
    expect(file.yearInferredRows).toBe(6);
    expect(new Date(file.firstTime!).toISOString()).toBe('2023-11-30T01:26:46.000Z');
  });

  it('take 29 February to a leap year', () => {
    expect(times(line('Feb 29'), Date.UTC(2023, 5, 1)).times).toEqual(['2020-02-29']);
  });

  it('take the year of a neighbour that states one', () => {
    const text = [line('Dec 31'), '2016-01-01T00:00:00Z a: x', line('Jan  2'), 'bare', line('Jan  1')].join(
      '\n',
    );
    const { times: found, rows } = times(text, Date.UTC(2025, 0, 10));
    expect(found).toEqual(['2015-12-31', '2016-01-01', '2016-01-02', '2016-01-02', '2016-01-01']);
    expect(rows.map((row) => row.timeKnownBy)).toEqual([
      'year-inferred',
      'stated',
      'year-inferred',
      'inherited',
      'year-inferred',
    ]);
  });
});

describe('keys of a vmacore head', () => {
  const keys = (bracket: string) => {
    const [row] = parse('vmacore', `2018-07-05T21:06:22.793Z info hostd[1] ${bracket} m] essage\n`).rows;
    const { component, opId, sid, user } = row!;
    return { component, opId, sid, user };
  };

  it.each([
    ['[Originator@6876 sub=A]', { component: 'A' }],
    ['[vSAN@1 sub=A opId=b]', { component: 'A', opId: 'b' }],
    [
      '[Originator@6876 sub=Vmsvc.vm:/vmfs/a b/c d.vmx opID=o user=u]',
      { component: 'Vmsvc.vm:/vmfs/a b/c d.vmx', opId: 'o', user: 'u' },
    ],
    ['[Originator@6876 sub=x[1]y opID=o]', { component: 'x[1]y', opId: 'o' }],
    ['[Originator@6876 sub=a=b c=d opID=o]', { component: 'a=b c=d', opId: 'o' }],
    [
      '[Originator@6876 sub=A item=i opID=o sid=s user=vpxuser:<no user> update=1 reason=r]',
      { component: 'A', opId: 'o', sid: 's', user: 'vpxuser:<no user>' },
    ],
    [
      '[Originator@6876 sub="A ] b" opID="o" user="D\\u v"]',
      { component: 'A ] b', opId: 'o', user: 'D\\u v' },
    ],
    ['[Originator@6876 opID= user=u]', { user: 'u' }],
    [`[Originator@6876 sub=${'long/'.repeat(60)} opID=o]`, { component: 'long/'.repeat(60), opId: 'o' }],
  ])('%s', (bracket, expected) => {
    expect(keys(bracket)).toEqual({ component: null, opId: null, sid: null, user: null, ...expected });
  });

  it('that never end are part of the message', () => {
    const text = '2018-07-05T21:06:22.793Z info hostd[1] [Originator@6876 sub=A opID=x';
    expect(describeText('vmacore', text)).toMatchObject({
      component: null,
      message: '[Originator@6876 sub=A opID=x',
    });
  });

  it('that end the line leave an empty message', () => {
    const text = '2018-07-05T21:06:22.793Z info hostd[1] [Originator@6876 sub=A]';
    for (const end of ['', '\n', '\r\n']) {
      expect(describeText('vmacore', text + end)).toMatchObject({ component: 'A', message: '' });
    }
  });
});

describe('bad input', () => {
  it('a line without end is one record by its first part, however it comes', () => {
    const head = `2018-07-05T21:06:22.793Z ${HOSTD}`;
    const text = encode(`${head}${'x'.repeat(3 * MAX_LEFTOVER)}\n${head}y\n`);
    const expected = [
      [0, 1],
      [head.length + 3 * MAX_LEFTOVER + 1, 2],
    ];
    const parser = new RecordParser(kernel);
    const size = 50_000;
    const block = kernel.allocate(MAX_LEFTOVER + size + 64);
    parser.beginFile({ format: formatById('vmacore'), processHint: null, yearHint: 2024 });
    let from = 0;
    let held = 0;
    for (let end = size; ; end = Math.min(end + size, text.length)) {
      kernel.bytes().set(text.subarray(from, end), block);
      from += parser.push(block, end - from, end === text.length);
      held = Math.max(held, end - from);
      if (end === text.length) break;
    }
    const { rows, lines, bytes } = parser.endFile(0);
    expect(readRows(kernel, 0, rows).map((row) => [row.offset, row.line])).toEqual(expected);
    expect({ lines, bytes }).toEqual({ lines: 2, bytes: text.length });
    expect(held).toBeLessThanOrEqual(MAX_LEFTOVER);
    expect(parseAll(kernel, formatById('vmacore'), text).rows.map((row) => [row.offset, row.line])).toEqual(
      expected,
    );
  });

  it('NUL bytes, control characters and broken UTF-8 are ordinary', () => {
    const bytes = encode(
      '2018-07-05T21:06:22.793Z info ho?td[\0\x1b] [Originator@6876 sub=?] a\0b\x07?\n\0\0\n',
    ).map((c) => (c === 0x3f ? 0xff : c));
    const { rows } = parseAll(kernel, formatById('vmacore'), bytes);
    expect(rows).toMatchObject([{ process: 'ho\ufffdtd', pid: '\0\x1b', component: '\ufffd', line: 1 }]);
    const hints = { format: formatById('vmacore'), processHint: null, yearHint: 2024 };
    expect(describeRecord(kernel, bytes, hints).message).toBe('a\0b\x07\ufffd\n\0\0');
  });

  it('markup stays text', () => {
    const text = '2018-07-05T21:06:22Z <b>[<i>]: <script>alert(1)</script>';
    expect(describeText('timed', text).message).toBe('<b>[<i>]: <script>alert(1)</script>');
  });

  it('noise neither fails nor loses a byte', () => {
    let seed = 7;
    const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) >>> 16;
    const pieces = [
      '2018-07-05T21:06:22.793Z ',
      'info hostd[',
      '] ',
      '[Originator@6876 ',
      'sub=',
      ' opID=',
      'cpu1:2',
      ')',
      '\n',
      '\r',
      '| ',
      'In(14)',
      '+ ',
      ': ',
      "'",
      '"',
      '-->',
      '<6>',
      'Jan  1 00:00:00 ',
      '\0',
      'ä',
      '=',
      ']',
    ];
    const text = Array.from({ length: 20_000 }, () => pieces[random() % pieces.length]).join('');
    const bytes = encode(text);
    const newlines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    for (const id of [
      'vmacore',
      'vmkernel',
      'syslog',
      'relay',
      'vmware',
      'eam',
      'xen',
      'services',
      'plain',
    ]) {
      const { rows, file } = parseAll(kernel, formatById(id), bytes);
      expect(file).toMatchObject({ lines: newlines, bytes: bytes.length });
      rows.forEach((row, i) => {
        const end = rows[i + 1]?.offset ?? bytes.length;
        expect(end).toBeGreaterThan(row.offset);
        if (i % 5) return;
        const described = describeRecord(kernel, bytes.slice(row.offset, end), {
          format: formatById(id),
          processHint: null,
          yearHint: 2024,
        });
        expect(
          {
            level: described.level,
            component: described.component,
            pid: described.pid,
            user: described.user,
          },
          text,
        ).toEqual({ level: row.level, component: row.component, pid: row.pid, user: row.user });
      });
      detectFormat(kernel, bytes, 'x', true);
    }
  });
});

describe('offsets', () => {
  it('wrap at 4 GiB, and the parser says where', () => {
    const parser = new RecordParser(kernel);
    const line = `${'x'.repeat(1 << 20)}`;
    const bytes = encode(`a\n${line}\n`);
    const block = kernel.allocate(bytes.length + 64);
    kernel.bytes().set(bytes, block);
    parser.beginFile({ format: PLAIN, processHint: null, yearHint: 2024 });
    const rounds = 4100;
    for (let i = 0; i < rounds; i++) parser.push(block, bytes.length, false);
    const { offsetWraps, bytes: total, rows } = parser.endFile(0);
    expect([total, rows]).toEqual([bytes.length * rounds, rounds * 2]);
    expect(offsetWraps.length).toBe(1);
    const [wrap] = offsetWraps;
    const offsets = readRows(kernel, wrap! - 1, 2).map((row) => row.offset);
    const start = (row: number) => (row >> 1) * bytes.length + (row & 1 ? 2 : 0);
    expect(offsets).toEqual([start(wrap! - 1), start(wrap!) - 2 ** 32]);
  });
});

it('describing a record does not disturb the file being parsed', () => {
  const parser = new RecordParser(kernel);
  const bytes = encode('Jan  1 00:00:00 host a[1]: x\n');
  const block = kernel.allocate(bytes.length + 64);
  parser.beginFile({ format: formatById('syslog'), processHint: null, yearHint: 2011 });
  for (let i = 0; i < 2; i++) {
    kernel.bytes().set(bytes, block);
    parser.push(block, bytes.length, i === 1);
    describeText('vmkernel', 'Feb  2 00:00:00 vmkernel: cpu1:2)x');
  }
  const { firstRow, rows } = parser.endFile(Date.UTC(2011, 5, 1));
  expect(readRows(kernel, firstRow, rows)).toMatchObject([
    { time: '2011-01-01T00:00:00.000Z', pid: '1', line: 1 },
    { time: '2011-01-01T00:00:00.000Z', pid: '1', line: 2 },
  ]);
  expect(new KernelDictionary(kernel).size('pid')).toBe(2);
});
