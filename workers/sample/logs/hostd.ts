import { hostdGaps, hostdRun, type World } from '../world';
import { hostdAccessStory } from './hostd-access';
import { hostdHostStory } from './hostd-host';
import { hostdNoise } from './hostd-noise';
import { hostdVmStory } from './hostd-vms';
import { HostdVoice } from './hostd-voice';
import { dayOf, mixture, syslogPaths, type LogSource } from './source';

/** hostd.log: tasks, events, state transitions, logins, and the chatter of the host agent. */
export function hostdLog(world: World): LogSource {
  const { host } = world;
  const voice = new HostdVoice(world);
  const { head, random } = voice;
  const noise = hostdNoise(voice);
  return {
    kind: 'hostd',
    ...syslogPaths('hostd'),
    share: 0.4,
    handlers: { ...hostdVmStory(voice), ...hostdAccessStory(voice), ...hostdHostStory(voice) },
    noise: mixture(random, noise.templates),
    filler: noise.filler,
    long: noise.long,
    header: (time) => {
      const { from, pid } = hostdRun(world, time);
      return head.header(time, from, pid, host.version, host.build, true);
    },
    span: dayOf(world),
    gaps: hostdGaps(world),
    plant: (time, wish) => {
      const keys = { sub: wish.component ?? 'Default', opID: wish.opId, user: wish.user };
      return head.record(time, wish.level, voice.thread(time), keys, wish.text);
    },
  };
}
