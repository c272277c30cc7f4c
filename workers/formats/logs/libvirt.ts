import { defineFormat, type Sample } from '../format';
import { either, level, message, pid, process, seq, time } from '../grammar';

/** libvirt's own logs: libvirtd.log, and one per machine, whose command line stands below its start. */
export default defineFormat({
  id: 'libvirt',
  label: 'libvirt',
  rank: 55,
  paths: [/(^|\/)libvirtd?\.log(\.\d+)?(\.gz)?$/, /(^|\/)libvirt\/qemu\/[^/]+\.log(\.\d+)?(\.gz)?$/],
  bareLines: 'join',
  variants: [
    // `2024-04-01 12:00:24.665+0000: 1234: info : virFunction:120 : text`
    { head: seq(time.iso, ': ', pid.digits, ': ', level.word, ' : ') },
    { head: seq(time.iso, ': ', message, either('starting up', 'shutting down')) },
    // what the emulator itself says
    { head: seq(time.iso, ' ', process.name, ': '), common: true },
  ],
});

const STARTING =
  'starting up libvirt version: 4.0.0, package: 1ubuntu8.5 (Christian Ehrhardt <christian.ehrhardt@canonical.com> Tue, 28 Aug 2018 07:26:19 +0200), qemu version: 2.11.1(Debian 1:2.11+dfsg-1ubuntu7.7), hostname: ubu-4690';

export const samples: Sample[] = [
  {
    text: '2014-05-25 01:12:47.827+0000: starting up',
    expect: { time: '2014-05-25T01:12:47.827Z', message: 'starting up' },
  },
  {
    text: `2018-11-24 16:13:38.555+0000: ${STARTING}`,
    expect: { time: '2018-11-24T16:13:38.555Z', message: STARTING },
  },
  {
    text: '2018-11-23T23:37:57.946548Z qemu-system-x86_64: terminating on signal 15 from pid 2093 (/usr/sbin/libvirtd)',
    expect: {
      time: '2018-11-23T23:37:57.946Z',
      process: 'qemu-system-x86_64',
      message: 'terminating on signal 15 from pid 2093 (/usr/sbin/libvirtd)',
    },
  },
  {
    text: '2018-11-23 23:37:59.352+0000: shutting down, reason=destroyed',
    expect: { time: '2018-11-23T23:37:59.352Z', message: 'shutting down, reason=destroyed' },
  },
  {
    // A shape, from memory in the document.
    text: '2024-04-01 12:00:24.665+0000: 1234: error : virNetSocketReadWire:1801 : End of file while reading data',
    expect: {
      time: '2024-04-01T12:00:24.665Z',
      level: 'error',
      pid: '1234',
      message: 'virNetSocketReadWire:1801 : End of file while reading data',
    },
  },
];
