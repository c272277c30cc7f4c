import { parseCommandLine, type StartedWith } from './command-line';

/** What a record of `/var/log/libvirt/qemu/<vm>.log` says. */
export type MachineLogEntry =
  | { kind: 'start'; hostname: string | null; with: StartedWith | null }
  | {
      kind: 'stop';
      /** `shutdown`, `destroyed`, `crashed` …; null in old releases. */ reason: string | null;
    };

/** The machine whose log this is: the file's name. Null for other paths. */
export function machineOfPath(path: string): string | null {
  return /(?:^|\/)(?:qemu|lxc)\/([^/]+?)\.log(?:\.\d+|-\d{8})?(?:\.gz)?(?:#\d+)?$/.exec(path)?.[1] ?? null;
}

/** Reads the message of a record; null when it is neither a start nor a stop. */
export function parseMachineLog(message: string): MachineLogEntry | null {
  if (message.startsWith('starting up')) {
    const end = message.indexOf('\n');
    const head = end < 0 ? message : message.slice(0, end);
    const below = end < 0 ? '' : message.slice(end + 1);
    return {
      kind: 'start',
      hostname: /, hostname: (\S+)$/.exec(head.trimEnd())?.[1] ?? null,
      with: parseCommandLine(below),
    };
  }
  const stop = /^shutting down(?:, reason=([\w-]+))?/.exec(message);
  return stop ? { kind: 'stop', reason: stop[1] ?? null } : null;
}
