import type { FindingSeverity } from '../public-api';

/** Worst first. */
export const SEVERITIES: readonly FindingSeverity[] = ['critical', 'high', 'warning', 'info'];

export const SEVERITY_NAMES: Readonly<Record<FindingSeverity, string>> = {
  critical: 'critical',
  high: 'high',
  warning: 'warning',
  info: 'info',
};

/** How many findings there are of each severity. */
export type SeverityCounts = Readonly<Record<FindingSeverity, number>>;

export function severityCounts(findings: readonly { severity: FindingSeverity }[]): SeverityCounts {
  const counts = { critical: 0, high: 0, warning: 0, info: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}
