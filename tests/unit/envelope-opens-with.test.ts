import { describe, expect, test } from 'vitest';
import { adviceFor, dumpKindOf, keyOf, keyOwner } from '../../workers/envelope/opens-with';

const KEY_INFO = 'vmware:key/fqid/<VMWARE-NULL>/crypto%2dutil/52%20aa';
const OTHER = 'vmware:key/fqid/kms/cluster/host-1';
const keys = {
  incident: [KEY_INFO],
  unlocked: [
    { id: 'k1', keyInfo: OTHER },
    { id: 'raw', keyInfo: null },
  ],
};
const envelope = (cipher: string | null, keyInfo: string | null, problem = false) => ({
  cipher,
  keyInfo,
  problem: problem ? { code: 'damaged-header', message: '' } : null,
});

test('the keyID tells which key opens an envelope', () => {
  expect(keyOf(envelope('AES-256', KEY_INFO), keys)).toEqual({ opensWith: 'incident-key', unlockedBy: null });
  expect(keyOf(envelope('AES-256', KEY_INFO.replace('%2d', '-')), keys).opensWith).toBe('incident-key');
  expect(keyOf(envelope('AES-256', OTHER), keys)).toEqual({ opensWith: 'other-key', unlockedBy: 'k1' });
  expect(keyOf(envelope('AES-256', null), keys)).toEqual({ opensWith: 'unknown', unlockedBy: null });
  expect(keyOf(envelope(null, null), keys).opensWith).toBe('not-encrypted');
  expect(keyOf(envelope(null, null, true), keys).opensWith).toBe('unknown');
});

test.each([
  ['var/core/vmkernel-zdump.1', null, 'kernel'],
  ['var/core/vmkernel-zdump', null, 'kernel'],
  ['var/core/hostd-worker-zdump.000', null, 'user-world'],
  ['x', 'vmware.vmkernel.dump', 'kernel'],
  ['var/core/x', 'vmware.userworld.dump', 'user-world'],
  ['vmfs/volumes/ds/vm/vmx-zdump.000', 'vmware.userworld.dump', 'virtual-machine'],
  ['vmfs/volumes/ds/vm/vmmcores.ve', null, 'virtual-machine'],
  ['vmfs/volumes/ds/vm/debug.vmem.ve', null, 'virtual-machine'],
  ['vmfs/volumes/ds/vm/vmx-debug-zdump.000', null, 'virtual-machine'],
  ['local.tgz.ve', null, 'host-configuration'],
  ['some.ve', null, null],
  ['some.ve', 'text/plain', null],
])('%s (%s) is of the kind %s', (path, contentType, kind) => {
  expect(dumpKindOf(path, contentType)).toBe(kind);
});

test.each([
  ['kernel', null, 'host-key'],
  ['virtual-machine', '6.5.0', 'host-key'],
  ['virtual-machine', '6.7.0', 'vm-key'],
  ['virtual-machine', '7.0.3', 'vm-key'],
  ['virtual-machine', '8.0', 'vm-key'],
  ['virtual-machine', '10.0', 'vm-key'],
  ['virtual-machine', null, null],
  ['virtual-machine', 'new', null],
  [null, '7.0', null],
] as const)('a dump of %s on %s needs the %s', (dump, release, owner) => {
  expect(keyOwner(dump, release)).toBe(owner);
});

describe('advice', () => {
  const facts = { opensWith: 'other-key', dump: 'kernel', release: '7.0', hasIncidentKey: true } as const;

  test('follows from what is known', () => {
    expect(adviceFor({ ...facts, opensWith: 'not-encrypted' }).steps).toEqual([]);
    expect(adviceFor({ ...facts, opensWith: 'incident-key' })).toMatchObject({ owner: 'incident-key' });
    expect(adviceFor(facts).steps[0]).toContain('incident key of this bundle cannot open it');
    expect(adviceFor({ ...facts, hasIncidentKey: false }).steps[0]).toContain('without a password');
    expect(adviceFor({ ...facts, dump: 'virtual-machine' })).toMatchObject({ owner: 'vm-key' });
    expect(adviceFor({ ...facts, dump: 'virtual-machine', release: null }).owner).toBeNull();
    expect(adviceFor({ ...facts, dump: 'host-configuration' }).steps[0]).toContain('encryption.info');
    expect(adviceFor({ ...facts, dump: null, opensWith: 'unknown' }).owner).toBeNull();
  });
});
