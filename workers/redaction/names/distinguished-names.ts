import { nameParts } from '../distinguished-name';
import { isPerson } from '../full-names';
import { hostname } from '../internet-name';
import type { NameForm, NameRoad } from '../name-road';
import type { NameList } from '../name-list';

/** Where people are in directories; in certificates a name behind `CN=` is as often one of a machine. */
const PEOPLE = /^(?:users|people|staff|employees|persons)$/i;
const LONGEST = 1_024;
/** Containers and accounts that every directory has. */
const COMMON =
  /^(?:users|computers|builtin|configuration|schema|services|sites|groups|people|staff|administrators?|guest|krbtgt|domain .*|enterprise .*|schema .*|.* (?:admins|users|operators|controllers))$/i;

function part(needle: string): NameForm {
  return {
    needle,
    read(line, at, names) {
      if (at > 0 && /[\w.-]/.test(line[at - 1]!)) return;
      const from = Math.max(0, at - 1);
      take(line.slice(from, at + LONGEST), at - from, names);
    },
  };
}

function take(text: string, at: number, names: NameList): void {
  const parts = nameParts(text, at).map(({ type, from, to }) => ({ type, value: text.slice(from, to) }));
  const [first, second] = parts;
  if (first === undefined) return;
  hostname(first.value, false, names);
  const isEntry = first.type === 'CN' && (parts.some(({ type }) => type === 'DC') || second?.type === 'OU');
  if (!isEntry || COMMON.test(first.value)) return;
  const isIn = parts
    .slice(1)
    .some(({ type, value }) => (type === 'OU' || type === 'CN') && PEOPLE.test(value));
  if (isPerson(first.value)) names.user(first.value);
  else if (isIn && /^[\w.-]{2,64}$/.test(first.value)) names.user(first.value);
}

/** Hosts and people in distinguished names; what is said of organisations and places is redacted where it stands. */
export const road: NameRoad = {
  id: 'distinguished-names',
  forms: ['CN=', 'cn=', 'CN = ', 'O=', 'O = '].map(part),
  samples: [
    {
      path: 'var/run/log/hostd.log',
      content: [
        'subject CN=q-dn1.quux.io,OU=VMware Engineering,O=VMware\\, Inc.,L=Palo Alto',
        'issuer= C = US, O = q-dn2.quuz.io, OU = VMware Engineering',
        'bind as CN=Quentin Moe,OU=Tills,DC=quux,DC=io failed; cn=qmoe7,cn=users,dc=quux,dc=io',
        'CN=Domain Admins,CN=Users,DC=quux,DC=io member CN=svcq,OU=Tills,DC=quux,DC=io FOO=q-dn3.quux.io,OU=x',
        'CN=Administrator,CN=Users,DC=vsphere,DC=local CN=localhost.localdomain,OU=VMware Engineering',
      ].join('\n'),
      finds: [
        ['host-name', 'q-dn1'],
        ['host-name', 'quux.io'],
        ['host-name', 'q-dn2'],
        ['host-name', 'quuz.io'],
        ['user', 'Quentin Moe'],
        ['user', 'qmoe7'],
      ],
      leaves: [
        'Domain Admins',
        'Tills',
        'Users',
        'users',
        'q-dn3',
        'Administrator',
        'localhost',
        'localdomain',
      ],
    },
  ],
};
