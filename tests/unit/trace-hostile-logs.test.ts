import { describe, expect, test } from 'vitest';
import { detectFormat } from '../../workers/formats/registry';
import type { RecordsExports } from '../../workers/kernel/records';
import { fields, parseAuditRecord } from '../../workers/trace/libvirt/audit-record';
import { parseCommandLine, shellWords } from '../../workers/trace/libvirt/command-line';
import { parseExpression } from '../../workers/trace/xen/s-expression';
import { aheadOfUtc, toUtc } from '../../workers/trace/xen/syslog-zone';
import { parseXend } from '../../workers/trace/xen/xend-log';
import { freshKernel } from './kernel';
import { encode } from './logs';

const SHORT_MS = 2_000;

/** Runs it and fails when it takes so long that something in it must be worse than linear. */
function quickly<Value>(work: () => Value): Value {
  const begun = performance.now();
  const value = work();
  expect(performance.now() - begun).toBeLessThan(SHORT_MS);
  return value;
}

describe('a list of XAPI', () => {
  test('is read to any shape that it has', () => {
    expect(parseExpression(`('a' (b () 'c d') '')`)).toEqual(['a', ['b', [], 'c d'], '']);
    expect(parseExpression(String.raw`('CORP\\\\alice' 'O\\'Brien')`)).toEqual([
      String.raw`CORP\alice`,
      `O'Brien`,
    ]);
  });

  test.each(['', 'a', '(', `('a`, `('a' `, ')', `'a')`, String.raw`('a\\`])('%j is none', (text) => {
    expect(parseExpression(text)).toBe(null);
  });

  test('is not followed into any depth, and does not grow without bound', () => {
    expect(quickly(() => parseExpression('('.repeat(200_000)))).toBe(null);
    expect(quickly(() => parseExpression(`${'(a'.repeat(200)}${')'.repeat(200)}`))).toBe(null);
    expect(quickly(() => parseExpression(`(${`'a' `.repeat(50_000)})`))).toBe(null);
    expect(quickly(() => parseExpression(`(${`\\\\'`.repeat(80_000)}`))).toBe(null);
  });
});

describe('a record of the audit system', () => {
  test('with any number of fields is read in time, the last of a key counts', () => {
    const many = `type=VIRT_CONTROL msg=audit(1.000:1): ${'a=b '.repeat(100_000)}msg='virt=kvm'`;
    expect(quickly(() => parseAuditRecord(many))?.type).toBe('VIRT_CONTROL');
    expect(fields('vm=x vm="y"', true)).toEqual(new Map([['vm', 'y']]));
    expect(quickly(() => fields('a'.repeat(60_000), true)).size).toBe(0);
    expect(quickly(() => fields(`a=${'"'.repeat(60_000)}`, true)).size).toBe(1);
  });

  test('keys that objects have are only keys', () => {
    expect(fields('__proto__=1 constructor=2', true).get('constructor')).toBe('2');
  });

  test('what is decoded from hexadecimal is what raw records have, and only there', () => {
    const raw = "type=VIRT_CONTROL msg=audit(1.000:1): msg='virt=kvm vm=4D7920564D old-mem=10 res=success'";
    expect(parseAuditRecord(raw)?.body.get('vm')).toBe('My VM');
    expect(parseAuditRecord(raw)?.body.get('old-mem')).toBe('10');
    const shown = raw.replace('1.000', '01/02/2024 03:04:05.000').replace('4D7920564D', 'My VM');
    expect(parseAuditRecord(shown)?.body.get('vm')).toBe('My VM');
    expect(parseAuditRecord(shown.replace('My VM', 'ABBA'))?.body.get('vm')).toBe('ABBA');
    expect(parseAuditRecord(raw.replace('vm=4D7920564D', 'vm="ABBA"'))?.body.get('vm')).toBe('ABBA');
    expect(parseAuditRecord(raw.replace('4D7920564D', 'C3'))?.body.get('vm')).toBe('\uFFFD');
  });
});

describe('a command line', () => {
  test('is split as a shell does', () => {
    expect(shellWords(`a 'b c' "d\\"e" f\\ g \\\n h ''`)).toEqual(['a', 'b c', 'd"e', 'f g', 'h', '']);
    expect(quickly(() => shellWords(`'${'x'.repeat(300_000)}`))).toHaveLength(1);
    expect(quickly(() => shellWords('a '.repeat(200_000)))).toHaveLength(4_000);
  });

  test('of newer releases names memory and disks in other ways', () => {
    const started = parseCommandLine(
      String.raw`LC_ALL=C \
/usr/bin/qemu-system-x86_64 \
-name guest=win,debug-threads=on \
-m size=2097152k,slots=16,maxmem=8388608k \
-smp 2,maxcpus=4 \
-uuid 462DCD6D-fb68-4a26-a96f-56eb024515b9 \
-blockdev '{"driver":"file","filename":"/fw.fd","node-name":"libvirt-pflash0-storage"}' \
-blockdev '{"driver":"file","filename":"/srv/a, b.qcow2","node-name":"libvirt-1-storage"}' \
-blockdev '{"driver":' \
-incoming defer`,
    );
    expect(started).toEqual({
      name: 'win',
      uuid: '462dcd6d-fb68-4a26-a96f-56eb024515b9',
      memory: '2097152k',
      memoryBytes: 2 ** 31,
      cpus: '2',
      disks: ['/srv/a, b.qcow2'],
      incoming: true,
    });
    expect(parseCommandLine('nothing of that kind')).toBe(null);
    expect(quickly(() => parseCommandLine(`-name x -drive file=${','.repeat(200_000)}`))?.name).toBe('x');
  });
});

test('a configuration of xend is looked through in time', () => {
  const open = `XendDomainInfo.create(${`'name_label': [`.repeat(10_000)}`;
  expect(quickly(() => parseXend(open))).toEqual({ kind: 'create', name: null, uuid: null });
  expect(quickly(() => parseXend(`Domain has shutdown: name=${' id=1'.repeat(40_000)}`))).toBe(null);
});

describe('the zone of a host by the two clocks of a line', () => {
  const utc = Date.UTC(2013, 11, 31, 23, 30);
  test.each([
    ['Jan  1 01:30:00 x', 2 * 3_600_000],
    ['Dec 31 18:30:01 x', -5 * 3_600_000],
    ['Jan  1 05:15:00 x', 5.75 * 3_600_000],
    ['Dec 31 23:30:00 x', 0],
    ['Dec 31 23:37:00 x', null],
    ['Jun  1 01:30:00 x', null],
    ['2013-12-31T23:30:00Z x', null],
  ])('%s', (raw, ahead) => expect(aheadOfUtc(raw, utc)).toBe(ahead));

  test('moves a time to UTC and into the year that fits', () => {
    const local = Date.UTC(2023, 0, 1, 1, 29, 50);
    expect(toUtc(local, 2 * 3_600_000, utc)).toBe(Date.UTC(2013, 11, 31, 23, 29, 50));
  });
});

test('two logs called audit.log are told apart by what they hold', async () => {
  const kernel = await freshKernel<RecordsExports>();
  const linux = `type=USER_LOGIN msg=audit(1700000000.000:30): pid=70 uid=0 auid=1000 ses=5 msg='op=login id=1000 res=success'\n`;
  const xapi = `May  2 19:31:45 xen1 xapi: [20140502T17:31:45.250Z|audit|xen1|1|VM.start R:1|audit] ('trackid=1' 'S-1' 'root' 'ALLOWED' 'OK' 'API' 'VM.start' ())\n`;
  for (const path of ['var/log/audit/audit.log', 'var/log/audit.log', 'audit.log', 'x']) {
    expect(detectFormat(kernel, encode(linux), path, true)?.id).toBe('audit');
    expect(detectFormat(kernel, encode(xapi), path, true)?.id).toBe('xen');
  }
});
