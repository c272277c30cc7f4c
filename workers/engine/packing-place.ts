import type { SourceKind } from '../public-api';
import type { Container } from './containers';

/** Where files stand while their archive is written. */
export interface Place {
  /** Of the archives around, each with a `/` behind it; '' in the package itself. */
  around: string;
  /** Gives a path in its archive another beginning. */
  moved(path: string): string;
  /** Whether files of a folder may have been taken away meanwhile, one by one. */
  inFolder: boolean;
  archive: 'tar' | 'zip';
  /** Whether the archive around is copied as it is: its files are told of only. */
  isCopied: boolean;
}

/** The package is a tar whatever was dropped. */
const TOP: Place = { around: '', moved: (path) => path, inFolder: false, archive: 'tar', isCopied: false };

/** The files of what was dropped, in the package itself. */
export function placeAtTop(root: Container, moved = TOP.moved): Place {
  return { ...TOP, moved, inFolder: root.kind === 'folder' };
}

/** The files of an archive that is called `path` where it stands. */
export function placeInside(archive: Container, path: string, around: Place, isCopied: boolean): Place {
  return {
    around: `${around.around}${path}/`,
    moved: (inside) => inside,
    inFolder: false,
    archive: archive.kind === 'zip' ? 'zip' : 'tar',
    isCopied: around.isCopied || isCopied,
  };
}

/** Whether what was dropped is an archive in the package, where several were. */
export function isArchive({ kind }: Container): boolean {
  return kind === 'tgz' || kind === 'tar' || kind === 'zip';
}

/** What an archive is written anew as. */
export function kindAnew({ kind }: Container): SourceKind {
  return kind === 'streams' ? 'tgz' : kind;
}
