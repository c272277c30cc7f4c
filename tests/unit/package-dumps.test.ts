import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentKind } from '../../workers/archive/content-kind';
import {
  decryptedPath,
  DUMP_RULES,
  DUMP_SNIFF_BYTES,
  dumpOf,
  ruleByHead,
  ruleByPath,
} from '../../workers/package/dumps';
import { isOf, LEFT_OUT_RULES, leftOutReason } from '../../workers/package/left-out';

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const fixture = (name: string) =>
  new Uint8Array(readFileSync(join(import.meta.dirname, '../fixtures/envelope', name)));

function judged(path: string, bytes: Uint8Array) {
  const { kind } = contentKind(bytes.subarray(0, 24 * 1024), bytes.length);
  return dumpOf({ path, kind, bytes: bytes.length, head: bytes.subarray(0, DUMP_SNIFF_BYTES) });
}

describe.each(DUMP_RULES.map((rule) => [rule.id, rule] as const))('dumps told by %s', (_, rule) => {
  test.each(rule.samples.dumps)('%j', (sample) => {
    if (rule.head) {
      expect(ruleByHead(bytesOf(sample))).toBe(rule);
      return;
    }
    expect(ruleByPath(sample)).not.toBeNull();
    const at = sample.lastIndexOf('/') + 1;
    const name = sample
      .slice(at)
      .replace(/\.FRAG-\d+$/, '')
      .replace(/\.(?:gz|xz|zst|lz4|bz2)$/, '');
    expect(rule.name?.test(name) ?? rule.folder!.test(sample.slice(0, at))).toBe(true);
  });
  test.each(rule.samples.others)('not %j', (sample) => {
    expect(rule.head ? ruleByHead(bytesOf(sample)) : ruleByPath(sample)).not.toBe(rule);
  });
});

test('every sample of a name is a dump, whatever is in it', () => {
  for (const { head, samples } of DUMP_RULES) {
    if (head) continue;
    for (const sample of samples.dumps)
      expect(judged(sample, bytesOf('plain text\n')), sample).not.toBeNull();
  }
});

test('content tells a dump whatever its name', () => {
  expect(judged('a/notes.txt', fixture('vmkernel-zdump.1'))).toMatchObject({ isEnvelope: true });
  expect(judged('x', fixture('aes-256.ve'))).toMatchObject({ isEnvelope: true });
  expect(judged('x', fixture('stored.ve'))).toMatchObject({ isEnvelope: true });
  const elf = new Uint8Array(64);
  elf.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1], 0);
  for (const [type, isCore] of [
    [4, true],
    [2, false],
    [3, false],
  ] as const) {
    elf[16] = type;
    expect(judged('usr/bin/x', elf) !== null).toBe(isCore);
  }
  elf[5] = 2;
  elf.set([0, 4], 16);
  expect(judged('usr/bin/x', elf)).toEqual({ what: 'a core file', isEnvelope: false, isPacked: false });
  const records = Array.from({ length: 400 }, (_, i) => (i % 3 === 0 ? 0x41 : i & 0x1f));
  const profile = Uint8Array.of(...bytesOf('JAVA PROFILE 1.0.2\0'), ...records);
  expect(judged('x.bin', profile)).toMatchObject({ what: 'a heap dump of Java' });
});

test('what is compressed in a way that is not unpacked is told by name and place', () => {
  for (const [name, magic] of [
    ['xz', '\xfd7zXZ\0'],
    ['zst', '\x28\xb5\x2f\xfd'],
    ['lz4', '\x04\x22\x4d\x18'],
    ['bz2', 'BZh91AY&SY'],
  ]) {
    const noise = String.fromCharCode(...Array.from({ length: 400 }, (_, i) => (i * 151 + 7) & 0xff));
    const bytes = bytesOf(magic + noise);
    for (const path of [`var/core/hostd.${name}`, `a/vmkernel-zdump.1.${name}`, `a/vpxd.core.${name}`])
      expect(judged(path, bytes), path).toMatchObject({ isEnvelope: false, isPacked: true });
    for (const path of [`var/log/hostd.${name}`, `var/core/hs_err_pid1.log.${name}`])
      expect(judged(path, bytes), path).toBeNull();
  }
});

test('texts, keys and encrypted configurations of machines are no dumps', () => {
  const text = bytesOf('2018-07-05T21:06:22.793Z info hostd[9F81B70] x\n');
  for (const path of [
    'var/run/log/hostd.log',
    'vmfs/volumes/a/web01/web01.vmx',
    'vmfs/volumes/a/web01/vmware.log',
    'vm-support-incident-key',
    'var/log/hs_err_pid12.log',
    'commands/localcli_system-coredump-file-get.txt',
    'etc/vmware/esx.conf',
  ])
    expect(judged(path, text), path).toBeNull();
  expect(judged('vm-support-incident-key', fixture('aes-256.key'))).toBeNull();
});

test('plain data has a name like the encrypted one', () => {
  const none = () => false;
  expect(decryptedPath('top/var/core/vmkernel-zdump.1', none)).toBe('top/var/core/vmkernel-zdump.1');
  expect(decryptedPath('top/a/vmmcores.ve', none)).toBe('top/a/vmmcores');
  expect(decryptedPath('local.tgz.VE', none)).toBe('local.tgz');
  expect(decryptedPath('a/.ve', none)).toBe('a/.ve');
  const taken = new Set(['a/vmmcores', 'a/vmmcores.decrypted']);
  expect(decryptedPath('a/vmmcores.ve', (path) => taken.has(path))).toBe('a/vmmcores.decrypted-2');
  expect(decryptedPath('a/x-zdump.0', () => true)).toBe('a/x-zdump.0');
});

describe.each(LEFT_OUT_RULES.map((rule) => [rule.reason, rule] as const))('left out: %s', (_, rule) => {
  test.each(rule.samples.flagged)('%s', (path) => {
    expect(isOf(rule, path)).toBe(true);
    expect(leftOutReason(path)).not.toBeNull();
  });
  test.each(rule.samples.others)('not %s', (path) => expect(isOf(rule, path)).toBe(false));
});

test('what a bundle holds anyway is not flagged', () => {
  for (const path of [
    'etc/vmware/esx.conf',
    'etc/vmware/hostd/vmInventory.xml',
    'etc/passwd',
    'etc/ssh/sshd_config',
    'var/core/vmkernel-zdump.1',
    'vm-support-incident-key',
    'README',
    'var/run/log/hostd.0.gz',
  ])
    expect(leftOutReason(path), path).toBeNull();
});

test('long names of a hostile archive take no time', () => {
  const long = 65_000;
  const hostile = [
    'zdump'.repeat(long / 5) + '/x',
    'etc/'.repeat(long / 4),
    'rui-' + '.key'.repeat(long / 4) + '/x',
    'core.' + '1'.repeat(long) + 'x',
    'core.' + 'a.'.repeat(long / 2) + 'x',
    'var/core'.repeat(long / 8),
    'x' + '.log.1'.repeat(long / 6) + 'x',
    'etc/shadow.'.repeat(long / 11) + '/x',
    'certs/'.repeat(long / 6) + '.key.pem.key.pemx',
  ];
  const started = performance.now();
  for (const path of hostile) {
    ruleByPath(path);
    leftOutReason(path);
  }
  expect(performance.now() - started).toBeLessThan(500);
});
