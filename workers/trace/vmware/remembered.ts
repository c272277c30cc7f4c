/** Most sessions and VMs remembered of a host. */
const MOST_REMEMBERED = 50_000;

/** Keeps a table that grows with the log from growing without end. */
export function forgetOldest(map: Map<string, unknown>): void {
  if (map.size <= MOST_REMEMBERED) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
