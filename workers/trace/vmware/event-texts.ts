/** What the text of an event (of hostd or vCenter) says. */
export interface EventMeaning {
  /** Kind of operation; `RemoveVM` for a removal that may be a deletion or not. */
  kind: string;
  /** Whether the operation begins, is done, or has failed with it. */
  phase: 'begin' | 'done' | 'failed';
  vm?: string;
  host?: string;
  who?: string;
  client?: string;
  target?: string;
  before?: string[];
  after?: string[];
}

/** Longest text read; event texts are shorter, but for lists of changes that stand behind. */
const MAX_TEXT = 4_096;

type Reader = (rest: string) => Omit<EventMeaning, 'kind' | 'phase'> | null;

interface Shape {
  begins: string;
  ends: string;
  kind: string;
  phase: EventMeaning['phase'];
  read: Reader;
}

const of = (
  kind: string,
  phase: EventMeaning['phase'],
  begins: string,
  ends: string,
  read: Reader,
): Shape => ({ begins, ends, kind, phase, read });

// Texts of the catalogue of ESXi 6.7 and of real lines (operation-trace 2.1, log-formats C.3). What stands for the VM may
// hold any word, so texts are read from both ends.
const SHAPES: readonly Shape[] = [
  of('Login', 'done', 'User ', '', loggedIn),
  of('Logout', 'done', 'User ', '', loggedOut),
  of('LoginFailed', 'failed', 'Cannot login user ', '', loginFailed),
  of('LoginFailed', 'failed', 'Cannot login ', '', loginFailed),
  of('StartVM', 'failed', 'Cannot power on ', '', placedSentence),
  of('StopVM', 'failed', 'Cannot power off ', '', placedSentence),
  of('ResetVM', 'failed', 'Cannot reset ', '', placedSentence),
  of('SuspendVM', 'failed', 'Cannot suspend ', '', placedSentence),
  // These before texts that begin with a word: a VM may be called `Registered web`.
  of('StartVM', 'begin', '', ' is starting', placed),
  of('StartVM', 'done', '', ' is powered on', placed),
  of('StopVM', 'begin', '', ' is stopping', placed),
  of('StopVM', 'done', '', ' is powered off', placed),
  of('SuspendVM', 'begin', '', ' is being suspended', placed),
  of('SuspendVM', 'done', '', ' is suspended', placed),
  of('ResetVM', 'done', '', ' is reset', placed),
  of('CreateVM', 'done', 'Created virtual machine ', '', placed),
  of('CreateVM', 'begin', 'Creating ', '', placed),
  of('RegisterVM', 'done', 'Registered ', '', placed),
  of('ModifyVM', 'done', 'Reconfigured ', '', placed),
  of('RenameVM', 'done', 'Renamed ', '', renamed),
  of('RemoveVM', 'done', 'Removed ', '', removed),
  of('StopVM', 'done', 'Guest OS shut down for ', '', placed),
  of('RebootGuest', 'done', 'Guest OS reboot for ', '', placed),
  of('MoveVM', 'done', 'Migration of virtual machine ', ' completed', moved),
  of('MoveVM', 'begin', 'Migrating ', '', moved),
  of('MoveVM', 'begin', 'Relocating ', '', moved),
  of('CloneVM', 'begin', 'Cloning ', '', cloning),
  of('CloneVM', 'done', 'Clone of ', ' completed', (vm) => ({ vm })),
  of('EnterMaintenance', 'begin', 'Host ', ' has started to enter maintenance mode', hostIn),
  of('EnterMaintenance', 'done', 'Host ', ' has entered maintenance mode', hostIn),
  of('ExitMaintenance', 'done', 'Host ', ' has exited maintenance mode', hostIn),
  of('StopHost', 'begin', 'Host is shutting down', '', () => ({})),
  of('EnableSSH', 'done', 'SSH for the host ', ' has been enabled', onlyHost),
  of('DisableSSH', 'done', 'SSH for the host ', ' has been disabled', onlyHost),
  of('EnableSSH', 'done', 'SSH access has been enabled', '', () => ({})),
  of('DisableSSH', 'done', 'SSH access has been disabled', '', () => ({})),
  of('EnableShell', 'done', 'ESXi Shell for the host ', ' has been enabled', onlyHost),
  of('DisableShell', 'done', 'ESXi Shell for the host ', ' has been disabled', onlyHost),
  of('CreateAccount', 'done', 'Account ', '', account(' was created on host ')),
  of('DeleteAccount', 'done', 'Account ', '', account(' was removed on host ')),
  of('ModifyAccount', 'done', 'Account ', '', account(' was updated on host ')),
  of('LockAccount', 'done', `Remote access for ESXi local user account '`, '', lockedAccount),
  of('CreatePermission', 'done', 'Permission created for ', '', permission),
  of('ModifyPermission', 'done', 'Permission changed for ', '', permission),
  of('DeletePermission', 'done', 'Permission rule removed for ', '', permission),
];

/** What an event's text says; null for one of no listed kind. */
export function eventMeaning(text: string): EventMeaning | null {
  const sentence = text.slice(0, MAX_TEXT).trim().replace(/\.$/, '');
  for (const { begins, ends, kind, phase, read } of SHAPES) {
    if (!sentence.startsWith(begins) || !sentence.endsWith(ends)) continue;
    const found = read(sentence.slice(begins.length, sentence.length - ends.length));
    if (found) return { kind, phase, ...found };
  }
  return null;
}

/** Places in a text at which a name may end; more have only texts that are made to be slow. */
const MOST_PLACES = 32;

/** `VM on host H in DC`, `VM on  H in DC`: host names hold no blank, VM and datacenter may. */
function placed(text: string): { vm: string; host: string } | null {
  let end = text.length;
  for (let n = 0; n < MOST_PLACES && (end = text.lastIndexOf(' in ', end - 1)) > 0; n++) {
    const found = onHost(text.slice(0, end));
    if (found) return found;
  }
  return onHost(text);
}

/** `VM on host H`, `VM on  H`, at the end of the text. */
function onHost(text: string): { vm: string; host: string } | null {
  const blank = text.lastIndexOf(' ');
  const host = text.slice(blank + 1);
  const before = text.slice(0, blank + 1);
  const on = [' on host ', ' on  ', ' on '].find((words) => before.endsWith(words));
  const vm = on === undefined ? '' : before.slice(0, before.length - on.length);
  return vm === '' || host === '' ? null : { vm, host };
}

/** The same with a reason behind: `VM on H in DC. There is not enough memory`. */
function placedSentence(text: string): { vm: string; host: string } | null {
  const end = /\.\s/.exec(text.slice(text.indexOf(' in ')));
  return placed(end ? text.slice(0, text.indexOf(' in ') + end.index) : text);
}

/** `VM on H from DC`. */
function removed(text: string): { vm: string; host: string } | null {
  const end = text.lastIndexOf(' from ');
  return end < 0 ? null : onHost(text.slice(0, end));
}

/**
 * `VM from OLD to NEW in DC`: the object is named as it is from now on. Names may hold ` from ` and ` to `; VM is the one
 * or the other of them, which tells where they end.
 */
function renamed(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  const dc = text.lastIndexOf(' in ');
  const names = dc < 0 ? text : text.slice(0, dc);
  for (let from = 0; (from = names.indexOf(' from ', from + 1)) > 0;) {
    const vm = names.slice(0, from);
    const both = names.slice(from + ' from '.length);
    if (both.endsWith(` to ${vm}`))
      return nowCalled(both.slice(0, both.length - vm.length - ' to '.length), vm);
    if (both.startsWith(`${vm} to `)) return nowCalled(vm, both.slice(vm.length + ' to '.length));
  }
  const to = names.lastIndexOf(' to ');
  const from = names.lastIndexOf(' from ', to - 1);
  if (to < 0 || from < 0) return null;
  return nowCalled(names.slice(from + ' from '.length, to), names.slice(to + ' to '.length));
}

function nowCalled(old: string, now: string): Omit<EventMeaning, 'kind' | 'phase'> {
  return { vm: now, before: [old], after: [now] };
}

/** `VM from H, DS in DC to H2, DS2 in DC2`, `VM off host H in DC`. */
function moved(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  const off = text.lastIndexOf(' off host ');
  if (off > 0) {
    const host = text.slice(off + ' off host '.length).split(' ', 1)[0]!;
    return { vm: text.slice(0, off), host, before: [text.slice(0, off), host] };
  }
  const to = text.lastIndexOf(' to ');
  const from = text.lastIndexOf(' from ', to - 1);
  if (to < 0 || from <= 0) return null;
  const vm = text.slice(0, from);
  const source = hostAndStore(text.slice(from + ' from '.length, to));
  return {
    vm,
    host: source[0]!,
    before: [vm, ...source],
    after: [vm, ...hostAndStore(text.slice(to + ' to '.length))],
  };
}

/** `H, DS in DC`: the host, and the datastore where one is named. */
function hostAndStore(text: string): string[] {
  const comma = text.indexOf(', ');
  if (comma < 0) return [text.split(' in ', 1)[0]!];
  const store = text.slice(comma + 2);
  const dc = store.lastIndexOf(' in ');
  return [text.slice(0, comma), dc < 0 ? store : store.slice(0, dc)];
}

/** `VM on host H in DC to NEW on host H2`. */
function cloning(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  let to = 0;
  for (let n = 0; n < MOST_PLACES && (to = text.indexOf(' to ', to + 1)) > 0; n++) {
    const source = placed(withoutStore(text.slice(0, to)));
    const copy = placed(withoutStore(text.slice(to + ' to '.length)));
    if (source && copy) return { ...source, before: [source.vm], after: [copy.vm] };
  }
  return null;
}

/** Newer releases name the datastore behind the host: `on host H, DS in DC`. */
function withoutStore(text: string): string {
  const at = text.lastIndexOf(' on host ');
  const comma = at < 0 ? -1 : text.indexOf(', ', at);
  if (comma < 0) return text;
  const dc = text.indexOf(' in ', comma);
  return text.slice(0, comma) + (dc < 0 ? '' : text.slice(dc));
}

/** `U@IP logged in as AGENT`; ESX 4: `U IP logged in`. */
function loggedIn(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  return sessionOf(text, ' logged in');
}

/** `U@IP logged out (login time: …)`; ESX 4: `U logged out`. */
function loggedOut(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  return sessionOf(text, ' logged out');
}

/** What comes first counts: the agent behind it is whatever a program calls itself. */
function sessionOf(text: string, words: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  const found = / logged (?:in|out)(?![^ ])/.exec(text);
  return found?.[0] === words ? userAt(text.slice(0, found.index)) : null;
}

function loginFailed(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  const reason = text.lastIndexOf(': no permission');
  return userAt(reason < 0 ? text : text.slice(0, reason));
}

function userAt(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  const at = text.lastIndexOf('@');
  const split = at < 0 ? text.lastIndexOf(' ') : at;
  if (split <= 0) return text === '' ? null : { who: text };
  return { who: text.slice(0, split), client: text.slice(split + 1) };
}

function hostIn(text: string): { host: string } {
  return { host: text.split(' in ', 1)[0]! };
}

function onlyHost(text: string): { host: string } {
  return { host: text };
}

function account(words: string): Reader {
  return (text) => {
    const at = text.lastIndexOf(words);
    return at < 0 ? null : { target: text.slice(0, at), host: text.slice(at + words.length) };
  };
}

function lockedAccount(text: string): { target: string } | null {
  const end = text.indexOf(`' has been locked`);
  return end < 0 ? null : { target: text.slice(0, end) };
}

/** `P on E, role is R, …` */
function permission(text: string): Omit<EventMeaning, 'kind' | 'phase'> | null {
  const role = text.indexOf(', role is ');
  const subject = role < 0 ? text : text.slice(0, role);
  const on = subject.lastIndexOf(' on ');
  if (on < 0) return null;
  const name = subject.slice(0, on);
  const given = role < 0 ? [] : [text.slice(role + ', role is '.length).split(',', 1)[0]!];
  return { target: subject.slice(on + ' on '.length), after: [name, ...given] };
}
