/** HSM ids are `hsm-` and eleven letters or digits; longer ones are taken when they hold a digit, as words seldom do. */
const HSM_ID =
  /(?:^|[^A-Za-z0-9])(hsm-(?:[A-Za-z0-9]{11}|(?=[A-Za-z]*\d)[A-Za-z0-9]{12,17}))(?![A-Za-z0-9])/i;
const CLUSTER_ID = /(?:^|[^A-Za-z0-9])(cluster-[A-Za-z0-9]{11,17})(?![A-Za-z0-9])/i;
/** Objects of an export to S3 lie in a folder of their stream's name. */
const EXPORTED = /(?:^|\/)([^/]+)\/\d{6}(?:\.gz)?$/;

/**
 * The stream that a path names: the id in the file's name, else in the nearest folder; null when there is none.
 * @param path with every folder that is known, what was dropped included
 */
export function streamOfPath(path: string): string | null {
  return named(path, HSM_ID) ?? named(path, CLUSTER_ID) ?? EXPORTED.exec(path)?.[1] ?? null;
}

/** The cluster that a path names, as `streamOfPath` finds streams; null when there is none. */
export function clusterOfPath(path: string): string | null {
  return named(path, CLUSTER_ID);
}

function named(path: string, id: RegExp): string | null {
  for (const part of path.split('/').reverse()) {
    const name = id.exec(part)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}
