import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { PackOptions } from '../../workers/public-api';
import { inFragments } from './fragmented';
import { allEntriesOf, JOIN, KEEP, openCaseOf, pack, withGnuTar } from './packing-case';
import { scanWorkers } from './scan-workers-on-this-thread';
import { tar, tarEntry } from './tar-bytes';

const hasGnuTar = spawnSync('tar', ['--version'], { encoding: 'utf8' }).stdout?.includes('GNU tar') ?? false;

describe.runIf(hasGnuTar)('a hard link to a fragment', () => {
  const line = (i: number) =>
    `2016-11-22T18:0${i % 10}:00.000Z info hostd[1] Event ${i} of esx1.corp.acme.com\n`;
  const text = Buffer.from(Array.from({ length: 10 }, (_, i) => line(i)).join(''));
  const made = gzipSync(
    tar(
      ...inFragments('top/acme.log', text, 100),
      tarEntry({ name: 'top/first', type: '1', link: 'top/acme.log.FRAG-00000' }),
      tarEntry({ name: 'top/third', type: '1', link: 'top/acme.log.FRAG-00002' }),
      tarEntry({ name: 'top/z', data: 'z' }),
    ),
  );
  const packed = async (options: PackOptions) => {
    const open = await openCaseOf([{ name: 'top.tgz', bytes: made }], scanWorkers);
    const { blob, warnings } = await pack(open, options);
    return { blob, codes: warnings.map(({ code }) => code) };
  };

  test.each<[string, PackOptions]>([
    ['redacted', { ...KEEP, dumps: 'drop', redact: { words: ['acme'] } }],
    ['cut', { ...KEEP, before: '2016-11-22T18:02:00Z' }],
    ['as it is', KEEP],
  ])('of a log that is %s leads to a fragment', async (_, options) => {
    const { blob, codes } = await packed(options);
    expect(codes).toEqual([]);
    const entries = (await allEntriesOf(blob)).map(({ header }) => header);
    const fragments = entries.filter(({ name }) => name.includes('.FRAG-')).map(({ name }) => name);
    expect(fragments).toHaveLength(Math.ceil(text.length / 100));
    const links = entries.filter(({ type }) => type === 'link');
    expect(links.map(({ linkname }) => linkname)).toEqual([fragments[0], fragments[2]]);
    await withGnuTar(blob, (unpack, folder) => {
      unpack('-xz');
      expect(readFileSync(`${folder}/top/third`)).toEqual(readFileSync(`${folder}/${fragments[2]}`));
    });
  });

  test('is left out, and told of, where they are joined', async () => {
    const { blob, codes } = await packed({ ...JOIN, dumps: 'drop', redact: { words: ['acme'] } });
    expect(codes).toEqual(['link-left-out', 'link-left-out']);
    expect((await allEntriesOf(blob)).filter(({ header }) => header.type === 'link')).toEqual([]);
  });
});
