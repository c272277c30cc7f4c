import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { PackOptions } from '../../workers/public-api';
import { planPackage } from '../../workers/engine/package-plan';
import { freeJob } from './case-treatment';
import { inFragments } from './fragmented';
import { bytesOf, entriesOf, JOIN, KEEP, openCaseOf, pack, shownFiles } from './packing-case';
import { tar, tarEntry } from './tar-bytes';

const log = (hour: number) =>
  Buffer.from(
    Array.from(
      { length: 20 },
      (_, i) =>
        `2016-11-22T${hour}:${10 + i}:00.000Z info hostd[1] [Originator@6876 sub=Vimsvc] Event ${i}\n`,
    ).join(''),
  );
const EARLY = log(10);
const LATE = log(18);
const AFTER = '2016-11-22T18:00:00Z';

async function cut(fragments: PackOptions, ...entries: Uint8Array[]) {
  const dropped = gzipSync(tar(...entries, tarEntry({ name: 'top/z.txt', data: 'z' })));
  const open = await openCaseOf([{ name: 'a.tgz', bytes: new Uint8Array(dropped) }]);
  const options = { ...fragments, after: AFTER };
  const { blob, manifest } = await pack(open, options);
  const { files } = await planPackage(open, freeJob(), options);
  expect(Object.values(files).reduce((sum, count) => sum + count, 0)).toBe(manifest.length);
  const again = await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(blob) }]);
  return {
    told: manifest.map(({ path, action, reason }) => `${path} ${action}: ${reason ?? ''}`),
    names: (await entriesOf(blob)).map(({ header }) => header.name),
    files: (await shownFiles(again)).map(({ path }) => path),
  };
}

const HOW: [string, PackOptions][] = [
  ['kept', KEEP],
  ['joined', JOIN],
];

test.each(HOW)('pieces without a beginning say that they were not cut (fragments %s)', async (_, how) => {
  const { told, names } = await cut(how, ...inFragments('top/nozero.log', EARLY, 500, [0]));
  const pieces = told.filter((one) => one.startsWith('top/nozero.log'));
  expect(pieces).toHaveLength(Math.ceil(EARLY.length / 500) - 1);
  for (const one of pieces) expect(one).toMatch(/FRAG-\d{5} kept: .*it is not cut by time/);
  expect(names).toHaveLength(pieces.length + 1);
});

test.each(HOW)('pieces behind a gap say so, what stands before it is cut (fragments %s)', async (_, how) => {
  const both = Buffer.concat([EARLY, LATE]);
  const each = Math.ceil(both.length / 8);
  const cutOff = await cut(how, ...inFragments('top/gap.log', both, each, [6]));
  expect(cutOff.told.filter((one) => one.includes(' cut: '))).toHaveLength(6);
  expect(cutOff.told.filter((one) => one.includes('it is not cut by time'))).toEqual([
    expect.stringContaining('top/gap.log.FRAG-00007 kept'),
  ]);
  expect(cutOff.files).toEqual(['gap.log', 'gap.log.FRAG-00007', 'z.txt']);
  // Of what stands before it nothing is left: the piece may be in the range.
  const dropped = await cut(how, ...inFragments('top/gap.log', both, each, [2]));
  expect(dropped.told[0]).toMatch(/^top\/gap.log dropped: /);
  expect(dropped.files).toContain('gap.log.FRAG-00003');
  expect(dropped.files).not.toContain('gap.log');
});

test.each(HOW)('pieces beside a plain file stay with it, uncut (fragments %s)', async (_, how) => {
  const { told, files } = await cut(
    how,
    ...inFragments('top/both.log', EARLY, 1000),
    tarEntry({ name: 'top/both.log', data: LATE }),
  );
  expect(told.filter((one) => one.includes('it is not cut by time'))).toHaveLength(
    Math.ceil(EARLY.length / 1000),
  );
  expect(files).toContain('both.log');
});

test.each(HOW)('and go with it: nothing else is read under its name (fragments %s)', async (_, how) => {
  for (const plainFirst of [true, false]) {
    const plain = tarEntry({ name: 'top/both.log', data: EARLY });
    const pieces = inFragments('top/both.log', LATE, 1000);
    const { told, files } = await cut(how, ...(plainFirst ? [plain, ...pieces] : [...pieces, plain]));
    expect(told.filter((one) => one.startsWith('top/both.log'))).toHaveLength(pieces.length + 1);
    for (const one of told.filter((one) => one.includes('.FRAG-')))
      expect(one).toMatch(/ dropped: .*has no record in the range/);
    expect(files).toEqual(['z.txt']);
  }
});

test('nor a fragment that was there twice', async () => {
  const twice = tarEntry({ name: 'top/a.log.FRAG-00000', data: LATE });
  const { told, files } = await cut(KEEP, ...inFragments('top/a.log', EARLY, 1000), twice);
  expect(told.filter((one) => one.includes('.FRAG-'))).toEqual([
    expect.stringMatching(/^top\/a.log.FRAG-00000 dropped: .*has no record in the range/),
  ]);
  expect(files).toEqual(['z.txt']);
});
