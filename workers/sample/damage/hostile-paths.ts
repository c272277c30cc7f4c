import { utf8 } from '../bytes';
import { fileEntry } from '../tar';
import { adding, type Damage } from './damage';

/** Entries whose paths lead out of the bundle. */
export function escapingPaths(paths: readonly string[] = ['../../x', '/etc/passwd', 'a/../../../b']): Damage {
  return adding('escaping paths', ({ host }) =>
    paths.map((path) => fileEntry(path, utf8('outside\n'), host.collectedAt)),
  );
}

export const MARKUP_NAME = 'tmp/<img src=x onerror=alert(1)>.txt';

/** An entry named in markup. */
export function markupName(): Damage {
  return adding('markup name', ({ topFolder, host }) => [
    fileEntry(`${topFolder}/${MARKUP_NAME}`, utf8('<script>alert(1)</script>\n'), host.collectedAt),
  ]);
}
