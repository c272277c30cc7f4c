import { defineFormat, type Sample } from '../format';
import { anyKeys, host, optional, process, seq, time } from '../grammar';
import { commonLines, ident, syslogLines, vmacoreHead } from '../heads';

const name = process.text('VSANMGMTSVC');
const body = optional(vmacoreHead, optional(anyKeys));

/** vsanmgmt.log: syslog class with a line of the vmacore style inside. */
export default defineFormat({
  id: 'vsanmgmt',
  label: 'vSAN management',
  rank: 60,
  paths: [/(^|\/)vsanmgmt([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'own',
  variants: [
    ...syslogLines(name, body),
    { head: seq(time.iso, ' ', host.word, ' ', ident(name), body) },
    ...syslogLines(process.name, undefined, { common: true }),
    ...commonLines,
  ],
});

const REST = 'info vsand[2103808] [opID=Thread-2 VsanInternalSystem::get_diskdata] get_diskdata took 0.004s';

export const samples: Sample[] = [
  {
    text: `2022-04-07T13:59:59.685Z esx07-r07.p01.westeurope.avs.azure.com VSANMGMTSVC: ${REST}`,
    expect: {
      time: '2022-04-07T13:59:59.685Z',
      level: 'info',
      process: 'vsand',
      pid: '2103808',
      opId: 'Thread-2',
      host: 'esx07-r07.p01.westeurope.avs.azure.com',
      message: 'get_diskdata took 0.004s',
    },
  },
  {
    // The same line as its file has it.
    text: `2022-04-07T13:59:59Z VSANMGMTSVC: ${REST}`,
    expect: {
      time: '2022-04-07T13:59:59.000Z',
      level: 'info',
      process: 'vsand',
      pid: '2103808',
      opId: 'Thread-2',
      message: 'get_diskdata took 0.004s',
    },
  },
];
