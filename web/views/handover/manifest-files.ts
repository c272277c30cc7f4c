import type { ManifestEntry } from '../../../workers/public-api';

/** Entries in one piece of a file: a text of a million of them would be too long for one. */
const PIECE = 10_000;

/** The manifest as JSON, an entry a line, in pieces. */
export function manifestLines(manifest: readonly ManifestEntry[]): string[] {
  const lines = inPieces(manifest, (entry, index) => `${index === 0 ? '' : ',\n'}  ${JSON.stringify(entry)}`);
  return ['[\n', ...lines, '\n]\n'];
}

/**
 * Lines for `sha256sum -c` in the unpacked package, in pieces; a name with a line break or backslash is written as it wants
 * them. Files in archives of the package are left out: they are there once these are unpacked too.
 */
export function checksumLines(manifest: readonly ManifestEntry[]): string[] {
  const paths = new Set(manifest.map(({ path }) => path));
  return inPieces(manifest, ({ path, sha256 }) => {
    if (sha256 === '' || isNested(path, paths)) return '';
    const escaped = path.replace(/[\\\n\r]/g, (sign) => ESCAPES[sign] ?? sign);
    return `${escaped === path ? '' : '\\'}${sha256}  ${escaped}\n`;
  });
}

/** Whether one of the folders around is an archive that is a file itself. */
function isNested(path: string, paths: ReadonlySet<string>): boolean {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    if (at < path.length - 1 && paths.has(path.slice(0, at))) return true;
  }
  return false;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r' };

function inPieces(
  manifest: readonly ManifestEntry[],
  line: (entry: ManifestEntry, index: number) => string,
): string[] {
  const pieces: string[] = [];
  for (let from = 0; from < manifest.length; from += PIECE) {
    const some = manifest.slice(from, from + PIECE);
    pieces.push(some.map((entry, index) => line(entry, from + index)).join(''));
  }
  return pieces;
}
