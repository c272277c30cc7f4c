/** What is odd about a path in an archive, and what becomes of it where the archive is unpacked. */
export interface PathTrouble {
  code: 'path-leads-out' | 'path-absolute' | 'path-without-name' | 'path-empty-part' | 'path-of-a-folder';
  message: string;
}

/** As GNU tar 1.34 and Info-ZIP's unzip 6.00 do it, tried with archives of such paths. */
const TAKEN: Record<'tar' | 'zip', Record<PathTrouble['code'], string>> = {
  tar: {
    'path-leads-out': 'its path leads out by "..": GNU tar does not unpack it, and ends with an error',
    'path-absolute':
      'its path is absolute: GNU tar leaves out the slash in front, and unpacks it below the folder it is in',
    'path-without-name': 'it has no name: GNU tar does not unpack it, and ends with an error',
    'path-empty-part': 'a part of its path is empty: GNU tar takes the slashes around it for one',
    'path-of-a-folder':
      'it is a file, but its path ends in a slash: GNU tar makes a folder of it, leaves out its content, and ends with an error',
  },
  zip: {
    'path-leads-out':
      'its path leads out by "..": unzip leaves that out, and unpacks it below the folder it is in',
    'path-absolute':
      'its path is absolute: unzip leaves out the slash in front, and unpacks it below the folder it is in',
    'path-without-name': 'it has no name: unzip does not unpack it as it is',
    'path-empty-part': 'a part of its path is empty: unzip takes the slashes around it for one',
    'path-of-a-folder': 'it is a file, but its path ends in a slash: unzip makes a folder of it',
  },
};

/** What is odd about the path of a file or folder, the gravest first; null for a plain one. */
export function pathTrouble(path: string, isFolder: boolean, archive: 'tar' | 'zip'): PathTrouble | null {
  const code = codeOf(path, isFolder);
  return code && { code, message: TAKEN[archive][code] };
}

function codeOf(path: string, isFolder: boolean): PathTrouble['code'] | null {
  if (/(?:^|\/)\.\.(?:\/|$)/.test(path)) return 'path-leads-out';
  if (/^\/*$/.test(path)) return 'path-without-name';
  if (path.startsWith('/')) return 'path-absolute';
  if (path.includes('//')) return 'path-empty-part';
  return !isFolder && path.endsWith('/') ? 'path-of-a-folder' : null;
}
