import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** A NetBIOS name in capitals, one or two backslashes, and an account or group; not a path, which goes on. */
const ACCOUNT =
  /(?<![\w\\./:%~$-])([A-Z][A-Z0-9-]{1,14})(\\{1,2})([\p{L}\p{N}_$][\p{L}\p{N}_.$-]{1,63}(?: ?[Aa]dmins| ?[Uu]sers)?)(?=$|[\s"',;:)\]>}@|]|\\["nr]|\.(?:\s|$))/gmu;
/** In vpxd's records behind the session, `52e1…(52bb…-CORP\name)`: no escape stands there, and the domain may have dots. */
const SESSION = /\((?:[0-9a-f]{4,12}-){1,5}([A-Za-z][\w-]{0,62}(?:\.[\w-]{1,63}){0,4})$/;
const IN_SESSION = /\\{1,2}([\p{L}\p{N}_$][\p{L}\p{N}_.$ -]{0,63})\)/uy;
const LONGEST_SESSION = 160;
/** vCenter's own domain, which stays, and who is in it. */
const SSO = 'vsphere.local';
const IN_SSO = /(\\{1,2})([\p{L}\p{N}_$][\p{L}\p{N}_.$-]{0,63})(?=$|[\s"',;:)\]>}@|]|\\["nr])/uy;
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
      if (!/[A-Za-z\d-]/.test(text[at - 1] ?? '')) continue;
      if (takeMember(text, at, names) || !/[A-Z\d-]/.test(text[at - 1]!)) continue;
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
      path: 'var/log/vmware/vpxd/vpxd.log',
      content: [
        'info vpxd[1] [VpxLRO] -- BEGIN lro-7 -- vm-12 -- vim.VirtualMachine.powerOn -- 52e1(52bb-QUUXDOM\\nvpxd)',
        '-- vim.SessionManager.login -- 52e1d8d8-7ee5-0ff7-5e3c-5ad0a3c4f9a3(52bb2f8d-7ee5-0ff7-5e3c-5ad0a3c4f9a3-VSPHERE.LOCAL\\qmoeb)',
        'Modified by VSPHERE.LOCAL\\qmoea; vsphere.local\\\\qmoec (52bb-VSPHERE.LOCAL\\Administrator) (52bb-quux.example\\qroe)',
        'x.vsphere.local\\notone (there-a\\b) VSPHERE.LOCAL\\next',
      ].join('\n'),
      finds: [
        ['host-name', 'QUUXDOM'],
        ['user', 'nvpxd'],
        ['user', 'qmoeb'],
        ['user', 'qmoea'],
        ['user', 'qmoec'],
        ['host-name', 'quux.example'],
        ['user', 'qroe'],
      ],
      leaves: ['VSPHERE.LOCAL', 'Administrator', 'notone', 'there-a', 'b', 'next', 'ext'],
    },
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

/** Takes the user of a session, or of vCenter's own domain; `at` is the backslash behind the domain. */
function takeMember(text: string, at: number, names: NameList): boolean {
  IN_SESSION.lastIndex = at;
  const inSession = IN_SESSION.exec(text);
  if (inSession !== null) {
    const domain = SESSION.exec(text.slice(Math.max(0, at - LONGEST_SESSION), at))?.[1];
    if (domain !== undefined) {
      names.domain(domain);
      names.user(inSession[1]);
      return true;
    }
  }
  const from = at - SSO.length;
  if (from < 0 || text.slice(from, at).toLowerCase() !== SSO) return false;
  IN_SSO.lastIndex = at;
  const [, slashes, who] = IN_SSO.exec(text) ?? [];
  if (who === undefined || /[\w\\./:%~$]/.test(text[from - 1] ?? '')) return false;
  if (slashes!.length === 1 && ESCAPES.test(who)) return false;
  names.user(who.replace(/\.$/, ''));
  return true;
}
