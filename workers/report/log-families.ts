/** Numbers and endings that rotation puts behind or into a name: `hostd.0.gz`, `hostd.log.1`, `vmware-12.log`. */
const ENDING = /(?:\.gz|\.log|\.txt|\.old|[.-]\d+)$/i;

/** What files that were rotated out of one another have in common: their folder, and their name without numbers. */
export function logFamily(path: string): string {
  let name = path;
  for (let shorter = name.replace(ENDING, ''); shorter !== name; shorter = name.replace(ENDING, '')) {
    if (shorter === '' || shorter.endsWith('/')) break;
    name = shorter;
  }
  return name;
}
