import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import {
  joinCommands,
  joinedName,
  partName,
  PART_SIZES,
  partsOf,
  USUAL_PART_SIZE,
} from '../../web/saving/parts';

test('an output is one download as long as it fits', () => {
  expect([0, 1, 100, 101, 300, 301].map((bytes) => partsOf(bytes, 100))).toEqual([1, 1, 1, 2, 3, 4]);
  expect(PART_SIZES).toContain(USUAL_PART_SIZE);
});

describe('parts', () => {
  test('have numbers that sort, and names that no shell reads', () => {
    expect(partName('vmkernel-zdump.1.decrypted', 7)).toBe('vmkernel-zdump.1.decrypted.part07');
    expect(partName('a', 100)).toBe('a.part100');
    expect(joinedName('a$(b)`c`%d%!e^f&g;h\'i"j')).toBe('a__b__c__d__e_f_g_h_i_j');
    expect(joinedName('-rf x')).toBe('_rf x');
    expect(joinedName('дамп ядра')).toBe('дамп ядра');
  });

  test('are joined by a command for each system', () => {
    expect(joinCommands('my dump', 3)).toEqual({
      windows: ['copy /b "my dump.part01"+"my dump.part02"+"my dump.part03" "my dump"'],
      posix: ['cat "my dump.part01" "my dump.part02" "my dump.part03" > "my dump"'],
    });
  });

  test('that are too many for one command of Windows come in several', () => {
    const name = 'n'.repeat(150);
    const { windows, posix } = joinCommands(name, 120);
    expect(windows.length).toBeGreaterThan(1);
    for (const command of [...windows, ...posix]) expect(command.length).toBeLessThan(8191);
    windows.forEach((command, n) => expect(command.startsWith(`copy /b "${name}"+`)).toBe(n > 0));
    const joined = windows.join(' ').match(/\.part\d+/g);
    expect(joined).toEqual(Array.from({ length: 120 }, (_, n) => `.part${String(n + 1).padStart(2, '0')}`));
  });

  const folders: string[] = [];
  afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })));

  test.each([3, 120])('are the whole again after the command: %i', (count) => {
    const folder = mkdtempSync(join(tmpdir(), 'parts-'));
    folders.push(folder);
    const name = `it's $HOME \`of\` %PATH% ${'n'.repeat(100)}`;
    const texts = Array.from({ length: count }, (_, n) => `part ${n + 1};`);
    texts.forEach((text, n) => writeFileSync(join(folder, partName(name, n + 1)), text));
    for (const command of joinCommands(name, count).posix)
      execFileSync('sh', ['-c', command], { cwd: folder });
    expect(readFileSync(join(folder, joinedName(name)), 'utf8')).toBe(texts.join(''));
  });
});
