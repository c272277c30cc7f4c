import { defineFormat, type Sample } from '../format';
import { optional, pid, process, seq, time } from '../grammar';
import { commonLines, esxi8, vobHead } from '../heads';

/** vobd.log: observations of the kernel and what hostd turns into events. */
export default defineFormat({
  id: 'vobd',
  label: 'vobd',
  rank: 85,
  paths: [/(^|\/)vobd([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'join',
  processFromPath: true,
  variants: [
    { head: seq(time.iso, ':', vobHead) },
    { head: seq(esxi8, process.text('vobd'), optional('[', pid.until(']')), ':', vobHead) },
    { head: seq(process.text('vobd'), ':', vobHead) }, // a head that lost its time
    ...commonLines,
  ],
});

const LOCKED =
  "Remote access for ESXi local user account 'root' has been locked for 900 seconds after 6 failed login attempts.";

export const samples: Sample[] = [
  {
    text: `2023-02-13T16:22:22.897Z: [GenericCorrelator] 410535559us: [vob.user.account.locked] ${LOCKED}`,
    path: 'var/run/log/vobd.log',
    expect: {
      time: '2023-02-13T16:22:22.897Z',
      process: 'vobd',
      component: 'GenericCorrelator',
      message: `[vob.user.account.locked] ${LOCKED}`,
    },
  },
  {
    text: `2023-02-13T16:22:22.897Z: [UserLevelCorrelator] 410535867us: [esx.audit.account.locked] ${LOCKED}`,
    expect: {
      time: '2023-02-13T16:22:22.897Z',
      component: 'UserLevelCorrelator',
      message: `[esx.audit.account.locked] ${LOCKED}`,
    },
  },
  {
    // The shape of 8.0; VMware's own example with its masked parts filled in.
    text: "2025-01-02T03:04:05.737Z In(14) vobd[2097521]:  [UserLevelCorrelator] 1012726884193us: [vob.user.ssh.session.closed] SSH session was closed for 'root@10.0.0.1'.",
    expect: {
      time: '2025-01-02T03:04:05.737Z',
      level: 'info',
      process: 'vobd',
      pid: '2097521',
      component: 'UserLevelCorrelator',
      message: "[vob.user.ssh.session.closed] SSH session was closed for 'root@10.0.0.1'.",
    },
  },
  {
    text: 'vobd:  [UserWorldCorrelator] 11239267815288us: [vob.uw.core.dumped] /usr/lib/vmware/vpxa/bin/vpxa(34895) /var/core/vpxa-worker-zdump.000',
    expect: {
      time: null,
      timeKnownBy: 'inherited',
      process: 'vobd',
      component: 'UserWorldCorrelator',
      message: '[vob.uw.core.dumped] /usr/lib/vmware/vpxa/bin/vpxa(34895) /var/core/vpxa-worker-zdump.000',
    },
  },
  {
    text: 'vobd:  [UserWorldCorrelator] 11239800115513us: [esx.problem.vpxa.core.dumped] /usr/lib/vmware/vpxa/bin/vpxa crashed (1 time(s) so far) and a core file may have been created at /var/core/vpxa-worker-zdump.000. This may have caused connections to the host to be dropped.',
    expect: {
      time: null,
      timeKnownBy: 'inherited',
      process: 'vobd',
      component: 'UserWorldCorrelator',
      message:
        '[esx.problem.vpxa.core.dumped] /usr/lib/vmware/vpxa/bin/vpxa crashed (1 time(s) so far) and a core file may have been created at /var/core/vpxa-worker-zdump.000. This may have caused connections to the host to be dropped.',
    },
  },
];
