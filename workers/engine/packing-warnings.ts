import { limitWarnings } from '../archive/warning-limit';
import { pathTrouble } from '../package/hostile-path';
import type { PackedFile } from '../package/packed-file';
import type { PackWarning } from '../public-api';

/** So many are told of paths, and of links; a hostile archive has a million. */
const MOST = 200;

/** What a package shows in no other way: damage of what was dropped, paths that are not unpacked as they are, links. */
export class PackingWarnings {
  readonly all: PackWarning[] = [];
  readonly #ofPaths = limitWarnings(
    ({ code, path, message }) => this.all.push({ code, path, message }),
    'package-more-warnings',
    MOST,
  );

  /** @param around of the archives around it, each with a `/` behind it */
  checkPath({ path, other }: PackedFile, around: string, archive: 'tar' | 'zip'): void {
    const trouble = pathTrouble(path, other?.type === 'directory', archive);
    if (trouble) this.add(trouble.code, around + path, trouble.message);
    if (other?.type !== 'link') return;
    const ofTarget = pathTrouble(other.target, false, archive);
    if (ofTarget?.code !== 'path-leads-out' && ofTarget?.code !== 'path-absolute') return;
    const message = `it is a hard link to "${other.target}": GNU tar leaves out what leads out of the folder, and links it to another file, or not at all`;
    this.add('link-leads-out', around + path, message);
  }

  add(code: string, path: string, message: string): void {
    this.#ofPaths({ code, path, offset: null, message });
  }
}
