import type { FindingSeverity } from '../public-api';

/** Worst first. */
export const SEVERITIES: readonly FindingSeverity[] = ['critical', 'high', 'warning', 'info'];

export const SEVERITY_NAMES: Readonly<Record<FindingSeverity, string>> = {
  critical: 'critical',
  high: 'high',
  warning: 'warning',
  info: 'info',
};
