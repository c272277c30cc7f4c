import { wildcardMatches } from '../query/wildcard';
import type { TimelineCase, TimelineSource } from './timeline-case';

/** The VM whose `vmware.log` (or a rotated one) a path is, by its folder; null for other paths. */
export function vmOfPath(path: string): string | null {
  return /(?:^|\/)([^/]+)\/vmware(?:-\d+)?\.log(?:\.gz)?(?:#\d+)?$/.exec(path)?.[1] ?? null;
}

/** The VM a component names by its configuration file (`Vmsvc.vm:/vmfs/volumes/…/name.vmx`); null for other components. */
export function vmOfComponent(component: string): string | null {
  return /([^/]+)\.vmx$/.exec(component)?.[1] ?? null;
}

/** What belongs to the VMs that a name stands for. */
export interface VmRows {
  /** Files that are theirs. */
  files: Set<number>;
  /** One byte per component id, of any source. */
  components: Uint8Array;
  /** What is theirs in a single source, where a VM has other names or a world. */
  bySource: { source: number; components: Uint8Array; pids: Uint8Array }[];
}

/**
 * Finds a VM's rows: by the folder of its vmware.log, by its `.vmx` in a component, and what the host says of VMs with
 * this name, which may lie in a folder of another name and have a world while they run.
 */
export function rowsOfVm(timeline: TimelineCase, pattern: string): VmRows {
  const { dictionary, source, sources } = timeline;
  const known = new Map(sources.map((one) => [one.id, knownAs(one, pattern)]));
  const files = new Set<number>();
  for (let segment = 0; segment < source.segments.count; segment++) {
    const file = source.segments.file(segment);
    const { path, source: owner } = timeline.file(file);
    const vm = vmOfPath(path);
    if (vm === null) continue;
    if (wildcardMatches(pattern, vm) || known.get(owner)?.folders.has(vm.toLowerCase())) files.add(file);
  }
  const names = componentVms(timeline);
  const components = new Uint8Array(dictionary.size('component'));
  for (const [id, name] of names) if (wildcardMatches(pattern, name)) components[id] = 1;
  const bySource: VmRows['bySource'] = [];
  for (const [id, { configurations, worlds }] of known) {
    if (!configurations.size && !worlds.length) continue;
    const own = new Uint8Array(components.length);
    for (const [component, name] of names) if (configurations.has(name.toLowerCase())) own[component] = 1;
    const pids = new Uint8Array(dictionary.size('pid'));
    for (const world of worlds) dictionary.matching('pid', world).forEach((hit, pid) => (pids[pid]! |= hit));
    bySource.push({ source: id, components: own, pids });
  }
  return { files, components, bySource };
}

/** Folders, `.vmx` names and worlds of the VMs with this name, as their host states them. */
function knownAs({ vms }: TimelineSource, pattern: string) {
  const folders = new Set<string>();
  const configurations = new Set<string>();
  const worlds: string[] = [];
  for (const { name, vmxPath, world } of vms) {
    if (!wildcardMatches(pattern, name)) continue;
    // `/vmfs/volumes/store/folder/name.vmx` or `[store] folder/name.vmx`
    const path = vmxPath?.toLowerCase().replace(/^\[[^\]]*\] */, '') ?? '';
    const [, folder, configuration] = /(?:([^/]+)\/)?([^/]+)\.vmx$/.exec(path) ?? [];
    if (folder) folders.add(folder);
    if (configuration) configurations.add(configuration);
    if (world !== null) worlds.push(world);
  }
  return { folders, configurations, worlds };
}

function componentVms({ dictionary }: TimelineCase): Map<number, string> {
  const names = new Map<number, string>();
  dictionary.matching('component', '*.vmx').forEach((hit, id) => {
    const name = hit ? vmOfComponent(dictionary.text('component', id) ?? '') : null;
    if (name !== null) names.set(id, name);
  });
  return names;
}
