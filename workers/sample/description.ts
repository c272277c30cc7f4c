import type { Damage } from './damage/damage';
import type { GzipLevel } from './gzip';
import type { Plant } from './plant';
import type { Release } from './release';

/** What a bundle shall hold. The same description gives the same bytes. */
export interface BundleDescription {
  release: Release;
  /** Full name of the host. */
  host?: string;
  seed?: string | number;
  /** Text of all logs, current and rotated, unpacked. Never less than the story itself needs. */
  logBytes?: number;
  /** Number of VMs, or their names. */
  vms?: number | readonly string[];
  /** Most rotated files per log. */
  rotated?: number;
  /** Large command output and core dumps in fragments of 1 MiB. */
  fragments?: boolean;
  compress?: 'gzip' | 'none';
  /** 0 stores (the bytes stand in clear), 6 is what the platform's `CompressionStream` does. */
  level?: GzipLevel;
  plant?: readonly Plant[];
  damage?: Damage | readonly Damage[];
  /** `vcenter`: an outer archive with one bundle of this host, one of a second, and the vCenter's own. */
  layout?: 'vm-support' | 'vcenter';
  /** Length of the window the logs cover. */
  hours?: number;
  /** Milliseconds UTC. */
  collectedAt?: number;
}

/** The page's built-in sample. */
export function defaultSample(): BundleDescription {
  return { release: '8.0', seed: 'bundlescope', logBytes: 10 * 1024 * 1024, fragments: true };
}
