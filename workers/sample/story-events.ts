import type { SampleVm } from './host';

/** Somebody who does things on the host. */
export interface Actor {
  /** The person: `LAB\mkeller`, `root`. */
  name: string;
  /** `user=` of the line heads. */
  header: string;
  address: string;
  agent: string;
  /** Session id; its first eight digits are the `sid=` of 8.0. */
  session: string;
}

/** One operation's ids on its way down: each layer appends to the id of the layer above. */
export interface Operation {
  actor: Actor;
  /** Set when it came through vCenter. */
  vpxa: string | null;
  vcenterTask: string | null;
  hostd: string;
  vmkernel: string;
}

export interface SshSession {
  pid: number;
  user: string;
  address: string;
  port: number;
}

export type PowerAction = 'on' | 'off' | 'shutdown' | 'reset' | 'guest-reboot';

interface At {
  time: number;
}

/** What happens on the host. Each log tells the part of it that it sees. */
export type StoryEvent = At &
  (
    | { kind: 'shutdown'; op: Operation }
    | { kind: 'boot' }
    | { kind: 'hostd-start'; pid: number; afterCrash: boolean }
    | { kind: 'hostd-hang' }
    | { kind: 'hostd-crash'; pid: number; file: string }
    | { kind: 'maintenance'; entering: boolean; op: Operation; until: number }
    | { kind: 'patch'; vibs: string[]; until: number }
    | { kind: 'login'; actor: Actor; opId: string; web: boolean }
    | { kind: 'logout'; actor: Actor; opId: string; since: number; calls: number }
    | { kind: 'login-rejected'; user: string; address: string; opId: string }
    | { kind: 'account-locked'; user: string; attempts: number; seconds: number }
    | { kind: 'ssh-service'; enabled: boolean; op: Operation; pid: number }
    | { kind: 'ssh-rejected'; ssh: SshSession }
    | { kind: 'ssh-open'; ssh: SshSession }
    | { kind: 'shell'; ssh: SshSession; text: string }
    | { kind: 'ssh-close'; ssh: SshSession }
    | { kind: 'power'; vm: SampleVm; action: PowerAction; op: Operation | null; world: number; until: number }
    | { kind: 'power-on-failed'; vm: SampleVm; op: Operation; reason: string; until: number }
    | { kind: 'reconfigure'; vm: SampleVm; op: Operation; on: boolean; until: number }
    | { kind: 'snapshot'; vm: SampleVm; op: Operation; name: string; id: number; until: number }
    | { kind: 'snapshot-removed'; vm: SampleVm; op: Operation; id: number; until: number }
    | { kind: 'console'; vm: SampleVm; op: Operation; ticket: string }
    | { kind: 'guest-operation'; vm: SampleVm; op: Operation; name: string; path: string }
    | { kind: 'create-vm'; vm: SampleVm; op: Operation; until: number }
    | { kind: 'rename-vm'; vm: SampleVm; oldName: string; op: Operation; until: number }
    | { kind: 'destroy-vm'; vm: SampleVm; op: Operation; until: number }
    | { kind: 'task'; target: string; method: string; op: Operation; ok: boolean; until: number }
    | { kind: 'scsi-errors'; device: string; path: string; count: number }
    | { kind: 'path'; device: string; path: string; up: boolean }
    | { kind: 'apd'; device: string; datastore: string; phase: 'start' | 'timeout' | 'exit' }
    | { kind: 'disk-latency'; vm: SampleVm; device: string; from: number; to: number }
    | { kind: 'link'; nic: string; up: boolean; speed: number }
    | { kind: 'driver-hang'; nic: string; pci: string }
    | { kind: 'election'; state: string }
    | { kind: 'heartbeat'; vms: number; up: number }
    | { kind: 'time-sync'; offset: number }
    | { kind: 'usb'; client: string }
  );

export type StoryKind = StoryEvent['kind'];
export type StoryEventOf<K extends StoryKind> = Extract<StoryEvent, { kind: K }>;

/** An operation as a reader of the bundle should find it. */
export interface StoryOperation {
  operation: string;
  /** Milliseconds UTC. */
  time: number;
  user: string | null;
  address: string | null;
  target: string | null;
  opId: string | null;
  ok: boolean;
}
