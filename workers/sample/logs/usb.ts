import type { World } from '../world';
import { dayOf, downtime, syslogPaths, type LogSource } from './source';
import { SyslogHead } from './vmsyslog';

/** usb.log: the arbitrator of USB devices. */
export function usbLog(world: World): LogSource {
  const head = new SyslogHead(world.host.release);
  const say = (time: number, text: string) => head.record(time, 'usbarb', 2_098_900, text);
  return {
    kind: 'usb',
    ...syslogPaths('usb'),
    share: 0,
    handlers: {
      boot: ({ time }) => [
        say(time + 45_000, 'USBArb: Starting USB Arbitrator'),
        say(time + 45_090, 'USBGL: opening device database'),
      ],
      usb: ({ time, client }) => [
        say(time, `USBArb: new client ${client} created, socket 10 added to poll queue`),
        say(time + 900, `USBArb: Client ${client} version: 15`),
        say(time + 60_000, `USBArb: pipe closed, client ${client} removed`),
      ],
    },
    span: dayOf(world),
    gaps: downtime(world),
    plant: (time, wish) => say(time, wish.text),
  };
}
