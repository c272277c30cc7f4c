import { describe, expect, test } from 'vitest';
import {
  allEntriesOf,
  bundleOf,
  bytesOf,
  entriesOf,
  JOIN,
  KEEP,
  openCaseOf,
  pack,
  sha256,
  shownFiles,
  shownRecords,
} from './packing-case';

describe('unpacked, packed, unpacked', () => {
  test.each(['6.7', '7.0', '8.0'] as const)(
    'a bundle of %s, with fragments as they were',
    async (release) => {
      const bundle = await bundleOf({ release, fragments: true });
      const open = await openCaseOf([bundle]);
      const { blob, manifest } = await pack(open, KEEP);
      const again = await openCaseOf([{ name: bundle.name, bytes: await bytesOf(blob) }]);
      expect(await shownFiles(again)).toEqual(await shownFiles(open));
      expect(shownRecords(again)).toEqual(shownRecords(open));
      const listed = async (tgz: Blob) =>
        (await allEntriesOf(tgz))
          .map(({ header: { name, type, mode, mtime, uname }, data }) =>
            [type, name, mode, mtime?.getTime(), uname, data && sha256(data)].join(),
          )
          .sort();
      expect(await listed(blob)).toEqual(await listed(new Blob([bundle.bytes as Uint8Array<ArrayBuffer>])));
      const entries = await entriesOf(blob);
      expect(manifest.map(({ path, sha256 }) => [path, sha256])).toEqual(
        entries.map(({ header, data }) => [header.name, sha256(data!)]),
      );
      expect(new Set(manifest.map(({ action }) => action))).toEqual(new Set(['kept']));
    },
  );

  test('a bundle whose fragments are joined', async () => {
    const bundle = await bundleOf({ fragments: true });
    const open = await openCaseOf([bundle]);
    const { blob, manifest } = await pack(open, JOIN);
    const again = await openCaseOf([{ name: bundle.name, bytes: await bytesOf(blob) }]);
    expect(await shownFiles(again)).toEqual(await shownFiles(open));
    expect(shownRecords(again)).toEqual(shownRecords(open));
    const joined = manifest.filter(({ action }) => action === 'joined');
    expect(joined.length).toBeGreaterThan(0);
    const entries = await entriesOf(blob);
    expect(entries.some(({ header }) => /\.FRAG-\d/.test(header.name))).toBe(false);
    for (const { path, bytes, sha256: digest } of joined) {
      const entry = entries.find(({ header }) => header.name === path);
      expect([bytes, digest]).toEqual([entry!.data!.length, sha256(entry!.data!)]);
    }
  });
});
