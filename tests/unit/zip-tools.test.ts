import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codes, content, paths, read } from './zip-reading';

const hasZip = spawnSync('zip', ['-v']).status === 0;
const hasPython = spawnSync('python3', ['-c', 'import zipfile']).status === 0;

describe.runIf(hasZip || hasPython)('what other tools write', () => {
  let folder = '';
  const files = { 'a.log': 'a line\n'.repeat(2000), 'sub/ü.txt': 'umlaut', 'sub/noise': '', empty: '' };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'zip-test-'));
    mkdirSync(join(folder, 'sub'));
    for (const [path, data] of Object.entries(files)) {
      writeFileSync(join(folder, path), data);
      utimesSync(join(folder, path), 1_700_000_001, 1_700_000_001);
    }
    symlinkSync('a.log', join(folder, 'link'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  async function check(bytes: Uint8Array, exactTimes: boolean) {
    const found = await read(bytes);
    expect(found.warnings).toEqual([]);
    for (const [path, data] of Object.entries(files)) {
      const entry = found.entries.find((one) => one.path === path)!;
      expect(entry, path).toMatchObject({ kind: 'file', size: data.length, crc32: crc32(data) });
      if (exactTimes) expect(entry.modified).toBe(1_700_000_001_000);
      expect(await content(bytes, entry)).toBe(data);
    }
    return found;
  }

  test.runIf(hasZip)('Info-ZIP: to a file, to a pipe, encrypted', async () => {
    execFileSync('zip', ['-qry', 'plain.zip', '.', '-x', '*.zip'], { cwd: folder });
    const found = await check(readFileSync(join(folder, 'plain.zip')), true);
    expect(found.entries.find(({ path }) => path === 'link')).toMatchObject({ kind: 'symlink' });
    expect(found.entries.find(({ path }) => path === 'sub/')).toMatchObject({ kind: 'directory' });
    const piped = execFileSync('zip', ['-qr', '-', '.', '-x', '*.zip'], { cwd: folder });
    await check(piped, true);
    const cut = await read(piped.subarray(0, piped.length - 30));
    expect(paths(cut).sort()).toEqual(paths(await read(piped)).sort());
    execFileSync('zip', ['-q', '-P', 'secret', 'locked.zip', 'a.log'], { cwd: folder });
    const locked = await read(readFileSync(join(folder, 'locked.zip')));
    expect(locked.entries).toMatchObject([{ path: 'a.log', encryption: 'ZipCrypto', readable: false }]);
    expect(codes(locked)).toEqual(['zip-encrypted']);
  });

  test.runIf(hasPython)('Python: deflated, stored, zip64, bzip2', async () => {
    const script = `
import sys, zipfile
with zipfile.ZipFile('py.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    z.comment = b'c' * 300
    for name in sys.argv[1:]:
        with z.open(zipfile.ZipInfo(name), 'w', force_zip64=True) as out: out.write(open(name, 'rb').read())
    z.writestr('bz', 'x' * 100, zipfile.ZIP_BZIP2)
`;
    execFileSync('python3', ['-c', script, ...Object.keys(files)], { cwd: folder });
    const bytes = readFileSync(join(folder, 'py.zip'));
    const found = await read(bytes);
    expect(codes(found)).toEqual(['zip-unsupported-method']);
    for (const [path, data] of Object.entries(files)) {
      const entry = found.entries.find((one) => one.path === path)!;
      expect(await content(bytes, entry)).toBe(data);
    }
  });
});
