import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { OpenCase } from '../../workers/engine/open-case';
import { planPackage } from '../../workers/engine/package-plan';
import type { Package, PackOptions } from '../../workers/public-api';
import { freeJob } from './case-treatment';
import { bytesOf, JOIN, KEEP, openCaseOf, pack, shownFiles, shownRecords } from './packing-case';
import { tar, tarEntry } from './tar-bytes';
import { zip, type ZipField } from './zip-bytes';

/** Seeds of a run; some hundreds by `PACKAGE_SEEDS=500`. */
const SEEDS = Number(process.env['PACKAGE_SEEDS'] ?? 30);

/** Numbers that are the same for a seed (mulberry32). */
class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)]!;
  }
}

/** An entry before it is known what archive it is in. */
interface Item {
  name: string | Uint8Array;
  data: Uint8Array;
  /** Where it is a symbolic link, or a folder (''). */
  link?: string;
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function log(chance: Chance): Uint8Array {
  const minute = chance.below(60);
  const lines = Array.from(
    { length: 1 + chance.below(30) },
    (_, i) =>
      `2016-11-22T18:${String(minute).padStart(2, '0')}:05.${100 + i}Z info hostd[89E02B70] [x] Event ${i}\n`,
  );
  return bytes(lines.join(''));
}

function content(chance: Chance, depth: number): { ending: string; data: Uint8Array } {
  const kind = chance.below(depth < 3 ? 10 : 7);
  if (kind < 2) return { ending: '.log', data: log(chance) };
  if (kind === 2) return { ending: '.gz', data: gzipSync(log(chance)) };
  if (kind === 3) return { ending: '.txt', data: bytes('a text '.repeat(chance.below(200))) };
  if (kind === 4)
    return {
      ending: '.bin',
      data: Uint8Array.from({ length: chance.below(3000) }, (_, i) => (i * 89 + 7) & 0xff),
    };
  if (kind === 5)
    return {
      ending: '.wide.log',
      data: new Uint8Array(Buffer.from(`\ufeff${Buffer.from(log(chance))}`, 'utf16le')),
    };
  if (kind === 6) return { ending: '', data: new Uint8Array(0) };
  return archive(chance, depth + 1);
}

function pieces(chance: Chance, name: string, data: Uint8Array): Item[] {
  const each = Math.max(1, Math.ceil(data.length / (2 + chance.below(4))));
  const missing = chance.below(6) === 0 ? chance.below(3) : -1;
  const found: Item[] = [];
  for (let number = 0; number * each < data.length; number++) {
    const piece = data.slice(number * each, (number + 1) * each);
    if (number !== missing)
      found.push({ name: `${name}.FRAG-${String(number).padStart(5, '0')}`, data: piece });
  }
  return found;
}

function items(chance: Chance, depth: number): Item[] {
  const top = chance.of(['x/', 'y/', '', './z/']);
  const found: Item[] = [];
  for (let i = 1 + chance.below(4); i > 0; i--) {
    const folder = top + chance.of(['', 'a/', 'b/c/']);
    const { ending, data } = content(chance, depth);
    const name = `${folder}n${i}${ending}`;
    const how = chance.below(8);
    if (how === 0) found.push({ name: folder || 'f/', data: new Uint8Array(0), link: '' });
    if (how === 1) found.push({ name: `${name}-link`, data: new Uint8Array(0), link: 'n1' });
    if (how < 3 && data.length > 3) found.push(...pieces(chance, name, data));
    else if (how === 3) found.push({ name: Buffer.from(`${name}-\xe9`, 'latin1'), data });
    else found.push({ name, data });
  }
  return found;
}

function archive(chance: Chance, depth: number): { ending: string; data: Uint8Array } {
  const inside = items(chance, depth);
  const kind = chance.below(3);
  if (kind === 2) {
    const entries = inside.map(({ name, data, link }): ZipField => {
      const type = link === undefined ? 0o100644 : link === '' ? 0o040755 : 0o120777;
      return { name, data: link ? bytes(link) : data, external: (type << 16) >>> 0, flags: 2048 };
    });
    return { ending: '.zip', data: zip({ entries }) };
  }
  const entries = inside.map(({ name, data, link }) =>
    tarEntry({ name, data, type: link === undefined ? '0' : link === '' ? '5' : '2', link: link ?? '' }),
  );
  const made = tar(...entries);
  return kind === 1 ? { ending: '.tar', data: made } : { ending: '.tgz', data: gzipSync(made) };
}

function tally(entries: Iterable<{ action: string }>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { action } of entries) counts[action] = (counts[action] ?? 0) + 1;
  return counts;
}

/** A file that is cut to nothing is an empty one in the package; the manifest says why. */
async function shown(open: OpenCase) {
  const files = await shownFiles(open);
  return files.map((file) => ({ ...file, kind: file.bytes === 0 ? 'empty' : file.kind }));
}

/** What was put together is read later than what is whole. */
function inAnyOrder({ segments, ...rest }: ReturnType<typeof shownRecords>) {
  return { ...rest, segments: segments.map(String).sort() };
}

const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);
const choices: [string, PackOptions][] = [
  ['join', JOIN],
  ['keep', KEEP],
];

describe.each(choices)(
  'random archives in archives, packed and opened again (fragments: %s)',
  (_, options) => {
    test.each(seeds)('seed %i', async (seed) => {
      const chance = new Chance(seed);
      // A top level of its own: what is packed from there is always a compressed tar.
      const { ending, data } = archive(chance, 0);
      const open = await openCaseOf([{ name: `a${ending}`, bytes: data }]);
      if (open.content.index.count === 0) return;
      const once = await pack(open, options);
      const again = await openCaseOf([{ name: 'a.tgz', bytes: await bytesOf(once.blob) }]);
      expect(await shown(again)).toEqual(await shown(open));
      expect(inAnyOrder(shownRecords(again))).toEqual(inAnyOrder(shownRecords(open)));
      expect((await planPackage(open, freeJob(), options)).files).toEqual(tally(once.manifest));
      // What was packed once is not changed by packing it again.
      const twice = await pack(again, options);
      // An archive that is written anew comes behind its files, one that is copied before them.
      const digests = ({ manifest }: Package) =>
        manifest.map(({ path, sha256 }) => `${path} ${sha256}`).sort();
      expect(digests(twice)).toEqual(digests(once));
    });
  },
);
