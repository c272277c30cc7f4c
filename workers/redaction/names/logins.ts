import { isPerson } from '../full-names';
import { form, userForm } from '../needle-forms';
import type { NameRoad } from '../name-road';

/** What may be a user's name where it is not in quotes. */
const USER = String.raw`([^\s'"<>()\[\],;]{1,128})`;

/** Who logged in, tried to, or typed: sshd, PAM, hostd, vpxd, shells, audit records. */
export const road: NameRoad = {
  id: 'logins',
  forms: [
    form(
      'Accepted ',
      new RegExp(String.raw`Accepted \S{1,64} for (?:user )?${USER} from ${USER}`, 'y'),
      (found, names) => {
        names.user(found[1]);
        names.host(found[2]);
      },
    ),
    // A name that nobody has checked may hold blanks: the last ` from ` counts.
    userForm('Failed ', /Failed \S{1,64} for (?:invalid user |illegal user )?(.{1,128}) from \S+ port /y),
    userForm('Invalid user ', /Invalid user (.{1,128}) from \S/y),
    userForm(
      'Authentication failure for ',
      /Authentication failure for (?:illegal user |invalid user )?(.{1,128}) from \S/y,
    ),
    userForm(' user ', new RegExp(String.raw` user (?:'([^'\n]{1,128})'|"([^"\n]{1,128})")`, 'y')),
    userForm('authenticating user ', new RegExp(String.raw`authenticating user ${USER} \S`, 'y')),
    userForm(
      'session opened for user ',
      new RegExp(String.raw`session opened for user ([^\s(]{1,128})`, 'y'),
    ),
    userForm(
      'session closed for user ',
      new RegExp(String.raw`session closed for user ([^\s(]{1,128})`, 'y'),
    ),
    userForm('Session opened for ', /Session opened for '([^'\n]{1,128})'/y),
    userForm('Session closed for ', /Session closed for '([^'\n]{1,128})'/y),
    userForm('session was ', /session was (?:opened|closed) for '([^'\n]{1,128})'/y),
    userForm("User '", /User '([^'\n]{1,128})' /y),
    userForm(':auth): user ', new RegExp(String.raw`:auth\): user ${USER} \(`, 'y')),
    userForm('; user=', new RegExp(String.raw`; user=${USER}`, 'y')),
    userForm(' ruser=', new RegExp(String.raw` ruser=${USER}`, 'y')),
    userForm('[Auth]: User ', new RegExp(String.raw`\[Auth\]: User ${USER}`, 'y')),
    // `User name@address logged in as …`, `User name address logged in`
    {
      needle: ' logged ',
      read(line, at, names) {
        const start = line.lastIndexOf('User ', at);
        if (start < 0 || at - start > 400) return;
        session(line.slice(start + 'User '.length, at), names);
      },
    },
    {
      needle: 'Cannot login ',
      read(line, at, names) {
        const text = /^Cannot login (?:user )?(.{1,300})$/.exec(line.slice(at))?.[1];
        if (text !== undefined) session(text.replace(/: no permission.*$/, '').replace(/[.\s]+$/, ''), names);
      },
    },
    // Not its line in `passwd` or `shadow`, where more colons follow.
    form('vpxuser:', /vpxuser:(?![^\s:]{0,190}:[\d:])([^\s\]'",;:]{1,190})/y, ([, who], names) =>
      names.user(who),
    ),
    form('subject="', /subject="([^"\n]{1,128})"/y, ([, who], names) => names.user(who)),
    form('acct="', /acct="([^"\n]{1,128})"/y, ([, who], names) => names.user(who)),
    // A line of shell.log: `shell[1053659]: [root]: esxcli …`
    form(']: [', /\]: \[([\w.@\\$-]{1,128})\]: /y, ([, who], names) => names.user(who)),
    form('user=', /user=(?:"([^"\n]{1,128})"|([^\s\]"',;&]{1,128}))/y, (found, names) =>
      names.user(found[1] ?? found[2]),
    ),
    form('userName', /userName["']?\s?[=:]\s?["']([^"'\n]{1,128})["']/y, ([, who], names) => names.user(who)),
    form(
      'fullName',
      /fullName\\?["']?(?:\s?[=:]\s?\\?["']|>)([^"'<>\\\n]{1,128})(?=\\?["']|<)/y,
      ([, name], names) => {
        if (isPerson(name!)) names.user(name);
      },
    ),
    {
      needle: " login on '",
      read(line, at, names) {
        names.user(/(?:^|\s)(\S{1,64})$/.exec(line.slice(Math.max(0, at - 80), at))?.[1]);
      },
    },
    // `Account name was created on host esx01.lab.example`
    form(
      'Account ',
      /Account (\S{1,128}) was (?:created|removed|updated) on host (\S{1,255})/y,
      (found, names) => {
        names.user(found[1]);
        names.host(found[2]?.replace(/\.$/, ''));
      },
    ),
    form(
      'Permission ',
      /Permission (?:created|changed|rule removed) for (\S{1,190}) on /y,
      ([, who], names) => names.user(who),
    ),
  ],
  samples: [
    {
      path: 'var/run/log/auth.log',
      content: [
        "2018-07-05T20:12:46Z sshd[77731]: User 'pmeier' running command 'vim-cmd vmsvc/power.getstate 91 2>&1'",
        '2018-01-02T11:02:09Z sshd[117701]: pam_tally2(sshd:auth): user kvolkov (0) tally 72, deny 5',
        "2011-08-29T18:01:00Z login[64386]: tmoreau login on 'char/tty/1'",
        '2023-12-05T17:35:43.320Z In(38) sshd[1053654]: Accepted keyboard-interactive/pam for adiaz from jump.corp.example.com port 58470 ssh2',
        '2018-01-02T11:02:09Z sshd[117701]: Invalid user odd name from 192.0.2.4 port 41100',
        '2018-01-02T11:02:09Z sshd[117701]: Connection closed by authenticating user nagios7 192.0.2.4 port 60292 [preauth]',
        '2018-01-02T11:02:09Z sshd[117701]: pam_unix(sshd:session): session opened for user lberg by (uid=0)',
      ].join('\n'),
      finds: [
        ['user', 'pmeier'],
        ['user', 'kvolkov'],
        ['user', 'tmoreau'],
        ['user', 'adiaz'],
        ['host-name', 'jump'],
        ['host-name', 'corp.example.com'],
        ['user', 'odd name'],
        ['user', 'nagios7'],
        ['user', 'lberg'],
      ],
    },
    {
      path: 'var/run/log/hostd.log',
      content: [
        '2017-08-08T11:56:47.771Z info hostd[3E681B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=1 user=vpxuser:ACME\\fschulz] Event 180 : User dcui@127.0.0.1 logged out (login time: x)',
        '2016-11-22T18:24:05.312Z info hostd[89E02B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=2] Event 117 : User hlund@acme.example@192.0.2.22 logged in as VMware vSphere Client/6.0.0',
        '2017-05-31T11:48:30.849Z info hostd[CCC2B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=d635343f] Event 610 : Cannot login qnguyen@192.0.2.1',
        'vpxuser:x:500:100:VMware VirtualCenter administration account:/:/bin/sh vpxuser::501: vpxuser:!!:13358:0:99999:7:::',
        '-->    fullName = "Quentin Moe" {"fullName": "Jane Roe"} fullName = "VMware ESXi"',
      ].join('\n'),
      finds: [
        ['host-name', 'ACME'],
        ['user', 'fschulz'],
        ['user', 'hlund'],
        ['host-name', 'acme.example'],
        ['user', 'qnguyen'],
        ['user', 'Quentin Moe'],
        ['user', 'Jane Roe'],
      ],
      leaves: [
        'VMware ESXi',
        'dcui',
        'vpxuser',
        'root',
        'x',
        'x:500:100:VMware',
        ':501:',
        '!!',
        '!!:13358:0:99999:7:::',
      ],
    },
    {
      path: 'var/run/log/shell.log',
      content: '2023-12-05T17:36:17.835Z In(14) shell[1053659]: [wfischer]: vim-cmd vmsvc/getallvms\n',
      finds: [['user', 'wfischer']],
    },
  ],
};

/** `name@address`, `DOMAIN\name@address`, `name address`: who had a session. */
function session(text: string, names: { user(text: string): void; host(text: string): void }): void {
  const who = text.trim();
  const at = who.lastIndexOf('@');
  const blank = who.lastIndexOf(' ');
  const cut = at > 0 ? at : blank;
  if (cut <= 0) return names.user(who);
  names.user(who.slice(0, cut));
  names.host(who.slice(cut + 1));
}
