import { fileName } from '../../saving/file-name';

/** Endings of what bundles come as. */
const ENDING = /\.(?:tgz|tar\.gz|tar|zip|gz)$/i;

/** What a package is, as its name says. */
export type PackageSort = 'reconstructed' | 'reencrypted' | 'redacted' | 'handover';

/**
 * Name to begin with for a package of these sources. A redacted one has none of theirs: a bundle is named after its host.
 * `day` is that of the making, as 2026-02-03.
 */
export function packageName(sources: readonly string[], sort: PackageSort, day: string): string {
  const [only, ...more] = sources;
  if (sort === 'redacted' || only === undefined || more.length > 0) return `bundle-${day}.${sort}.tgz`;
  return `${fileName(only.replace(ENDING, '')) || 'bundle'}.${sort}.tgz`;
}

/** A name that was typed, as every file system takes it and ending as a package does. */
export function typedPackageName(typed: string, otherwise: string): string {
  const name = fileName(typed.trim().replace(ENDING, ''));
  return name === '' || name === '.' || name === '..' ? otherwise : `${name}.tgz`;
}

/** The name of something that goes along with a package. */
export function besideName(packageName: string, what: string): string {
  return `${packageName.replace(ENDING, '')}.${what}`;
}
