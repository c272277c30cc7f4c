import type { VirtualMachine } from '../public-api';
import type { PartialVm } from './fact';

/** What one file says of one VM. */
export interface VmStatement extends PartialVm {
  path: string;
  nameTrust: number;
}

/**
 * The VMs that the statements are about: those with the same `.vmx` are one, those with the same BIOS UUID too when
 * one of them has no `.vmx`. `volumes` maps datastore names to the folders they are mounted at, because a path can
 * be told either way. With `allRunningVms` a VM that nobody says to run does not.
 */
export function mergeVms(
  statements: VmStatement[],
  volumes: ReadonlyMap<string, string>,
  allRunningVms: boolean,
): VirtualMachine[] {
  const groups = new Map<string, VmStatement[]>();
  const byUuid = new Map<string, string>();
  const pathsFirst = [...statements].sort((a, b) => Number(!a.vmxPath) - Number(!b.vmxPath));
  for (const statement of pathsFirst) {
    const uuid = statement.uuid?.toLowerCase().replace(/[^0-9a-f]/g, '');
    const key = statement.vmxPath
      ? pathKey(statement.vmxPath, volumes)
      : ((uuid && byUuid.get(uuid)) ?? `? ${uuid ?? statement.world ?? statement.name}`);
    if (uuid && !byUuid.has(uuid)) byUuid.set(uuid, key);
    const group = groups.get(key);
    if (group) group.push(statement);
    else groups.set(key, [statement]);
  }
  const order = new Intl.Collator('en', { numeric: true });
  return [...groups.values()]
    .map((group) => virtualMachine(group, allRunningVms))
    .sort((a, b) => order.compare(a.name, b.name) || (a.number ?? 0) - (b.number ?? 0));
}

function virtualMachine(group: VmStatement[], allRunningVms: boolean): VirtualMachine {
  const byTrust = [...group].sort((a, b) => b.nameTrust - a.nameTrust);
  const first = <K extends keyof PartialVm>(key: K): PartialVm[K] =>
    byTrust.find((statement) => statement[key] !== undefined)?.[key];
  return {
    name: first('name') ?? first('vmxPath') ?? '?',
    number: first('number') ?? null,
    vmxPath: first('vmxPath') ?? null,
    running: first('running') ?? (allRunningVms ? false : null),
    world: first('world') ?? null,
    from: [...new Set(group.map(({ path }) => path))].sort(),
  };
}

/** The same for `/vmfs/volumes/<uuid>/x/x.vmx`, `/vmfs/volumes/<name>/x/x.vmx` and `[<name>] x/x.vmx`. */
function pathKey(vmxPath: string, volumes: ReadonlyMap<string, string>): string {
  const match = /^(?:\/?vmfs\/volumes\/([^/]+)\/|\[([^\]]+)\] *)(.*)$/s.exec(vmxPath);
  if (!match) return vmxPath;
  const volume = match[1] ?? match[2]!;
  return `${volumes.get(volume) ?? volume}/${match[3]}`;
}
