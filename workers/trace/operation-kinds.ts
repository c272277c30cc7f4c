import type { TraceItem } from '../public-api';

/** The seven items, in the order of the seed paper's Table 1. */
export const TRACE_ITEMS: readonly TraceItem[] = ['what', 'when', 'who', 'where', 'target', 'how', 'result'];

/** A cell of the seed paper's Table 1, ESXi column: the log lacks it, it does not apply, or it is there. */
export type PaperCell = '×' | '-' | '';

export interface OperationKind {
  /** As `op` in records; never changes. */
  name: string;
  label: string;
  /** Items that make no sense for it. */
  notApplicable: readonly TraceItem[];
  /** The paper's row, in the order of `TRACE_ITEMS`; null for kinds that its Table 1 does not have. */
  paper: readonly PaperCell[] | null;
  /** Mean of three runs in the paper's Table 2, ms; null where it has none. */
  paperMeanMs: number | null;
  /** True when the log tells that something changed, not what kind of thing: `what` is then missing. */
  classUnknown?: true;
}

/** What an operation is done to, and so which items apply. */
const NO_TARGET: readonly TraceItem[] = ['target', 'how'];
const NO_CHANGE: readonly TraceItem[] = ['how'];
const ALL: readonly TraceItem[] = [];

// The paper's thirteen: its Table 1 (`x` the default log lacks the item, `-` not applicable, blank present) and Table 2.
const PAPER_KINDS: readonly OperationKind[] = [
  paper('Login', 'log in', NO_TARGET, '   x-- ', 12_140),
  paper('Logout', 'log out', NO_TARGET, '   x-- ', 11_170),
  paper('CreateVM', 'create VM', NO_CHANGE, '  x  - ', 21_600),
  paper('RenameVM', 'rename VM', ALL, '  xx   ', 12_810),
  paper('ModifyCPU', 'change CPU', ALL, 'x x xx ', 13_160),
  paper('ModifyMemory', 'change memory', ALL, 'x x xx ', 13_510),
  paper('ModifyDisk', 'change disk', ALL, 'x x    ', 14_810),
  paper('MoveVM', 'move VM', ALL, '   x   ', null),
  paper('CloneVM', 'clone VM', ALL, '   x   ', 117_370),
  paper('DeleteVM', 'delete VM', NO_CHANGE, '   x - ', 12_440),
  paper('StartVM', 'start VM', NO_CHANGE, '  x  - ', 14_030),
  paper('StopVM', 'stop VM', NO_CHANGE, '  x  - ', 13_940),
  paper('StopHost', 'stop host', NO_TARGET, '  x -- ', 13_160),
];

// What users of the paper's table would expect beside them.
const FURTHER_KINDS: readonly OperationKind[] = [
  further('LoginFailed', 'failed login', NO_TARGET),
  { ...further('ModifyVM', 'change VM (kind not logged)', ALL), classUnknown: true },
  // network cards, host devices and others; before, after: the device
  further('ModifyDevice', 'change other device', ALL),
  further('RegisterVM', 'register VM', NO_CHANGE),
  further('UnregisterVM', 'unregister VM', NO_CHANGE),
  // the event of a deletion and of a removal from the inventory is the same; without its task nothing tells them apart
  { ...further('RemoveVM', 'remove VM (deleted or unregistered)', NO_CHANGE), classUnknown: true },
  further('ResetVM', 'reset VM', NO_CHANGE),
  further('RebootGuest', 'reboot guest', NO_CHANGE),
  further('SuspendVM', 'suspend VM', NO_CHANGE),
  further('RestartHost', 'restart host', NO_TARGET),
  further('CreateSnapshot', 'create snapshot', ALL),
  further('RevertSnapshot', 'revert to snapshot', NO_CHANGE),
  further('RemoveSnapshot', 'remove snapshot', NO_CHANGE),
  further('EncryptVM', 'encrypt VM', NO_CHANGE),
  further('ReencryptVM', 're-encrypt VM', NO_CHANGE),
  further('DecryptVM', 'decrypt VM', NO_CHANGE),
  further('EnterMaintenance', 'enter maintenance mode', NO_TARGET),
  further('ExitMaintenance', 'exit maintenance mode', NO_TARGET),
  // target: the service
  further('StartService', 'start service', NO_CHANGE),
  further('StopService', 'stop service', NO_CHANGE),
  further('EnableSSH', 'enable SSH', NO_TARGET),
  further('DisableSSH', 'disable SSH', NO_TARGET),
  further('EnableShell', 'enable ESXi Shell', NO_TARGET),
  further('DisableShell', 'disable ESXi Shell', NO_TARGET),
  // target: the account
  further('CreateAccount', 'create account', NO_CHANGE),
  further('ModifyAccount', 'change account', NO_CHANGE),
  further('DeleteAccount', 'remove account', NO_CHANGE),
  further('LockAccount', 'lock account', NO_CHANGE),
  // target: the entity that the permission is for; before, after: principal, role
  further('CreatePermission', 'give permission', ALL),
  further('ModifyPermission', 'change permission', ALL),
  further('DeletePermission', 'take permission', ALL),
  further('ModifyFirewall', 'change firewall', NO_CHANGE),
  further('EnableLockdown', 'enable lockdown mode', NO_TARGET),
  further('DisableLockdown', 'disable lockdown mode', NO_TARGET),
  // target: the VIBs
  further('InstallVIB', 'install VIB', NO_CHANGE),
  further('RemoveVIB', 'remove VIB', NO_CHANGE),
  // target: the setting
  further('ModifySetting', 'change advanced setting', ALL),
  // target: the disk's file
  further('DeleteDisk', 'delete virtual disk', NO_CHANGE),
];

/** Every kind of operation, the paper's first and in its order. */
export const OPERATION_KINDS: readonly OperationKind[] = [...PAPER_KINDS, ...FURTHER_KINDS];

const BY_NAME: ReadonlyMap<string, OperationKind> = new Map(OPERATION_KINDS.map((kind) => [kind.name, kind]));

/** The kind of this name, or undefined: figure 3 records keep the log's own word where it is none of these. */
export function operationKind(name: string): OperationKind | undefined {
  return BY_NAME.get(name);
}

/** Items that do not apply to a kind; every item applies to one that is not in the list. */
export function notApplicableTo(name: string): readonly TraceItem[] {
  return BY_NAME.get(name)?.notApplicable ?? ALL;
}

/** Table 1's row of a kind; empty cells where the paper has none. */
export function paperRow(name: string): Record<TraceItem, PaperCell> {
  const cells = BY_NAME.get(name)?.paper;
  return Object.fromEntries(TRACE_ITEMS.map((item, i) => [item, cells?.[i] ?? ''])) as Record<
    TraceItem,
    PaperCell
  >;
}

function paper(
  name: string,
  label: string,
  notApplicable: readonly TraceItem[],
  row: string,
  paperMeanMs: number | null,
): OperationKind {
  const cells = [...row].map((cell) => (cell === 'x' ? '×' : cell === '-' ? '-' : ''));
  return { name, label, notApplicable, paper: cells, paperMeanMs };
}

function further(name: string, label: string, notApplicable: readonly TraceItem[]): OperationKind {
  return { name, label, notApplicable, paper: null, paperMeanMs: null };
}
