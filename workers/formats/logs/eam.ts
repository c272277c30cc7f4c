import { defineFormat, type Sample } from '../format';
import { component, either, level, lineEnd, pid, seq, skip, time } from '../grammar';
import { commonLines } from '../heads';

/**
 * eam.log and eam_api.log: `time | LEVEL | thread | File.java | line | message`, blanks at the bars as they come.
 * Exceptions, data objects and blank lines below belong to the record.
 */
export default defineFormat({
  id: 'eam',
  label: 'ESX Agent Manager',
  rank: 85,
  paths: [/(^|\/)eam(_api)?([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'join',
  longRecords: true,
  variants: [
    {
      head: seq(
        time.iso,
        skip.blanks,
        '|',
        skip.blanks,
        level.word,
        skip.blanks,
        '|',
        pid.until('|', { trimmed: true, empty: true }),
        component.until('|', { trimmed: true, empty: true }),
        skip.until('|', { trimmed: true, empty: true }),
        either(' ', lineEnd, seq()),
      ),
    },
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    text: '2026-03-12T03:08:06.447Z |  INFO | vim-monitor | ExtensionSessionRenewer.java | 190 | [Retry:Login:com.vmware.vim.eam:<REDACTED_ID>] Re-login to vCenter because method: currentTime of managed object: null::ServiceInstance:ServiceInstance failed due to expired client session: null',
    expect: {
      time: '2026-03-12T03:08:06.447Z',
      level: 'info',
      pid: 'vim-monitor',
      component: 'ExtensionSessionRenewer.java',
      message:
        '[Retry:Login:com.vmware.vim.eam:<REDACTED_ID>] Re-login to vCenter because method: currentTime of managed object: null::ServiceInstance:ServiceInstance failed due to expired client session: null',
    },
  },
  {
    // The shape of eam_api.log: no source file, a data object below, a blank line inside.
    text: [
      "2026-03-12T03:08:07.000Z | ERROR | vlsi | | 108 | API COMPLETE: Facade for ClusterAgent(ID: 'Agent:1:null').queryRuntime[opId=1, sessionId=ab]. Result:",
      'eam.Agent.RuntimeInfo {',
      '',
      '   status = red | yellow,',
      '}',
    ].join('\n'),
    expect: {
      time: '2026-03-12T03:08:07.000Z',
      level: 'error',
      pid: 'vlsi',
      message: [
        "API COMPLETE: Facade for ClusterAgent(ID: 'Agent:1:null').queryRuntime[opId=1, sessionId=ab]. Result:",
        'eam.Agent.RuntimeInfo {',
        '',
        '   status = red | yellow,',
        '}',
      ].join('\n'),
    },
  },
  {
    // Composed: blanks that a web page collapsed, an offset, an exception with a blank line inside, a bar in the text.
    text: [
      '2026-03-12T04:08:06,447+01:00 | WARN | vim-async-3 | VcListener.java | 77 | state a | b',
      'com.vmware.vim.binding.eam.fault.EamServiceNotInitialized: EAM is still loading from database',
      '\tat com.vmware.eam.Facade.call(Facade.java:3)',
      '',
      'Caused by: (vim.fault.NotAuthenticated) {',
      '   privilegeId = null',
      '}',
    ].join('\n'),
    expect: {
      time: '2026-03-12T03:08:06.447Z',
      level: 'warning',
      pid: 'vim-async-3',
      component: 'VcListener.java',
      message: [
        'state a | b',
        'com.vmware.vim.binding.eam.fault.EamServiceNotInitialized: EAM is still loading from database',
        '\tat com.vmware.eam.Facade.call(Facade.java:3)',
        '',
        'Caused by: (vim.fault.NotAuthenticated) {',
        '   privilegeId = null',
        '}',
      ].join('\n'),
    },
  },
  {
    // Composed: no number of a line.
    text: '2026-03-12T03:08:07.100Z | DEBUG | host-21 |  |  | scanning',
    expect: {
      time: '2026-03-12T03:08:07.100Z',
      level: 'debug',
      pid: 'host-21',
      message: 'scanning',
    },
  },
];
