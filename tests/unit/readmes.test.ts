import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['assembly', 'tests', 'web', 'workers'];
const below = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
);
const names = new Set(below.map((path) => path.slice(path.lastIndexOf('/') + 1)));
const readmes = ['README.md', ...below.filter((path) => path.endsWith('README.md'))];
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };

/** Text without blocks of code. */
const proseOf = (path: string): string =>
  readFileSync(join(ROOT, path), 'utf8').replace(/^```.*?^```/gms, '');
const found = (text: string, pattern: RegExp): string[] =>
  Array.from(text.matchAll(pattern), ([, one]) => one!);

/** Below the README, or the folder of all that is like it, or the project. */
function isThere(path: string, readme: string): boolean {
  const [top] = readme.split('/');
  return ['', top!, dirname(readme)].some((folder) => existsSync(join(ROOT, folder, path)));
}

describe.each(readmes)('%s', (readme) => {
  const prose = proseOf(readme);

  it('links to what is there', () => {
    const links = found(prose, /\]\(([^)#\s]+)\)/g).filter((link) => !/^\w+:/.test(link));
    expect(links.filter((link) => !existsSync(join(ROOT, dirname(readme), link)))).toEqual([]);
  });

  it('names source files that are there', () => {
    const files = found(prose, /`([\w@.\-/]+\.(?:ts|mjs|svelte|css))`/g).filter(
      (name) => !name.startsWith('-'),
    );
    const gone = files.filter((name) => (name.includes('/') ? !isThere(name, readme) : !names.has(name)));
    expect(gone).toEqual([]);
  });

  it('names commands that there are', () => {
    const commands = found(readFileSync(join(ROOT, readme), 'utf8'), /\bnpm run ([\w:]+)/g);
    expect(commands.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe.each(['web', 'workers'])('the folders of %s', (folder) => {
  it('all stand in its README, and no others', () => {
    const listed = found(proseOf(`${folder}/README.md`), /^\| `([\w-]+)\/`/gm).sort();
    const there = readdirSync(join(ROOT, folder), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(listed).toEqual(there.sort());
  });
});

it('finds the READMEs of the project', () => {
  expect(readmes).toEqual(
    expect.arrayContaining(['README.md', 'web/README.md', 'workers/README.md', 'workers/query/README.md']),
  );
});
