import { bundleName } from './bundle-name';

/** The path below the bundle's top folder, for trees where that folder or some above it are still there. */
export function insideBundle(path: string): string {
  if (!path.includes('--')) return path;
  const parts = path.split('/');
  const top = parts.findIndex((part, index) => index < parts.length - 1 && bundleName(part));
  return top < 0 ? path : parts.slice(top + 1).join('/');
}

/**
 * Paths of a command's output: `commands/<name>.txt` and, where it was asked for twice, `json/<name>.json`. A second
 * result has a number in front; `localcli` may have been `esxcli`.
 */
export function outputOf(...names: string[]): (path: string) => boolean {
  const some = names.map((name) => name.replace(/^localcli_/, '(?:localcli|esxcli)_')).join('|');
  const pattern = new RegExp(
    `^(?:commands/(?:\\d+\\.)?(?:${some})\\.txt|json/(?:\\d+\\.)?(?:${some})\\.json)$`,
  );
  return (path) => (path.startsWith('commands/') || path.startsWith('json/')) && pattern.test(path);
}
