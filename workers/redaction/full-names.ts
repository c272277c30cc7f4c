import { isLogWord } from './log-words';
import type { NameList } from './name-list';

/** Words of descriptions that come with accounts of systems: what has no other word tells nothing of the installation. */
const GENERIC = new Set(
  (
    'a an and as at by for from in of on or the to with ' +
    'protocol account accounts admin admins administration administrative administrator administrators agent anonymous apache application audit auth ' +
    'authentication auto automated backup bin boot bus certificate chrony cim client cluster communication console coordinator core crypto d daemon ' +
    'database dbus dcui default deploy dhcp directory dns domain dump dumper esx esxi esxui file ftp games gateway group guest health host hostd http ' +
    'identity kernel libvirt list local log login lookup mail manager management machine message monitor monitoring name network news nfs nobody ntp null ' +
    'operator password pcap perf performance placeholder polkit polkitd pool port postgres postgresql privilege privsep process proxy qemu raid read ' +
    'remote resolver role root rpc rpcuser sandbox script security separation server service services session shell shutdown smmsp snmp software solution ' +
    'ssh sshd standard stats storage support sync synchronization sys syslog system systemd task tcpdump temporary test tftp time tomcat tss unprivileged ' +
    'update user users vcenter vcha virtual virtualcenter vmware vpostgres vpxa vpxd vpxuser vsan vsphere watchdog web workload x10 db backend privileged ' +
    'journal only uucp unknown owner spooler lp printer postfix cron at halt adm avahi rpcbind saslauthd mailnull abrt colord geoclue pulse audio'
  ).split(' '),
);
const WORD = String.raw`[\p{Lu}\p{Lt}\p{Lo}][\p{L}'’.-]*`;
/** What stands between the names of a person, in small letters. */
const PARTICLE = '(?:de|del|della|der|den|di|da|dos|du|el|al|bin|la|le|ten|ter|van|von|y|zu|zum)';
const PERSON = new RegExp(`^${WORD}(?:,? (?:${WORD}|${PARTICLE})){1,5}$`, 'u');
/** Words of systems and programs, which have full names too. */
const NO_PERSON =
  /\b(?:linux|windows|bsd|freebsd|solaris|unix|os|vmware|esxi?|vcenter|photon|darwin|netware|dos|other|bit|server|service|standard|edition|build)\b/i;
const LONGEST = 200;

/** Whether a text reads like the name of a person: words of letters, and none of a system. */
export function isPerson(text: string): boolean {
  return text.length <= LONGEST && PERSON.test(text) && !NO_PERSON.test(text) && !isGeneric(text);
}

/** Whether a description is one that systems give to their own accounts, or that any log may hold as a message. */
export function isGeneric(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.every((word) => GENERIC.has(word) || isLogWord(word) || /^\d+$/.test(word));
}

/** What an account is said to be: the name of a person, or a text that somebody wrote. */
export function describe(text: string | undefined, names: NameList): void {
  // In `passwd` rooms and telephones stand behind the name.
  const [name, ...more] = (text ?? '').split(',').map((part) => part.trim());
  if (name === undefined || text === undefined || text.length > LONGEST) return;
  const [last, first] = [name, more[0] ?? ''];
  if (isPerson(name)) names.user(name);
  else if (/^\p{L}+$/u.test(last) && /^\p{L}[\p{L}. -]*$/u.test(first) && isPerson(`${last}, ${first}`)) {
    names.user(`${last}, ${first}`);
    return;
  } else if (!isGeneric(name) && /^\p{Lu}[\p{L}'’]{3,}$/u.test(name)) names.user(name);
  else if (!isGeneric(name)) names.add('free-text', name);
  for (const part of more)
    if (part.length > 3 && (/\d{3}/.test(part) || !isGeneric(part))) names.add('free-text', part);
}
