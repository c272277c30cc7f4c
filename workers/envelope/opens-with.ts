import type { EnvelopeDescription } from './describe';
import { isSameKey } from './key-id';

/** `opensWith` of an envelope, as `envelopes()` gives it. */
export type OpensWith = 'incident-key' | 'other-key' | 'not-encrypted' | 'unknown';

/** A key that is open in this visit. */
export interface KnownKey {
  id: string;
  /** Null of a raw key: only its hash tells what it opens. */
  keyInfo: string | null;
}

/** What the bundle and the visit have to offer. */
export interface KeysAtHand {
  /** keyIDs of the incident key files of the bundle the envelope is in, locked or not. */
  incident: readonly string[];
  unlocked: readonly KnownKey[];
}

export interface KeyAnswer {
  opensWith: OpensWith;
  /** The unlocked key that is named, or null. */
  unlockedBy: string | null;
}

type Named = Pick<EnvelopeDescription, 'cipher' | 'keyInfo' | 'problem'>;

/** Which key opens an envelope, by the keyIDs alone. `unknown`: it names no key, or its header is damaged. */
export function keyOf(envelope: Named, keys: KeysAtHand): KeyAnswer {
  const { cipher, keyInfo, problem } = envelope;
  if (cipher === null) return { opensWith: problem ? 'unknown' : 'not-encrypted', unlockedBy: null };
  if (keyInfo === null) return { opensWith: 'unknown', unlockedBy: null };
  const isIncident = keys.incident.some((incident) => isSameKey(incident, keyInfo));
  const unlocked = keys.unlocked.find((key) => key.keyInfo !== null && isSameKey(key.keyInfo, keyInfo));
  return { opensWith: isIncident ? 'incident-key' : 'other-key', unlockedBy: unlocked?.id ?? null };
}

/** What was dumped, which decides whose key encrypts it. */
export type DumpKind = 'kernel' | 'user-world' | 'virtual-machine' | 'host-configuration';

const KERNEL = /^vmkernel-zdump/;
const VIRTUAL_MACHINE = /^(vmmcores|debug\.(guest|vmem))[^/]*$|-debug-zdump/;
const USER_WORLD = /-zdump/;

/** By content type where it is one that is known, else by the name of the file; null where neither tells. */
export function dumpKindOf(path: string, contentType: string | null): DumpKind | null {
  if (contentType === 'vmware.vmkernel.dump') return 'kernel';
  // A VMX process is a user world too: its dump lies beside the virtual machine.
  const isBesideVm = path.includes('vmfs/volumes/') && !path.includes('/var/core/');
  if (contentType === 'vmware.userworld.dump') return isBesideVm ? 'virtual-machine' : 'user-world';
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (name === 'local.tgz.ve') return 'host-configuration';
  if (KERNEL.test(name)) return 'kernel';
  if (VIRTUAL_MACHINE.test(name)) return 'virtual-machine';
  if (USER_WORLD.test(name)) return isBesideVm ? 'virtual-machine' : 'user-world';
  return null;
}

export type KeyOwner = 'host-key' | 'vm-key' | 'configuration-key';

/** Which key encrypts which dump before a collection with a password re-encrypts it. */
export const KEY_TABLE: readonly { dump: DumpKind; name: string; before67: KeyOwner; since67: KeyOwner }[] = [
  { dump: 'kernel', name: 'ESXi kernel', before67: 'host-key', since67: 'host-key' },
  { dump: 'user-world', name: 'user world (hostd ...)', before67: 'host-key', since67: 'host-key' },
  { dump: 'virtual-machine', name: 'encrypted VM', before67: 'host-key', since67: 'vm-key' },
  {
    dump: 'host-configuration',
    name: 'host configuration (local.tgz.ve)',
    before67: 'configuration-key',
    since67: 'configuration-key',
  },
];

/** Whose key a dump is under on a release (`6.5.0`); null where dump or release leave it open. */
export function keyOwner(dump: DumpKind | null, release: string | null): KeyOwner | null {
  const row = KEY_TABLE.find((one) => one.dump === dump);
  if (!row) return null;
  if (row.before67 === row.since67) return row.since67;
  const match = /^(\d{1,3})\.(\d{1,3})/.exec(release ?? '');
  if (!match) return null;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > 6 || (major === 6 && minor >= 7) ? row.since67 : row.before67;
}

export interface KeyAdvice {
  /** Whose key it is, as far as that can be told. */
  owner: KeyOwner | 'incident-key' | null;
  /** What to do, one step each, in the order to try them. */
  steps: string[];
}

/** What the advice depends on, beside the envelope. */
export interface AdviceFacts {
  opensWith: OpensWith;
  dump: DumpKind | null;
  /** ESXi release of the host, or null. */
  release: string | null;
  /** The bundle has an incident key file, and it is not empty. */
  hasIncidentKey: boolean;
}

const RAW_KEY =
  'give that key as hexadecimal or base64 text: the key hash in the envelope tells whether it fits';

/** What to do to get the key of an envelope. */
export function adviceFor({ opensWith, dump, release, hasIncidentKey }: AdviceFacts): KeyAdvice {
  if (opensWith === 'not-encrypted') return { owner: null, steps: [] };
  if (opensWith === 'incident-key') {
    const steps = ['give the password that was set when the bundle was collected (vm-support incident key)'];
    return { owner: 'incident-key', steps };
  }
  const owner = keyOwner(dump, release);
  if (owner === 'configuration-key') return { owner, steps: CONFIGURATION_STEPS };
  const steps: string[] = [];
  if (hasIncidentKey)
    steps.push(
      'the incident key of this bundle cannot open it: the host did not have its key at hand when the bundle was collected, so it was passed through unchanged',
    );
  else
    steps.push(
      'the bundle was collected without a password: run "crypto-util keys vm-support --password prolog" on the host, or set a password in the vSphere Client, and collect again',
    );
  steps.push(
    owner === 'vm-key'
      ? 'before collecting again, make sure that the host has the key of the virtual machine: the machine is registered on it and the key server can be reached'
      : 'before collecting again, make sure that the host has the key in its cache: it is connected to its vCenter Server and the key server can be reached',
    `or find the key of this keyID in the key server and have it exported; ${RAW_KEY}`,
  );
  if (owner === null && dump === 'virtual-machine')
    steps.push('on ESXi 6.5 that is the key of the host, from 6.7 on the key of the virtual machine');
  if (owner === 'host-key')
    steps.push(
      'a host with a key of its own, other than the one vCenter pushes, cannot have its dumps re-encrypted',
    );
  return { owner, steps };
}

const CONFIGURATION_STEPS = [
  'give encryption.info of the same boot bank: without a TPM the key follows from that file',
  'with a TPM the key is sealed to the host and cannot be had anywhere else',
  'the associated data is ESXConfiguration',
];
