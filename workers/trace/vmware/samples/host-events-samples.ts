import type { TraceSample } from '../../trace-source';

/** Lines of both documents and made ones, with the whole table they give by the documents' own rules. */
export const hostEventsSamples: TraceSample[] = [
  {
    title: 'two correlators tell of one; what hostd tells of the same minute is the same',
    files: [
      {
        path: 'esx/var/run/log/vobd.log',
        lines: [
          "2023-02-13T16:22:22.897Z: [GenericCorrelator] 410535559us: [vob.user.account.locked] Remote access for ESXi local user account 'root' has been locked for 900 seconds after 6 failed login attempts.",
          "2023-02-13T16:22:22.897Z: [UserLevelCorrelator] 410535867us: [esx.audit.account.locked] Remote access for ESXi local user account 'root' has been locked for 900 seconds after 6 failed login attempts.",
          '2023-02-13T16:30:00.000Z: [GenericCorrelator] 510535867us: [esx.audit.ssh.enabled] SSH access has been enabled.',
          '2023-02-13T16:30:00.001Z: [UserLevelCorrelator] 510535868us: [esx.audit.ssh.enabled] SSH access has been enabled.',
          "2023-02-13T16:40:00.001Z: [UserLevelCorrelator] 510535868us: [esx.audit.net.firewall.config.changed] Firewall configuration has changed. Operation 'enable' for rule set sshServer succeeded.",
          '2023-02-13T16:50:00.001Z: [UserLevelCorrelator] 510535868us: [esx.audit.lockdownmode.enabled] Administrator access to the host has been disabled.',
        ],
      },
      {
        path: 'esx/var/run/log/hostd.log',
        lines: [
          '2023-02-13T16:29:59.000Z info hostd[1] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-42e-a241 user=root] Event 130 : SSH for the host esx1.lab has been enabled',
        ],
      },
    ],
    expect: [
      {
        op: 'LockAccount',
        end: '2023-02-13T16:22:22.897Z',
        target: 'root',
        result: 'OK',
        missing: ['who', 'where'],
        evidence: ['var/run/log/vobd.log:2'],
      },
      {
        op: 'EnableSSH',
        end: '2023-02-13T16:29:59.000Z',
        who: 'root',
        where: 'esx1.lab',
        result: 'OK',
        evidence: ['var/run/log/hostd.log:1', 'var/run/log/vobd.log:3'],
      },
      {
        op: 'ModifyFirewall',
        end: '2023-02-13T16:40:00.001Z',
        target: 'sshServer',
        result: 'OK',
        missing: ['who', 'where'],
        evidence: ['var/run/log/vobd.log:5'],
      },
      {
        op: 'EnableLockdown',
        end: '2023-02-13T16:50:00.001Z',
        result: 'OK',
        missing: ['who', 'where'],
        evidence: ['var/run/log/vobd.log:6'],
      },
    ],
  },
  {
    title: 'a restart told by the task, by hostd and at the end by the boot log; VIBs',
    files: [
      {
        path: 'esx/var/run/log/vmksummary.log',
        lines: [
          '2023-01-02T03:12:50Z bootstop: Host is rebooting',
          '2023-01-02T03:20:10Z bootstop: Host has booted',
          '2023-03-01T17:00:50Z bootstop: Host is powering off',
        ],
      },
      {
        path: 'esx/var/run/log/hostd.log',
        lines: [
          '2023-01-02T03:09:00.000Z info hostd[1] [Originator@6876 sub=Vimsvc.TaskManager opID=a1b2c3d8 user=root] Task Created : haTask-ha-host-vim.HostSystem.reboot-21',
          '2023-01-02T03:09:00.010Z info hostd[1] [Originator@6876 sub=Vimsvc.TaskManager opID=a1b2c3d8 user=root] Task Completed : haTask-ha-host-vim.HostSystem.reboot-21 Status success',
          '2023-01-02T03:09:04.000Z info hostd[1] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 17 : Host is shutting down.',
        ],
      },
      {
        path: 'esx/var/run/log/esxupdate.log',
        lines: [
          '2013-06-26T10:24:51Z esxupdate: HostImage: INFO: Attempting to download VIB tools-light',
          '2013-06-26T10:25:08Z esxupdate: root: DEBUG: Finished execution of command = vib.install',
        ],
      },
    ],
    expect: [
      {
        op: 'InstallVIB',
        end: '2013-06-26T10:25:08.000Z',
        missing: ['who', 'where', 'target', 'result'],
        evidence: ['var/run/log/esxupdate.log:2'],
      },
      {
        op: 'RestartHost',
        start: '2023-01-02T03:09:00.000Z',
        end: '2023-01-02T03:09:00.010Z',
        who: 'root',
        result: 'OK',
        missing: ['where'],
        evidence: [
          'var/run/log/hostd.log:1',
          'var/run/log/hostd.log:2',
          'var/run/log/hostd.log:3',
          'var/run/log/vmksummary.log:1',
        ],
      },
      {
        op: 'StopHost',
        end: '2023-03-01T17:00:50.000Z',
        missing: ['who', 'where', 'result'],
        evidence: ['var/run/log/vmksummary.log:3'],
      },
    ],
  },
];
