import type { Plant } from '../plant';
import type { World } from '../world';
import { hostLogs, vmLogs } from './index';
import { LogFiles, type LogPlan } from './log-files';
import { orderOf, type LogRecord } from './record';
import { storyOf, type LogSource } from './source';
import { isKernelWarning, vmkwarningLog } from './vmkwarning';
import { vpxdLog } from './vpxd';

/** No log is rotated into files smaller than this. */
const LEAST_PIECE = 24 * 1024;
/** Part of all log bytes that the VMs' own logs get. */
const VM_SHARE = 0.06;

export interface LogWish {
  logBytes: number;
  rotated: number;
  plant: readonly Plant[];
}

/** All logs of the host, one after the other; each is planned when the one before is written. */
export function* planHostLogs(world: World, wish: LogWish): Generator<LogFiles> {
  const sources = hostLogs(world);
  const kernelWarnings: LogRecord[] = [];
  for (const source of sources) {
    const plan = planOf(source, source.share * wish.logBytes, source.kind, world, wish);
    if (source.kind === 'vmkernel') {
      plan.listen = (record) => {
        if (record.level !== 'info' && isKernelWarning(record)) kernelWarnings.push(record);
      };
    }
    yield filesOf(plan, world);
    if (source.kind !== 'vmkernel') continue;
    const twin = planOf(vmkwarningLog(world), 0, 'vmkwarning', world, wish, kernelWarnings);
    yield filesOf(twin, world);
    kernelWarnings.length = 0;
  }
}

/** The VMs' own logs; a VM's part is divided among its runs by their length. */
export function* planVmLogs(world: World, wish: LogWish): Generator<LogFiles> {
  const sources = vmLogs(world);
  const lengths = sources.map(({ span }) => span.to - span.from);
  const all = lengths.reduce((sum, length) => sum + length, 0);
  for (const [index, source] of sources.entries()) {
    const bytes = (VM_SHARE * wish.logBytes * lengths[index]!) / all;
    const path = source.path(0);
    const vm = world.host.vms.find(({ folder }) => path === `${folder.slice(1)}/vmware.log`);
    const name = vm === undefined ? '' : `vmware:${vm.name}`;
    yield filesOf(planOf(source, bytes, name, world, { ...wish, rotated: 0 }), world);
  }
}

export function planVcenterLog(world: World, wish: LogWish): LogFiles {
  return filesOf(planOf(vpxdLog(world), wish.logBytes, 'vpxd', world, wish), world);
}

function planOf(
  source: LogSource,
  share: number,
  plantName: string,
  world: World,
  wish: LogWish,
  more: readonly LogRecord[] = [],
): LogPlan {
  const story = [...storyOf(source, world.scenario.events), ...more.map(withoutPlant)];
  for (const [index, plant] of wish.plant.entries()) {
    if (plant.log === plantName) story.push(planted(source, plant, index, world));
  }
  story.sort((a, b) => orderOf(a) - orderOf(b));
  const bytes = Math.floor(share);
  const weight = Math.max(bytes, 100 * story.length);
  return { source, story, bytes, rotated: Math.min(wish.rotated, Math.floor(weight / LEAST_PIECE)) };
}

/** The copy in vmkwarning.log of a planted line is not the planted line. */
function withoutPlant(record: LogRecord): LogRecord {
  return { ...record, plant: undefined };
}

function planted(source: LogSource, plant: Plant, index: number, world: World): LogRecord {
  const { from, collectedAt } = world.host;
  const at = Math.round(plant.at <= 1 ? from + plant.at * (collectedAt - 1 - from) : plant.at);
  if (plant.line !== undefined) {
    const continues = !/^(\d{4}-\d\d-\d\dT|TSC: )/.test(plant.line);
    return {
      time: null,
      order: at,
      level: null,
      lines: [plant.line],
      plant: { index, text: plant.line },
      continues,
    };
  }
  const { text = '', level = 'info', component, opId, user } = plant;
  return { ...source.plant(at, { text, level, component, opId, user }), plant: { index, text } };
}

function filesOf(plan: LogPlan, world: World): LogFiles {
  return new LogFiles(plan, world.random.fork(`files of ${plan.source.path(0)}`));
}
