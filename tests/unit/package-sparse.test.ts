import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { LayerReader } from '../../workers/bytes/layer-reader';
import { LayerTable } from '../../workers/bytes/layers';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import { freshKernel } from './kernel';
import { bytesOf, JOIN, KEEP, openCaseOf, pack, shownFiles, withGnuTar } from './packing-case';
import { concat, paxEntry, tar, tarEntry } from './tar-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;
const TIB = 1024 ** 4;

/** An entry in GNU's form 0.1: its map stands in a PAX record. */
function sparse(name: string, size: number, pieces: [offset: number, data: string][]): Uint8Array {
  const map = pieces.map(([offset, data]) => `${offset},${data.length}`).join(',');
  return concat([
    paxEntry({ 'GNU.sparse.size': String(size), 'GNU.sparse.map': map }),
    tarEntry({ name, data: pieces.map(([, data]) => data).join('') }),
  ]);
}

describe('sparse files', () => {
  const bundle = gzipSync(
    tar(
      sparse('top/small.bin', 100_000, [
        [10, 'abc'],
        [99_999, 'z'],
      ]),
      sparse('top/large.bin', TIB, [
        [7, 'begin'],
        [600, 'x'.repeat(600)],
        [TIB - 3, 'end'],
      ]),
      sparse('top/hole.bin', TIB, []),
      tarEntry({ name: 'top/a.txt', data: 'behind them' }),
    ),
  );

  test('are written with their holes where these are small, else as sparse files', async () => {
    const open = await openCaseOf([{ name: 'a.tgz', bytes: bundle }]);
    const { blob, manifest } = await pack(open, KEEP);
    expect(blob.size).toBeLessThan(10_000);
    const again = await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(blob) }]);
    expect(await shownFiles(again)).toEqual(await shownFiles(open));
    expect(manifest.map(({ path, bytes, reason }) => [path, bytes, reason])).toEqual([
      ['top/small.bin', 100_000, undefined],
      ['top/large.bin', TIB, expect.stringContaining('holes are not written')],
      ['top/hole.bin', TIB, expect.stringContaining('holes are not written')],
      ['top/a.txt', 11, undefined],
    ]);
    for (const [offset, text] of [
      [0, '\0'.repeat(7) + 'begin\0'],
      [599, '\0xx'],
      [1199, 'x\0'],
      [TIB - 4, '\0end'],
    ] as const) {
      for (const one of [open, again]) {
        const bytes = await one.files.range(one.content.find('large.bin'), offset, text.length);
        expect(Buffer.from(bytes).toString('latin1')).toBe(text);
      }
    }
  });

  test.runIf(hasGnuTar)('GNU tar makes the same of them', async () => {
    const open = await openCaseOf([{ name: 'a.tgz', bytes: bundle }]);
    const { blob } = await pack(open, KEEP);
    await withGnuTar(blob, (run, folder) => {
      run('-xz');
      const path = join(folder, 'top/large.bin');
      expect(lstatSync(path).size).toBe(TIB);
      const file = openSync(path, 'r');
      const bytes = Buffer.alloc(6);
      readSync(file, bytes, 0, 6, TIB - 6);
      expect(bytes.toString('latin1')).toBe('\0\0\0end');
      readSync(file, bytes, 0, 6, 7);
      expect(bytes.toString('latin1')).toBe('begin\0');
      closeSync(file);
    });
  });

  test('among fragments are joined where that is not too much', async () => {
    const fragments = (holes: number) =>
      gzipSync(
        tar(
          tarEntry({ name: 'top/core.FRAG-00000', data: 'first' }),
          sparse('top/core.FRAG-00001', holes, [[5, 'x']]),
          tarEntry({ name: 'top/core.FRAG-00002', data: 'last' }),
        ),
      );
    for (const [holes, isJoined] of [
      [4_000, true],
      [TIB, false],
    ] as const) {
      const open = await openCaseOf([{ name: 'a.tgz', bytes: fragments(holes) }]);
      const { blob, manifest } = await pack(open, JOIN);
      expect(manifest.map(({ path }) => path)).toEqual(
        isJoined ? ['top/core'] : [0, 1, 2].map((number) => `top/core.FRAG-0000${number}`),
      );
      const again = await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(blob) }]);
      expect(await shownFiles(again)).toEqual(await shownFiles(open));
    }
  });
});

test('thousands of fragments, and of pieces, are read in time that their number says', async () => {
  const layers = new LayerTable();
  const bytes = Uint8Array.from({ length: 400_000 }, (_, i) => i % 251);
  const blob = layers.add({ kind: 'blob', blob: 0, size: bytes.length });
  const parts = Array.from({ length: 100_000 }, (_, i) => ({
    layer: blob,
    offset: i * 4,
    size: i % 5 ? 4 : 0,
  }));
  const wanted = concat(parts.map(({ offset, size }) => bytes.subarray(offset, offset + size)));
  const joined = layers.add({ kind: 'joined', parts, size: wanted.length });
  const pieces = Array.from({ length: 100_000 }, (_, i) => ({ offset: i * 8 + 2, bytes: 4 }));
  const holed = layers.add({ kind: 'sparse', parent: blob, offset: 0, pieces, size: 800_000 });
  const reader = new LayerReader(await freshKernel<EngineExports>(), layers, [new Blob([bytes])]);
  const started = performance.now();
  for (let at = 0; at < wanted.length; at += 1_777) {
    const read = await reader.read(joined, at, 1_777);
    expect(Buffer.from(read).equals(Buffer.from(wanted.subarray(at, at + 1_777)))).toBe(true);
  }
  for (let at = 0; at < 800_000; at += 1_777) {
    const read = await reader.read(holed, at, 1_777);
    for (let i = 0; i < read.length; i++) {
      const [piece, within] = [(at + i) >> 3, (at + i) & 7];
      const expected = within >= 2 && within < 6 ? bytes[piece * 4 + within - 2] : 0;
      if (read[i] !== expected) throw new Error(`byte ${at + i} is ${read[i]}`);
    }
  }
  // A look at every part for every read would take minutes.
  expect(performance.now() - started).toBeLessThan(10_000);
});
