import type { HostdVoice } from './hostd-voice';
import type { StoryHandlers } from './source';
import type { Keys } from './vmacore';

/** Who comes and goes: logins, failed ones, the SSH service. */
export function hostdAccessStory(v: HostdVoice): StoryHandlers {
  return {
    login: ({ time, actor, opId, web }) => {
      const keys: Keys = { sub: 'Vimsvc.HaSessionManager', opID: opId, sid: actor.session.slice(0, 8) };
      const session = v.host.release === '8.0' ? ` - session=${actor.session}` : '';
      const accepted = `Accepted password for user ${actor.name} from ${actor.address}${session}`;
      const event = `Event ${v.nextEvent()} : User ${actor.name}@${actor.address} logged in as ${actor.agent}`;
      const records = [v.head.record(time, 'info', v.thread(time), keys, accepted)];
      if (web)
        records.push(
          v.head.record(
            time,
            'info',
            v.thread(time),
            { ...keys, sub: 'Vimsvc' },
            `[Auth]: User ${actor.name}`,
          ),
        );
      return [
        ...records,
        v.head.record(time + 1, 'info', v.thread(time), { ...keys, sub: 'Vimsvc.ha-eventmgr' }, event),
      ];
    },
    logout: ({ time, actor, opId, since, calls }) => {
      const text = `User ${actor.name}@${actor.address} logged out (login time: ${longDate(since)}, number of API invocations: ${calls}, user agent: ${actor.agent})`;
      const keys = {
        sub: 'Vimsvc.ha-eventmgr',
        opID: opId,
        sid: actor.session.slice(0, 8),
        user: actor.name,
      };
      return [v.head.record(time, 'info', v.thread(time), keys, `Event ${v.nextEvent()} : ${text}`)];
    },
    'login-rejected': ({ time, user, address, opId }) => {
      const keys = { sub: 'Default', opID: opId };
      const cannot = `Event ${v.nextEvent()} : Cannot login ${user}@${address}`;
      return [
        v.head.record(
          time,
          'warning',
          v.thread(time),
          keys,
          `Rejected password for user ${user} from ${address}`,
        ),
        v.head.record(time + 2, 'info', v.thread(time), { ...keys, sub: 'Vimsvc.ha-eventmgr' }, cannot),
      ];
    },
    'account-locked': ({ time, user, attempts, seconds }) => [
      v.notice(
        time + 15,
        null,
        `Remote access for ESXi local user account '${user}' has been locked for ${seconds} seconds after ${attempts} failed login attempts.`,
      ),
    ],
    'ssh-service': ({ time, op, enabled }) => [
      v.say(time, 'Hostsvc.ServiceSystem', op, `${enabled ? 'Start' : 'Stop'} service TSM-SSH invoked.`),
      v.notice(time + 40, op, `SSH for the host ${v.host.name} has been ${enabled ? 'enabled' : 'disabled'}`),
      v.say(time + 44, 'Hostsvc.ServiceSystem', op, `TSM-SSH running status is ${enabled}`, 'verbose'),
    ],
    'ssh-open': ({ time, ssh }) => [
      v.notice(time + 30, null, `SSH session was opened for '${ssh.user}@${ssh.address}'.`),
    ],
  };
}

/** `Thursday, 16 February, 2023 01:26:42 PM`, as hostd writes login times. */
function longDate(time: number): string {
  const date = new Date(time);
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
  const months =
    'January February March April May June July August September October November December'.split(' ');
  const two = (n: number) => String(n).padStart(2, '0');
  const hour = date.getUTCHours();
  const clock = `${two(hour % 12 || 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${days[date.getUTCDay()]}, ${two(date.getUTCDate())} ${months[date.getUTCMonth()]}, ${date.getUTCFullYear()} ${clock}`;
}
