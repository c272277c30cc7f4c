import { clean, MOST_ENTRIES, type FactSource, type PartialDatastore } from '../fact';
import { outputOf } from '../paths';
import { rowsOf, type Row } from '../rows';

/** Volumes that ESXi itself lives on; no VM can be on them. */
const SYSTEM_TYPES = new Set(['vfat', 'vmfsos', 'vmfs-l', 'vffs', 'tardisk', 'visorfs', 'ramdisk']);

/** `localcli storage filesystem list`: datastores with their size, in bytes. */
export const source: FactSource = {
  id: 'filesystems',
  trust: 9,
  wants: outputOf('localcli_storage-filesystem-list'),
  maxBytes: 1024 * 1024,
  read: (path, text) => {
    const rows = rowsOf(path, text).filter((row) => row['mountpoint'] !== undefined);
    const datastores = rows.map(datastore).filter((entry) => entry !== null);
    return { datastores: datastores.slice(0, MOST_ENTRIES) };
  },
};

function datastore(row: Row): PartialDatastore | null {
  const type = clean(row['type']);
  if (type && SYSTEM_TYPES.has(type.toLowerCase())) return null;
  const volume = clean(/^\/vmfs\/volumes\/([^/]+)/.exec(row['mountpoint']!)?.[1]);
  const uuid = clean(row['uuid']);
  const name = clean(row['volumename']) ?? uuid ?? volume;
  if (!name) return null;
  return { name, uuid, type, capacityBytes: bytes(row['size']), freeBytes: bytes(row['free']), volume };
}

function bytes(text: string | undefined): number | undefined {
  return text && /^\d{1,18}$/.test(text) ? Number(text) : undefined;
}
