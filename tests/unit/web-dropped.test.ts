import { describe, expect, test } from 'vitest';
import { fromPaste, walk, type Gathered } from '../../web/start/dropped';

function file(fullPath: string, fails = false): FileSystemEntry {
  return {
    isFile: true,
    fullPath,
    file: (resolve: (file: File) => void, reject: (error: Error) => void) =>
      fails ? reject(new Error('gone')) : resolve(new File(['x'], fullPath.split('/').at(-1)!)),
  } as unknown as FileSystemEntry;
}

/** A folder that hands out its entries in batches, like Chromium. */
function folder(fullPath: string, entries: FileSystemEntry[], batch = 2): FileSystemEntry {
  return {
    isFile: false,
    fullPath,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (resolve: (entries: FileSystemEntry[]) => void) =>
          resolve(entries.slice(at, (at += batch))),
      };
    },
  } as unknown as FileSystemEntry;
}

const nothing = (): Gathered => ({ inputs: [], unreadable: [] });

describe('walking a drop', () => {
  test('keeps paths and order over several batches', async () => {
    const dropped = folder('/esx', [
      file('/esx/a.log'),
      folder('/esx/var', [file('/esx/var/b.log'), file('/esx/var/c.log'), file('/esx/var/d.log')]),
      file('/esx/e.log'),
    ]);
    const { inputs } = await walk([file('/one.tgz'), dropped], nothing());
    expect(inputs.map((input) => input.folderPath)).toEqual([
      '',
      'esx/a.log',
      'esx/var/b.log',
      'esx/var/c.log',
      'esx/var/d.log',
      'esx/e.log',
    ]);
  });

  test('goes on after a file that cannot be read', async () => {
    const dropped = folder('/x', [file('/x/bad', true), file('/x/good')]);
    const { inputs, unreadable } = await walk([dropped], nothing());
    expect(inputs.map((input) => input.folderPath)).toEqual(['x/good']);
    expect(unreadable).toEqual(['x/bad']);
  });
});

describe('paste', () => {
  const data = (text: string, files: File[] = []) =>
    ({ files, getData: () => text }) as unknown as DataTransfer;
  const at = new Date('2024-05-17T12:34:56Z');
  const name = (time: string) => `pasted-${time}.log`;

  test('text becomes a log file', async () => {
    const input = fromPaste(data('2024 hello\n'), at, name)!.inputs[0]!;
    expect(input.file.name).toBe('pasted-2024-05-17T12-34-56.log');
    expect(await input.file.text()).toBe('2024 hello\n');
  });

  test('files win over text, blank text is nothing', () => {
    expect(fromPaste(data('x', [new File([], 'a.tgz')]), at, name)!.inputs[0]!.file.name).toBe('a.tgz');
    expect(fromPaste(data(' \n'), at, name)).toBeNull();
  });
});
