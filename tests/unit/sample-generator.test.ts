import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { defaultSample, generateBundle, streamOf, type Release } from '../../workers/sample/index';
import { hasTar, readFiles, readTar, recount, small, write, type WrittenBundle } from './sample-reading';

const RELEASES: Release[] = ['6.7', '7.0', '8.0'];
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const only = (levels: object) => Object.fromEntries(Object.entries(levels).filter(([, count]) => count > 0));

describe('the generator', () => {
  it('gives the same bytes for the same seed', async () => {
    const [one, two, other] = await Promise.all([small({ seed: 7 }), small({ seed: 7 }), small({ seed: 8 })]);
    expect(Buffer.compare(one.bytes, two.bytes)).toBe(0);
    expect(one.truth).toEqual(two.truth);
    expect(Buffer.compare(one.bytes, other.bytes)).not.toBe(0);
  });

  it('does not change other logs when a line is planted', async () => {
    const plain = await small();
    const planted = await small({ plant: [{ log: 'syslog', text: 'x', at: 0.5 }] });
    const path = 'var/run/log/hostd.log';
    expect((await readFiles(planted)).get(path)).toEqual((await readFiles(plain)).get(path));
  });

  it('knows no log of another name', async () => {
    await expect(small({ plant: [{ log: 'nolog', text: 'x', at: 0 }] })).rejects.toThrow(
      'nolog: no such log',
    );
  });

  it.each([1, 3, 100])('tells the story in %i hours', async (hours) => {
    const bundle = await small({ hours, release: '7.0' });
    const files = await readFiles(bundle);
    for (const { path, kind, records, headers } of Object.values(bundle.truth.files)) {
      expect(recount(text(files.get(path)!), '7.0', kind), path).toMatchObject({ records, headers });
    }
  });

  it('comes close to the wanted size and never below the story', async () => {
    for (const logBytes of [1, 400_000, 5_000_000]) {
      const { truth } = await small({ logBytes });
      const bytes = Object.values(truth.files).reduce((sum, file) => sum + file.bytes, 0);
      expect(bytes).toBeGreaterThan(logBytes * 0.95);
      if (logBytes > 1_000_000) expect(bytes).toBeLessThan(logBytes * 1.05);
    }
  });

  it.each([0, 1, 40])('writes bundles of hosts with %i VMs', async (vms) => {
    const { truth } = await small({ vms });
    expect(truth.vms.length).toBe(vms);
  });

  it('takes VM names of any kind', async () => {
    const names = ['a b', 'ü', '仮想マシン', 'x'.repeat(80), 'a&b<c>"d"'];
    const bundle = await small({ vms: names, release: '6.7' });
    const files = await readFiles(bundle);
    expect(bundle.truth.vms.map(({ name }) => name)).toEqual(names);
    for (const { vmxPath } of bundle.truth.vms) expect(files.has(vmxPath.slice(1)), vmxPath).toBe(true);
  });

  it('compresses like real logs', async () => {
    const { truth } = await write({ release: '8.0', logBytes: 4_000_000 });
    const rotated = Object.values(truth.files).filter(({ path }) => path.endsWith('.gz'));
    const plain = rotated.reduce((sum, { bytes }) => sum + bytes, 0);
    const packed = rotated.reduce((sum, { path }) => sum + truth.entries[path]!, 0);
    expect(plain / packed).toBeGreaterThan(7);
    expect(plain / packed).toBeLessThan(13);
    const lengths = plain / rotated.reduce((sum, { lines }) => sum + lines, 0);
    expect(lengths).toBeGreaterThan(60);
    expect(lengths).toBeLessThan(300);
  });

  it('streams, and stops when nobody reads on', async () => {
    const bundle = generateBundle({ release: '7.0', logBytes: 1024 ** 3, compress: 'none' });
    const reader = streamOf(bundle).getReader();
    const { value } = await reader.read();
    expect(value!.length).toBeGreaterThan(0);
    await reader.cancel();
    expect(() => bundle.truth).toThrow('when the bundle is written');
  });

  it('has a sample for the page', async () => {
    const { bytes, truth } = await write(defaultSample());
    const logs = Object.values(truth.files).reduce((sum, file) => sum + file.bytes, 0);
    expect(truth.host.release).toBe('8.0');
    expect(logs).toBeGreaterThan(8 * 1024 ** 2);
    expect(logs).toBeLessThan(12 * 1024 ** 2);
    expect([...bytes.subarray(0, 2)]).toEqual([0x1f, 0x8b]);
  });

  it('packs a vCenter around bundles', async () => {
    const { truth, bytes } = await small({ layout: 'vcenter', logBytes: 900_000 });
    expect(Object.keys(truth.entries)).toEqual(Object.keys(truth.nested));
    const hosts = Object.values(truth.nested).map(({ host }) => host.hostname);
    expect(hosts).toEqual(['esx01.lab.example', 'esx02.lab.example', 'vcenter.lab.example']);
    const [first, second, own] = Object.values(truth.nested) as [
      WrittenBundle['truth'],
      WrittenBundle['truth'],
      WrittenBundle['truth'],
    ];
    expect(first.host.uuid).not.toBe(second.host.uuid);
    expect(Object.keys(own.files)).toEqual([
      'var/log/vmware/vpxd/vpxd-1.log.gz',
      'var/log/vmware/vpxd/vpxd-2.log.gz',
      'var/log/vmware/vpxd/vpxd-3.log',
    ]);
    expect(truth.records).toBe(first.records + second.records + own.records);
    const inner = (await readTar(bytes)).find(({ path }) => path.endsWith(own.fileName))!;
    const files = await readFiles({ bytes: Uint8Array.from(gunzipSync(inner.data)), truth: own });
    for (const { path, kind, levels, bytes: size, ...rest } of Object.values(own.files)) {
      expect(files.get(path)!.length).toBe(size);
      const counted = recount(text(files.get(path)!), '8.0', kind);
      expect({ path, ...counted }).toEqual({ path, ...rest, levels: only(levels) });
    }
  });
});

describe.runIf(hasTar)('GNU tar', () => {
  it.each(RELEASES)('lists and extracts a bundle of %s', async (release) => {
    const folder = mkdtempSync(join(tmpdir(), 'sample-'));
    try {
      const { bytes, truth } = await write({ release, logBytes: 300_000, fragments: true });
      const file = join(folder, truth.fileName);
      writeFileSync(file, bytes);
      const options = { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } } as const;
      const listed = execFileSync('tar', ['-tzf', file, '--quoting-style=literal'], options)
        .trimEnd()
        .split('\n');
      const names = listed.filter((name) => !name.endsWith('/'));
      expect(names.sort()).toEqual(
        Object.keys(truth.entries)
          .map((path) => `${truth.topFolder}/${path}`)
          .sort(),
      );
      expect(names.some((name) => Buffer.byteLength(name) > 155)).toBe(true);
      execFileSync('tar', ['-xzf', file, '-C', folder, '--no-same-owner'], options);
      for (const [path, size] of Object.entries(truth.entries)) {
        expect(statSync(join(folder, truth.topFolder, path)).size, path).toBe(size);
      }
      const name = readFileSync(join(folder, truth.topFolder, 'README'), 'utf8');
      expect(name).toContain(`Bundle name: ${truth.topFolder}.tgz`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
