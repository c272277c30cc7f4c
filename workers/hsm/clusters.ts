import type { HsmStream } from './hsm-events';

/** CloudHSM's log groups are `/aws/cloudhsm/<cluster id>`; Logs Insights puts the account in front. */
const LOG_GROUP = /(?:^|[:/])aws\/cloudhsm\/([^/:\s]+)/;

/** The cluster that a log group is of; null for another one. */
export function clusterOfGroup(group: string): string | null {
  return LOG_GROUP.exec(group)?.[1] ?? null;
}

/**
 * Numbers the HSMs that are compared with one another, by stream: those of one cluster. Those whose cluster nothing tells
 * are compared with one another, and with the only cluster where one alone is known.
 */
export function groupsOf(streams: readonly Pick<HsmStream, 'cluster'>[]): number[] {
  const clusters = new Set(streams.map(({ cluster }) => cluster).filter((cluster) => cluster !== null));
  if (clusters.size < 2) return streams.map(() => 0);
  const numbers = new Map([...clusters].map((cluster, index) => [cluster, index + 1]));
  return streams.map(({ cluster }) => (cluster === null ? 0 : numbers.get(cluster)!));
}

/** A sentence that says which of these HSMs may be of another cluster; '' where the cluster of each is known. */
export function unknownClusters(streams: readonly HsmStream[]): string {
  const unknown = [...new Set(streams)].filter(({ cluster }) => cluster === null);
  if (unknown.length === 0) return '';
  const names = unknown.slice(0, 8).map(({ name }) => name ?? 'a file without a name');
  const more = unknown.length > names.length ? ` and ${unknown.length - names.length} more` : '';
  return (
    ` Nothing says of which cluster ${names.join(', ')}${more} ${unknown.length === 1 ? 'is' : 'are'}: HSMs of different ` +
    `clusters have keys and users of their own, and between such nothing is missing.`
  );
}
