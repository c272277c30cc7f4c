import { gunzipSync, gzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import { describe, expect, test } from 'vitest';
import { Packing } from '../../workers/engine/packing';
import { selectedFiles } from '../../workers/engine/packing-selection';
import { PackingTree } from '../../workers/engine/packing-tree';
import { spooled } from '../../workers/engine/spool';
import type { EntryFile, FileContent } from '../../workers/package/entry-file';
import { FRAGMENT_BYTES } from '../../workers/package/fragment-writer';
import type { Treatment } from '../../workers/package/treatment';
import { freshEnvelopeKernel } from './envelope-kernel';
import { openCaseOf, sha256 } from './packing-case';
import { tar, tarEntry } from './tar-bytes';

const hostd = (count: number) =>
  Array.from(
    { length: count },
    (_, i) => `2016-11-22T18:00:05.${String(i).padStart(3, '0')}Z info hostd[89E02B70] [x] event ${i}\n`,
  ).join('');

/** What is left of a case that was packed with these treatments. */
async function treated(bytes: Uint8Array, treatments: Treatment[], { joins = false } = {}) {
  const open = await openCaseOf([{ name: 'a.tgz', bytes }]);
  const tree = new PackingTree(open.content, selectedFiles(open.content, {}));
  return open.jobs.run(1, async (job) => {
    const { content } = open;
    const hashes = await freshEnvelopeKernel();
    const packing = new Packing({ content, tree, treatments, joins, isChosen: () => true, hashes, job });
    const parts: Uint8Array[] = [];
    for await (const chunk of packing.bytes()) parts.push(chunk);
    const entries = await unpackTar(gunzipSync(Buffer.concat(parts)), { strict: true });
    const files = new Map(entries.map(({ header, data }) => [header.name, Buffer.from(data!)]));
    return { files, manifest: packing.manifest };
  });
}

const upper = (text: string) => text.toUpperCase();

/** Content in capitals; how long it is is told or not. */
function capitals({ content, access }: EntryFile, isSizeKnown: boolean): FileContent {
  return {
    bytes: isSizeKnown ? access.size : null,
    async *chunks() {
      for await (const chunk of content.chunks())
        yield new Uint8Array(Buffer.from(upper(Buffer.from(chunk).toString('latin1')), 'latin1'));
    },
  };
}

const capitalsOf = (wanted: (path: string) => boolean, isSizeKnown = true): Treatment => ({
  treat: async (file) =>
    wanted(file.shownPath)
      ? { action: 'redacted', content: capitals(file, isSizeKnown), reason: 'in capitals' }
      : null,
});

const utf16 = (text: string) => new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le'));
const bundle = (...more: Uint8Array[]) =>
  gzipSync(
    tar(
      tarEntry({ name: 'top/plain.txt', data: 'plain' }),
      tarEntry({ name: 'top/var/log/hostd.0.gz', data: gzipSync(hostd(9)) }),
      tarEntry({ name: 'top/var/log/syslog.log', data: utf16(hostd(9)) }),
      ...more,
    ),
  );

describe('content that a treatment changed', () => {
  test.each([true, false])('is brought back into its form (size known: %s)', async (isSizeKnown) => {
    const { files, manifest } = await treated(bundle(), [capitalsOf(() => true, isSizeKnown)]);
    expect(files.get('top/plain.txt')!.toString()).toBe('PLAIN');
    expect(gunzipSync(files.get('top/var/log/hostd.0.gz')!).toString()).toBe(upper(hostd(9)));
    expect(files.get('top/var/log/syslog.log')).toEqual(Buffer.from(utf16(upper(hostd(9)))));
    for (const { path, bytes, sha256: digest, action, reason } of manifest) {
      const file = files.get(path)!;
      expect([bytes, digest, action, reason]).toEqual([file.length, sha256(file), 'redacted', 'in capitals']);
    }
  });

  test('goes through one treatment after the other, and may be dropped by the next', async () => {
    const twice: Treatment = {
      treat: async (file) => ({
        action: 'cut',
        path: `${file.path}.cut`,
        content: await spooled(
          (async function* () {
            for await (const chunk of file.content.chunks()) yield chunk.slice(0, 3);
          })(),
        ),
      }),
    };
    const dropsLogs: Treatment = {
      treat: async ({ kind }) => (kind === 'log' ? { action: 'dropped', reason: 'a log' } : null),
    };
    const { files, manifest } = await treated(bundle(), [capitalsOf(() => true), twice, dropsLogs]);
    expect(Object.fromEntries(files)).toEqual({ 'top/plain.txt.cut': Buffer.from('PLA') });
    expect(manifest).toMatchObject([
      { path: 'top/plain.txt.cut', action: 'cut', reason: 'in capitals', bytes: 3 },
      {
        path: 'top/var/log/hostd.0.gz.cut',
        action: 'dropped',
        reason: 'in capitals; a log',
        bytes: 0,
        sha256: '',
      },
      { path: 'top/var/log/syslog.log.cut', action: 'dropped' },
    ]);
  });

  test('is written in fragments where they are kept, and as one file where they are joined', async () => {
    const text = 'abcdefgh'.repeat((2 * FRAGMENT_BYTES) / 8) + 'rest';
    const pieces = [0, 1, 2].map((number) =>
      tarEntry({
        name: `top/out.txt.FRAG-0000${number}`,
        data: text.slice(number * FRAGMENT_BYTES, (number + 1) * FRAGMENT_BYTES),
      }),
    );
    const isOut = (path: string) => path === 'out.txt';
    for (const isSizeKnown of [true, false]) {
      const kept = await treated(bundle(...pieces), [capitalsOf(isOut, isSizeKnown)]);
      const names = [...kept.files.keys()].filter((path) => path.includes('out.txt'));
      expect(names).toEqual([0, 1, 2].map((number) => `top/out.txt.FRAG-0000${number}`));
      expect(names.map((name) => kept.files.get(name)!.toString()).join('') === upper(text)).toBe(true);
      const joined = await treated(bundle(...pieces), [capitalsOf(isOut, isSizeKnown)], { joins: true });
      expect(joined.files.get('top/out.txt')!.toString() === upper(text)).toBe(true);
    }
    // With a gap there are as many pieces before it as there were: one more would fill it.
    const longer: Treatment = {
      treat: async (file) =>
        isOut(file.shownPath)
          ? {
              action: 'redacted',
              content: await spooled(
                (async function* () {
                  yield* file.content.chunks();
                  yield new Uint8Array(3 * FRAGMENT_BYTES).fill(120);
                })(),
              ),
            }
          : null,
    };
    const { files } = await treated(bundle(pieces[0]!, pieces[2]!), [longer], { joins: true });
    const names = [...files.keys()].filter((path) => path.includes('out.txt'));
    expect(names).toEqual(['top/out.txt.FRAG-00000', 'top/out.txt.FRAG-00002']);
    expect(files.get(names[0]!)!.length).toBe(4 * FRAGMENT_BYTES);
  });
});

describe('archives around it', () => {
  const inner = gzipSync(
    tar(tarEntry({ name: 'x/secret.txt', data: 'secret' }), tarEntry({ name: 'x/other.txt', data: 'other' })),
  );
  const nested = bundle(
    tarEntry({ name: 'top/in.tgz', data: inner }),
    tarEntry({ name: 'top/other.tgz', data: inner }),
  );

  test('are copied as long as nothing in them changes', async () => {
    const { files, manifest } = await treated(nested, [capitalsOf((path) => path === 'in.tgz/secret.txt')]);
    expect(sha256(files.get('top/other.tgz')!)).toBe(sha256(inner));
    const entries = await unpackTar(gunzipSync(files.get('top/in.tgz')!));
    expect(entries.map(({ header, data }) => [header.name, Buffer.from(data!).toString()])).toEqual([
      ['x/secret.txt', 'SECRET'],
      ['x/other.txt', 'other'],
    ]);
    expect(manifest.find(({ path }) => path === 'top/in.tgz')).toMatchObject({ action: 'redacted' });
    expect(manifest.find(({ path }) => path === 'top/in.tgz/x/secret.txt')).toMatchObject({
      action: 'redacted',
      sha256: sha256(Buffer.from('SECRET')),
    });
    expect(manifest.find(({ path }) => path === 'top/in.tgz/x/other.txt')).toMatchObject({ action: 'kept' });
  });

  test('and compressed logs are written anew where a treatment wants all of it written anew', async () => {
    const named = gzipSync(hostd(9));
    // A header that names the file that was compressed.
    const withName = Buffer.concat([
      named.subarray(0, 3),
      Buffer.from([8]),
      named.subarray(4, 10),
      Buffer.from('secret-name\0'),
      named.subarray(10),
    ]);
    const bytes = gzipSync(
      tar(
        tarEntry({ name: 'top/plain.txt', data: 'plain' }),
        tarEntry({ name: 'top/var/log/hostd.0.gz', data: withName }),
        tarEntry({
          name: 'top/in.tgz',
          data: gzipSync(tar(tarEntry({ name: 'x/var/log/hostd.1.gz', data: withName }))),
        }),
      ),
    );
    const all = Buffer.concat([...(await treated(bytes, [])).files.values()]);
    expect(all.includes('secret-name')).toBe(true);
    const nothing: Treatment = { rewritesAll: true, treat: async () => null };
    const { files } = await treated(bytes, [nothing]);
    expect(gunzipSync(files.get('top/var/log/hostd.0.gz')!).toString()).toBe(hostd(9));
    expect(Buffer.concat([...files.values()]).includes('secret-name')).toBe(false);
    expect(gunzipSync(files.get('top/in.tgz')!).includes('secret-name')).toBe(false);
  });

  test('have other names where a treatment gives them', async () => {
    const renames: Treatment = {
      treat: async () => null,
      rename: (path) =>
        path.replace('secret', 'alias').replace('in.tgz', 'alias.tgz').replace('top', 'bundle'),
    };
    const { files, manifest } = await treated(nested, [renames]);
    expect([...files.keys()]).toEqual([
      'bundle/plain.txt',
      'bundle/var/log/hostd.0.gz',
      'bundle/var/log/syslog.log',
      'bundle/alias.tgz',
      'bundle/other.tgz',
    ]);
    for (const name of ['bundle/alias.tgz', 'bundle/other.tgz']) {
      const entries = await unpackTar(gunzipSync(files.get(name)!));
      expect(entries.map(({ header }) => header.name)).toEqual(['x/alias.txt', 'x/other.txt']);
      expect(manifest.some(({ path }) => path === `${name}/x/alias.txt`)).toBe(true);
    }
  });

  test('get what a treatment adds, below the top folder', async () => {
    const adds: Treatment = {
      treat: async () => null,
      added: () => [
        {
          path: 'vm-support-incident-key',
          modified: null,
          mode: 0o600,
          action: 'recrypted',
          content: {
            bytes: 3,
            chunks: async function* () {
              yield Uint8Array.of(1, 2, 3);
            },
          },
        },
      ],
    };
    const { files, manifest } = await treated(nested, [adds]);
    expect(files.get('top/vm-support-incident-key')).toEqual(Buffer.from([1, 2, 3]));
    expect(manifest.at(-1)).toMatchObject({
      path: 'top/vm-support-incident-key',
      action: 'recrypted',
      bytes: 3,
    });
  });
});

test('a failure of a treatment ends the packing with it, and lets go of what was set aside', async () => {
  let dropped = 0;
  const holds: Treatment = {
    treat: async (file) => ({
      action: 'redacted',
      content: { ...capitals(file, true), drop: () => void dropped++ },
    }),
  };
  const fails: Treatment = {
    treat: async ({ path }) => {
      if (path.endsWith('hostd.0.gz')) throw new RangeError('no key');
      return null;
    },
  };
  await expect(treated(bundle(), [holds, fails])).rejects.toThrow('no key');
  expect(dropped).toBe(2);
});
