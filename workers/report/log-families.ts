/** Numbers and endings that rotation puts behind or into a name: `hostd.0.gz`, `hostd.log.1`, `vmware-12.log`. */
const ENDING = /(?:\.gz|\.log|\.txt|\.old|[.-]\d+)$/i;

/** Endings that a rotated file has at most, and characters of each: a path may be long, and made to take long. */
const MOST_ENDINGS = 8;
const MOST_LENGTH = 20;

/** What files that were rotated out of one another have in common: their folder, and their name without numbers. */
export function logFamily(path: string): string {
  let name = path;
  for (let endings = 0; endings < MOST_ENDINGS; endings++) {
    const ending = ENDING.exec(name.slice(-MOST_LENGTH))?.[0] ?? '';
    const shorter = name.slice(0, name.length - ending.length);
    if (ending === '' || shorter === '' || shorter.endsWith('/')) break;
    name = shorter;
  }
  return name;
}
