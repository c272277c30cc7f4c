import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ManifestEntry } from '../../workers/public-api';
import { openCaseOf, type Dropped } from './packing-case';
import { redactedPackage } from './redacted-package';
import { scanWorkers } from './scan-workers-on-this-thread';

const fixture = (name: string) => new Uint8Array(readFileSync(`tests/fixtures/envelope/${name}`));
const text = (content: string) => new TextEncoder().encode(content);
const noise = (length: number) => Uint8Array.from({ length }, (_, i) => (i * 197 + (i >> 3)) & 255);

/** Files of a bundle, what becomes of each, and a word of the reason. */
const FILES: [path: string, bytes: Uint8Array, action: ManifestEntry['action'], reason: string][] = [
  ['vm-support-incident-key', fixture('aes-256.key'), 'dropped', 'a key file'],
  ['etc/vmware/another', fixture('rsa-2048.key'), 'dropped', 'a key file'],
  ['etc/shadow', text('root:$6$x$y:13358:0:99999:7:::\n'), 'dropped', 'passwords'],
  [
    'etc/vmware/ssl/rui.key',
    text('-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n'),
    'dropped',
    'private key',
  ],
  ['var/core/x.ve', fixture('aes-256.ve'), 'dropped', 'dump'],
  ['var/db/state.sqlite', text(`SQLite format 3\0${'table users '.repeat(50)}`), 'dropped', 'a database'],
  [
    'var/log/traces.tar.xz',
    new Uint8Array([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, ...noise(3_000)]),
    'dropped',
    '',
  ],
  ['usr/bin/tool', new Uint8Array([0x7f, 0x45, 0x4c, 0x46, ...noise(2_000)]), 'dropped', 'a program'],
  ['var/log/noise.bin', noise(5_000), 'dropped', 'binary'],
  ['root/id.pem', fixture('rsa-2048.private.pem'), 'redacted', ''],
  ['etc/empty.conf', new Uint8Array(0), 'kept', ''],
  ['etc/plain.conf', text('level = info\n'), 'kept', ''],
  ['etc/hosts', text('192.0.2.7 esx-zebra.acme.example esx-zebra\n'), 'redacted', ''],
  ['etc/esx-zebra.conf', text('level = info\n'), 'kept', ''],
];

describe('what cannot be redacted is left out', () => {
  const folder: Dropped[] = FILES.map(([path, bytes]) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    folderPath: `case/${path}`,
    bytes,
  }));

  test('with the reason in the manifest', async () => {
    const { manifest, bytes } = await redactedPackage(await openCaseOf(folder, scanWorkers));
    const of = (path: string) =>
      manifest.find((entry) => entry.path === `case/${path.replace('esx-zebra', 'host-x1')}`);
    for (const [path, , action, reason] of FILES) {
      expect(of(path), path).toMatchObject({ action });
      if (action === 'dropped') expect(of(path)!.reason, path).toContain(reason);
      if (action === 'dropped') expect(of(path), path).toMatchObject({ bytes: 0, sha256: '' });
    }
    const key = new TextDecoder().decode(fixture('rsa-2048.private.pem')).split('\n')[3]!;
    const again = await openCaseOf([{ name: 'case.tgz', bytes }], scanWorkers);
    const pem = await (await again.files.blob('root/id.pem')).text();
    expect(pem).toContain('PRIVATE KEY-----');
    expect(pem).not.toContain(key);
    expect(await (await again.files.blob('etc/hosts')).text()).not.toContain('zebra');
  });

  test('kinds that are switched off stay', async () => {
    const open = await openCaseOf(folder, scanWorkers);
    const { bytes, aliases } = await redactedPackage(open, { kinds: { 'host-name': false } });
    const again = await openCaseOf([{ name: 'case.tgz', bytes }], scanWorkers);
    expect(await (await again.files.blob('etc/hosts')).text()).toContain('esx-zebra.acme.example');
    expect(aliases.aliases.filter(({ kind }) => kind === 'host-name')).toEqual([]);
  });
});
