import { defineFormat, type Sample } from '../format';
import { process } from '../grammar';
import { commonLines, oneOf, syslogLines } from '../heads';

/** auth.log: logins by SSH and at the console. */
export default defineFormat({
  id: 'auth',
  label: 'auth',
  rank: 60,
  paths: [/(^|\/)(auth|vmauthd)([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'own',
  variants: [
    ...syslogLines(oneOf('sshd-session', 'sshd', 'login', 'dropbear', 'passwd', 'sudo', 'su', 'vmauthd')),
    ...syslogLines(process.name, undefined, { common: true }),
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    text: '2018-07-05T20:12:46Z sshd[77731]: Connection from 172.31.255.6 port 50311',
    expect: {
      time: '2018-07-05T20:12:46.000Z',
      process: 'sshd',
      pid: '77731',
      message: 'Connection from 172.31.255.6 port 50311',
    },
  },
  {
    text: "2018-07-05T20:12:46Z sshd[77731]: User 'root' running command 'vim-cmd vmsvc/power.getstate 91 2>&1'",
    expect: {
      time: '2018-07-05T20:12:46.000Z',
      process: 'sshd',
      pid: '77731',
      message: "User 'root' running command 'vim-cmd vmsvc/power.getstate 91 2>&1'",
    },
  },
  {
    text: '2018-01-02T11:02:09Z sshd[117701]: pam_tally2(sshd:auth): user root (0) tally 72, deny 5',
    expect: {
      time: '2018-01-02T11:02:09.000Z',
      process: 'sshd',
      pid: '117701',
      message: 'pam_tally2(sshd:auth): user root (0) tally 72, deny 5',
    },
  },
  {
    text: "2011-08-29T18:01:00Z login[64386]: root login on 'char/tty/1'",
    expect: {
      time: '2011-08-29T18:01:00.000Z',
      process: 'login',
      pid: '64386',
      message: "root login on 'char/tty/1'",
    },
  },
  {
    text: "2011-08-29T18:01:00Z sshd[64386]: Session opened for 'root' on /dev/char/pty/t0",
    expect: {
      time: '2011-08-29T18:01:00.000Z',
      process: 'sshd',
      pid: '64386',
      message: "Session opened for 'root' on /dev/char/pty/t0",
    },
  },
  {
    text: '2023-12-05T17:35:43.320Z In(38) sshd[1053654]: Accepted keyboard-interactive/pam for root from 192.168.127.10 port 58470 ssh2',
    expect: {
      time: '2023-12-05T17:35:43.320Z',
      level: 'info',
      process: 'sshd',
      pid: '1053654',
      message: 'Accepted keyboard-interactive/pam for root from 192.168.127.10 port 58470 ssh2',
    },
  },
];
