import { form } from '../needle-forms';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** What stands behind a label: in its line, in an element, in quotes. */
const REST = String.raw`(?:[:=>] ?|[ =])["']?([^\n"'<]{1,512})`;

/** Users of SNMP 3 as esxcli lists and takes them: `name/SHA1/AES128/…`, and whom traps are sent as. */
export const road: NameRoad = {
  id: 'snmp-users',
  forms: [
    ...['Users', 'users', 'emoteusers', 'emote-users'].map((label) =>
      form(label, new RegExp(`${label}${REST}`, 'y'), ([, list], names) => takeUsers(list!, names)),
    ),
    ...['V3targets', 'v3targets'].map((label) =>
      form(label, new RegExp(`${label}${REST}`, 'y'), ([, list], names) => {
        for (const [, user] of list!.matchAll(/@\d{1,5}[ /]([\w.-]{1,64})[ /](?:none|auth|priv)/g))
          names.user(user);
      }),
    ),
  ],
  samples: [
    {
      path: 'commands/localcli_system-snmp-get.txt',
      content: [
        '   Remoteusers: qrem1/SHA1/AES128/0a1b2c/0d0e0f/80001adc, qrem2/none/none/-/-/80001adc',
        '   Users: qone1/MD5/none/0a1b2c/-/priv qtwo2/-/-/none',
        '   V3targets: trap-q1@162 qthree3 auth-priv trap, trap-q2@162/qfour4/auth-priv/inform',
        'Users: see /etc/passwd; users: read/write/all; /home/users/qnot/SHA1/x',
      ].join('\n'),
      finds: [
        ['user', 'qrem1'],
        ['user', 'qrem2'],
        ['user', 'qone1'],
        ['user', 'qtwo2'],
        ['user', 'qthree3'],
        ['user', 'qfour4'],
      ],
      leaves: ['SHA1', 'none', 'see', 'read', 'etc', 'auth-priv', 'qnot'],
    },
    {
      path: 'etc/vmware/snmp.xml',
      content:
        '<users>qone1/SHA1/AES128</users><v3targets>192.0.2.4@162/qtwo2/auth-priv/trap</v3targets>\nesxcli system snmp set --users=qfive5/0a1b/0c0d/priv --remote-users qsix6/SHA1/AES128/x --v3targets 192.0.2.4@162/qseven7/none/trap',
      finds: [
        ['user', 'qone1'],
        ['user', 'qtwo2'],
        ['user', 'qfive5'],
        ['user', 'qsix6'],
        ['user', 'qseven7'],
      ],
    },
  ],
};

/** Of a list with blanks or commas: `name/authentication/…`, with hashes, protocols or `-` behind the name. */
function takeUsers(list: string, names: NameList): void {
  const ENTRY = /^([\w.-]{1,64})\/(?:none|MD5|SHA[\w-]*|-|(?:0x)?[0-9a-f]{4,128})(?:\/|$)/i;
  for (const entry of list.split(/[\s,]+/)) names.user(ENTRY.exec(entry)?.[1]);
}
