import { utf8 } from '../bytes';
import { tarNumber, type TarEntry } from '../tar';
import { adding, type Damage } from './damage';

export const SPARSE_PATH = 'tmp/sparse.bin';

/** A sparse file: a few bytes in the archive, `bytes` on disk. In GNU's old form or as PAX 1.0. */
export function sparseBomb(bytes = 1024 ** 4, form: 'gnu' | 'pax' = 'gnu'): Damage {
  return adding('sparse bomb', ({ topFolder, host }) => {
    const path = `${topFolder}/${SPARSE_PATH}`;
    return [
      form === 'gnu' ? oldSparse(path, bytes, host.collectedAt) : paxSparse(path, bytes, host.collectedAt),
    ];
  });
}

const DATA = utf8('x'.repeat(512));

/** Two pairs of offset and length in the header: the data, and nothing at the end. */
function oldSparse(path: string, bytes: number, mtime: number): TarEntry {
  return {
    path,
    size: DATA.length,
    content: [DATA],
    mtime,
    type: 'S',
    fill: (header) => {
      for (const [n, value] of [0, DATA.length, bytes, 0].entries())
        header.set(tarNumber(value), 386 + 12 * n);
      header.set(tarNumber(bytes), 483);
    },
  };
}

/** The map of the data stands in a block before it. */
function paxSparse(path: string, bytes: number, mtime: number): TarEntry {
  const map = new Uint8Array(512);
  map.set(utf8(`2\n0\n${DATA.length}\n${bytes}\n0\n`));
  const folder = path.slice(0, path.lastIndexOf('/'));
  return {
    path: `${folder}/GNUSparseFile.0/sparse.bin`,
    size: map.length + DATA.length,
    content: [map, DATA],
    mtime,
    pax: {
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.name': path,
      'GNU.sparse.realsize': String(bytes),
    },
  };
}
