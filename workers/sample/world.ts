import type { SampleHost } from './host';
import type { Random } from './random';
import type { Scenario, Span } from './scenario';

/** What every log knows. */
export interface World {
  host: SampleHost;
  scenario: Scenario;
  random: Random;
}

/** hostd's run at a moment: threads carry numbers near its pid. */
export function hostdRun(world: World, time: number): Scenario['hostd'][number] {
  const { hostd } = world.scenario;
  return hostd.findLast((run) => time >= run.from) ?? hostd[0]!;
}

/** Times when hostd wrote nothing: the host was down, or hostd itself. */
export function hostdGaps(world: World): Span[] {
  const { hostd } = world.scenario;
  return hostd.slice(1).map((run, index) => ({ from: hostd[index]!.to, to: run.from }));
}
