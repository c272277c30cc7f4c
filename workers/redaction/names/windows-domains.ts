import type { NameRoad } from '../name-road';

/** A NetBIOS name in capitals, one or two backslashes, and an account or group; not a path, which goes on. */
const ACCOUNT =
  /(?<![\w\\./:%~$-])([A-Z][A-Z0-9-]{1,14})(\\{1,2})([\p{L}\p{N}_$][\p{L}\p{N}_.$-]{1,63}(?: ?[Aa]dmins| ?[Uu]sers)?)(?=$|[\s"',;:)\]>}@|]|\\["nr]|\.(?:\s|$))/gmu;
/** What stands so and is no domain: roots of the registry, Windows' own authorities, variables. */
const NO_DOMAIN =
  /^(?:HKLM|HKCU|HKCR|HKU|HKEY|BUILTIN|NT|AUTHORITY|SERVICE|LOCALHOST|WINDOWS|WINNT|SYSTEM|SYSTEM32|SOFTWARE|PROGRAM|USERS|TEMP|VMWARE|LOCAL|WORKGROUP|UNC|GLOBAL|DEVICE|REGISTRY|MACHINE|DOSDEVICES|PIPE|DOMAIN|DOM|UTF|ISO|ASCII)$/;
/** Of one backslash and such a letter it may be an escape: `ERROR\nnext`. */
const ESCAPES = /^[nrtbfvux0"]/;

/** Domains of Windows before a backslash, also where the account behind it is one that every installation has. */
export const road: NameRoad = {
  id: 'windows-domains',
  text(text, end, names) {
    for (let at = text.indexOf('\\'); at >= 0 && at < end; at = text.indexOf('\\', at + 1)) {
      // Most backslashes stand before escapes.
      if (!/[A-Z\d-]/.test(text[at - 1] ?? '')) continue;
      const from = Math.max(0, at - 16);
      const near = text.slice(from, at + 96);
      ACCOUNT.lastIndex = 0;
      for (let found = ACCOUNT.exec(near); found !== null; found = ACCOUNT.exec(near)) {
        const [, domain, slashes, who] = found;
        if (from + found.index + domain!.length !== at) continue;
        if (NO_DOMAIN.test(domain!) || (slashes!.length === 1 && ESCAPES.test(who!))) break;
        names.domain(domain);
        names.user(who);
        break;
      }
    }
  },
  samples: [
    {
      path: 'var/run/log/vpxd.log',
      content: [
        'group QUUXDOM\\Administrator added, "QUUXTWO\\\\svc-till9" by [QUUXSIX\\Domain Admins] (QUUXFOUR\\ESX-Admins).',
        'HKLM\\Software BUILTIN\\Administrators C:\\WINDOWS\\system32 NT AUTHORITY\\SYSTEM QUUXNINE\\a\\b ERROR\\nnext FATAL\\there %QUUX\\x %QUUXTEN\\abc /QUUXTEN\\abc',
        '\\\\QUUXFIVE\\share {"who":"QUUXSEVEN\\\\root"}',
      ].join('\n'),
      finds: [
        ['host-name', 'QUUXDOM'],
        ['host-name', 'QUUXTWO'],
        ['user', 'svc-till9'],
        ['host-name', 'QUUXSIX'],
        ['host-name', 'QUUXFOUR'],
        ['user', 'ESX-Admins'],
        ['host-name', 'QUUXSEVEN'],
      ],
      leaves: [
        'Administrator',
        'HKLM',
        'BUILTIN',
        'WINDOWS',
        'AUTHORITY',
        'QUUXNINE',
        'ERROR',
        'FATAL',
        'QUUX',
        'QUUXTEN',
        'share',
      ],
    },
  ],
};
