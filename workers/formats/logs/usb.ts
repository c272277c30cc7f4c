import { defineFormat, type Sample } from '../format';
import { process } from '../grammar';
import { commonLines, oneOf, syslogLines } from '../heads';

/** usb.log: the USB arbitrator. */
export default defineFormat({
  id: 'usb',
  label: 'usb',
  rank: 60,
  paths: [/(^|\/)usb([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'own',
  variants: [
    ...syslogLines(oneOf('usbarb', 'remoteDeviceConnect')),
    ...syslogLines(process.name, undefined, { common: true }),
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    // Only what stands behind the time is from a real host.
    text: '2021-02-09T23:38:52Z usbarb[2000000]: USBArb: new client A000001D00 created, socket 10 added to poll queue',
    expect: {
      time: '2021-02-09T23:38:52.000Z',
      process: 'usbarb',
      pid: '2000000',
      message: 'USBArb: new client A000001D00 created, socket 10 added to poll queue',
    },
  },
];
