import type { TraceSample } from '../../trace-source';

/** Lines of both documents and made ones, with the whole table they give by the documents' own rules. */
export const shellSamples: TraceSample[] = [
  {
    title:
      "dcui is the one user of the shell in the ten seconds before, from where the shell's session came; not one of two",
    files: [
      {
        path: 'esx/var/run/log/hostd.log',
        lines: [
          '2018-07-05T20:55:44.732Z info hostd[AAC2B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-58-1110 user=dcui] Task Created : haTask-95-vim.VirtualMachine.powerOff-107998012',
          '2018-07-05T20:55:45.409Z info hostd[A2C2B70] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-95-vim.VirtualMachine.powerOff-107998012 Status success',
          '2018-07-05T21:12:46.093Z info hostd[9B80B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-24-1191 user=dcui] Task Created : haTask-96-vim.VirtualMachine.unregister-107998040',
        ],
      },
      {
        path: 'esx/var/run/log/shell.log',
        lines: [
          '2018-07-05T20:55:40.000Z shell[1053659]: [root]: vim-cmd vmsvc/power.off 95',
          '2018-07-05T21:12:40.000Z shell[1053659]: [root]: vim-cmd vmsvc/unregister 96',
          '2018-07-05T21:12:41.000Z shell[1053660]: [joe]: ls',
        ],
      },
      {
        path: 'esx/var/run/log/auth.log',
        lines: [
          '2018-07-05T20:50:43.320Z sshd[1053659]: Accepted keyboard-interactive/pam for root from 192.168.127.10 port 58470 ssh2',
          '2018-07-05T20:50:43.330Z sshd[1053659]: pam_unix(sshd:session): session opened for user root by (uid=0)',
          "2018-07-05T22:50:43.320Z sshd[1053659]: Session closed for 'root' on /dev/char/pty/t0",
        ],
      },
    ],
    expect: [
      {
        op: 'Login',
        end: '2018-07-05T20:50:43.320Z',
        who: 'root',
        client: '192.168.127.10',
        result: 'OK',
        missing: ['where'],
        evidence: ['var/run/log/auth.log:1'],
      },
      {
        op: 'StopVM',
        start: '2018-07-05T20:55:44.732Z',
        end: '2018-07-05T20:55:45.409Z',
        who: 'root',
        client: '192.168.127.10',
        result: 'OK',
        missing: ['where', 'target'],
        joined: { who: 'the only user of the shell just before: vim-cmd vmsvc/power.off 95' },
        evidence: ['var/run/log/hostd.log:1', 'var/run/log/hostd.log:2', 'var/run/log/shell.log:1'],
      },
      {
        op: 'UnregisterVM',
        start: '2018-07-05T21:12:46.093Z',
        who: 'dcui',
        missing: ['where', 'target', 'result'],
        evidence: ['var/run/log/hostd.log:3'],
      },
      {
        op: 'Logout',
        end: '2018-07-05T22:50:43.320Z',
        who: 'root',
        client: '192.168.127.10',
        result: 'OK',
        missing: ['where'],
        evidence: ['var/run/log/auth.log:3'],
      },
    ],
  },
  {
    title: "files that lie loose are taken for one host's",
    files: [
      {
        path: 'hostd.log',
        lines: [
          '2018-07-05T20:55:44.732Z info hostd[AAC2B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-58-1110 user=dcui] Task Created : haTask-95-vim.VirtualMachine.powerOff-107998012',
          '2018-07-05T20:55:45.409Z info hostd[A2C2B70] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-95-vim.VirtualMachine.powerOff-107998012 Status success',
        ],
      },
      {
        path: 'auth.log',
        lines: [
          '2018-07-05T20:55:43Z sshd[77731]: Connection from 172.31.255.6 port 50311',
          "2018-07-05T20:55:43Z sshd[77731]: User 'root' running command 'vim-cmd vmsvc/power.off 95 2>&1'",
        ],
      },
    ],
    expect: [
      {
        op: 'StopVM',
        start: '2018-07-05T20:55:44.732Z',
        end: '2018-07-05T20:55:45.409Z',
        who: 'root',
        result: 'OK',
        missing: ['where', 'target'],
        joined: { who: 'the only user of the shell just before: vim-cmd vmsvc/power.off 95 2>&1' },
        evidence: ['hostd.log:1', 'hostd.log:2', 'auth.log:2'],
      },
    ],
  },
  {
    title: 'more than ten seconds before is not just before; a relayed audit record names the user',
    files: [
      {
        path: 'esx/var/run/log/hostd.log',
        lines: [
          '2018-07-05T20:55:44.732Z info hostd[AAC2B70] [Originator@6876 sub=Vimsvc.TaskManager opID=vim-cmd-58-1110 user=dcui] Task Created : haTask-95-vim.VirtualMachine.powerOff-107998012',
          '2018-07-05T20:55:45.409Z info hostd[A2C2B70] [Originator@6876 sub=Vimsvc.TaskManager] Task Completed : haTask-95-vim.VirtualMachine.powerOff-107998012 Status success',
        ],
      },
      {
        path: 'esx/var/run/log/shell.log',
        lines: ['2018-07-05T20:55:34.000Z shell[1053659]: [root]: vim-cmd vmsvc/power.off 95'],
      },
    ],
    expect: [
      {
        op: 'StopVM',
        start: '2018-07-05T20:55:44.732Z',
        end: '2018-07-05T20:55:45.409Z',
        who: 'dcui',
        result: 'OK',
        missing: ['where', 'target'],
        evidence: ['var/run/log/hostd.log:1', 'var/run/log/hostd.log:2'],
      },
    ],
  },
  {
    title:
      'logins refused: each attempt once, though several lines tell of it; the console; a session without its login',
    files: [
      {
        path: 'auth.log',
        lines: [
          "2011-08-29T18:01:00Z login[64386]: root login on 'char/tty/1'",
          "2011-08-29T18:01:00Z sshd[64390]: Session opened for 'root' on /dev/char/pty/t0",
          '2018-01-02T11:02:09Z sshd[117701]: pam_tally2(sshd:auth): user root (0) tally 72, deny 5',
          '2018-01-02T11:02:10Z sshd[117701]: error: PAM: Authentication failure for root from 1.2.3.4',
          '2018-01-02T11:02:10Z sshd[117701]: Failed keyboard-interactive/pam for root from 1.2.3.4 port 41000 ssh2',
          '2018-01-02T11:02:20Z sshd[117701]: Failed keyboard-interactive/pam for root from 1.2.3.4 port 41000 ssh2',
          '2018-01-02T11:03:20Z sshd[117702]: Invalid user administrator from 1.2.3.4 port 41100',
          '2018-01-02T11:03:21Z sshd[117702]: Connection closed by authenticating user root 1.2.3.4 port 60292 [preauth]',
          '2018-01-02T11:04:21Z sshd[117703]: pam_unix(sshd:session): session closed for user root',
        ],
      },
    ],
    expect: [
      {
        op: 'Login',
        end: '2011-08-29T18:01:00.000Z',
        who: 'root',
        result: 'OK',
        missing: ['where'],
        evidence: ['auth.log:1'],
      },
      {
        op: 'Login',
        end: '2011-08-29T18:01:00.000Z',
        who: 'root',
        result: 'OK',
        missing: ['where'],
        evidence: ['auth.log:2'],
      },
      {
        op: 'LoginFailed',
        end: '2018-01-02T11:02:10.000Z',
        who: 'root',
        client: '1.2.3.4',
        result: 'NG',
        missing: ['where'],
        evidence: ['auth.log:4', 'auth.log:5'],
      },
      {
        op: 'LoginFailed',
        end: '2018-01-02T11:02:20.000Z',
        who: 'root',
        client: '1.2.3.4',
        result: 'NG',
        missing: ['where'],
        evidence: ['auth.log:6'],
      },
      {
        op: 'LoginFailed',
        end: '2018-01-02T11:03:20.000Z',
        who: 'administrator',
        client: '1.2.3.4',
        result: 'NG',
        missing: ['where'],
        evidence: ['auth.log:7'],
      },
      {
        op: 'Logout',
        end: '2018-01-02T11:04:21.000Z',
        who: 'root',
        result: 'OK',
        missing: ['where'],
        evidence: ['auth.log:9'],
      },
    ],
  },
];
