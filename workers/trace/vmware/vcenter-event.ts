import { eventMeaning, type EventMeaning } from './event-texts';

/** An event as vCenter forwards it: `Event [key] [n-m] [created] [type] [severity] [user] [datacenter] [chain id] [text]`. */
export interface VcenterEvent {
  key: string;
  /** Time of the event itself, ms UTC. */
  created: number | null;
  /** Without `vim.event.`. */
  type: string;
  user: string | null;
  chain: string;
  text: string;
}

/** A part of an event: long ones come in several, cut anywhere. */
export interface EventPart {
  key: string;
  part: number;
  parts: number;
  /** What stands behind the part's number. */
  rest: string;
}

/** Where the event may begin in a line whose head nobody read. */
const HEAD = 200;
const PART = /Event \[(\d{1,12})\] \[(\d{1,4})-(\d{1,4})\] /;
const FIELDS =
  /^\[([^\]]{0,64})\] \[([\w.]{1,200})\] \[([^\]]{0,64})\] \[([^\]]{0,512})\] \[([^\]]{0,512})\] \[(\d{0,20})\] \[/;

/** A part of an event, or null when the message is none. */
export function eventPart(message: string): EventPart | null {
  const found = PART.exec(message.slice(0, HEAD));
  if (!found) return null;
  return {
    key: found[1]!,
    part: Number(found[2]),
    parts: Number(found[3]),
    rest: message.slice(found.index + found[0].length),
  };
}

/** The event of all its parts' rests, or null when they are none. The text may hold brackets and line breaks. */
export function vcenterEvent(key: string, rests: string): VcenterEvent | null {
  const found = FIELDS.exec(rests);
  if (!found) return null;
  const [head, created, type, , user, , chain] = found;
  const text = rests.slice(head!.length).replace(/\s+$/, '');
  const ms = Date.parse(created!);
  return {
    key,
    created: Number.isNaN(ms) ? null : Math.floor(ms),
    type: type!.replace(/^vim\.event\./, ''),
    user: user === '' ? null : user!,
    chain: chain === '' ? key : chain!,
    text: text.endsWith(']') ? text.slice(0, -1) : text,
  };
}

// Types of the catalogue, without `Event` at the end: the kind, and whether it begins or ends the operation.
const TYPES: ReadonlyMap<string, [kind: string, phase: EventMeaning['phase']]> = new Map([
  ['UserLoginSession', ['Login', 'done']],
  ['UserLogoutSession', ['Logout', 'done']],
  ['BadUsernameSession', ['LoginFailed', 'failed']],
  ['NoAccessUser', ['LoginFailed', 'failed']],
  ['VmBeingCreated', ['CreateVM', 'begin']],
  ['VmCreated', ['CreateVM', 'done']],
  ['VmRegistered', ['RegisterVM', 'done']],
  ['VmRenamed', ['RenameVM', 'done']],
  ['VmReconfigured', ['ModifyVM', 'done']],
  ['VmBeingMigrated', ['MoveVM', 'begin']],
  ['VmBeingHotMigrated', ['MoveVM', 'begin']],
  ['VmBeingRelocated', ['MoveVM', 'begin']],
  ['VmEmigrating', ['MoveVM', 'begin']],
  ['VmMigrated', ['MoveVM', 'done']],
  ['DrsVmMigrated', ['MoveVM', 'done']],
  ['VmRelocated', ['MoveVM', 'done']],
  ['VmFailedMigrate', ['MoveVM', 'failed']],
  ['VmRelocateFailed', ['MoveVM', 'failed']],
  ['VmBeingCloned', ['CloneVM', 'begin']],
  ['VmBeingClonedNoFolder', ['CloneVM', 'begin']],
  ['VmCloned', ['CloneVM', 'done']],
  ['VmCloneFailed', ['CloneVM', 'failed']],
  ['VmRemoved', ['RemoveVM', 'done']],
  ['VmStarting', ['StartVM', 'begin']],
  ['VmPoweredOn', ['StartVM', 'done']],
  ['DrsVmPoweredOn', ['StartVM', 'done']],
  ['VmFailedToPowerOn', ['StartVM', 'failed']],
  ['VmStopping', ['StopVM', 'begin']],
  ['VmPoweredOff', ['StopVM', 'done']],
  ['VmGuestShutdown', ['StopVM', 'done']],
  ['VmFailedToPowerOff', ['StopVM', 'failed']],
  ['VmFailedToShutdownGuest', ['StopVM', 'failed']],
  ['VmSuspending', ['SuspendVM', 'begin']],
  ['VmSuspended', ['SuspendVM', 'done']],
  ['VmFailedToSuspend', ['SuspendVM', 'failed']],
  ['VmResetting', ['ResetVM', 'begin']],
  ['VmReset', ['ResetVM', 'done']],
  ['VmFailedToReset', ['ResetVM', 'failed']],
  ['VmGuestReboot', ['RebootGuest', 'done']],
  ['VmFailedToRebootGuest', ['RebootGuest', 'failed']],
  ['HostShutdown', ['StopHost', 'begin']],
  ['EnteringMaintenanceMode', ['EnterMaintenance', 'begin']],
  ['EnteredMaintenanceMode', ['EnterMaintenance', 'done']],
  ['ExitMaintenanceMode', ['ExitMaintenance', 'done']],
  ['HostAdminDisable', ['EnableLockdown', 'done']],
  ['HostAdminEnable', ['DisableLockdown', 'done']],
  ['AccountCreated', ['CreateAccount', 'done']],
  ['AccountUpdated', ['ModifyAccount', 'done']],
  ['AccountRemoved', ['DeleteAccount', 'done']],
  ['PermissionAdded', ['CreatePermission', 'done']],
  ['PermissionUpdated', ['ModifyPermission', 'done']],
  ['PermissionRemoved', ['DeletePermission', 'done']],
]);

/** What an event tells of an operation: its type says what, its text about what. Null for types of no listed kind. */
export function vcenterMeaning({ type, text }: VcenterEvent): EventMeaning | null {
  const known = TYPES.get(type.replace(/Event$/, ''));
  if (!known) return null;
  const [kind, phase] = known;
  const firstPart = /\s*(?:Modified|Added|Deleted):/.exec(text);
  const sentence = (firstPart ? text.slice(0, firstPart.index) : text).trim();
  const meaning = eventMeaning(sentence);
  // A text of another kind (or in another language) says nothing that could be relied on.
  return meaning?.kind === kind ? { ...meaning, phase } : { kind, phase };
}
