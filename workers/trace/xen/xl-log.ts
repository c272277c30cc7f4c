/** What a line of `xl-<vm>.log` says; domains are told apart by their ids. */
export type XlEntry =
  | { kind: 'started'; name: string; domain: string }
  | { kind: 'ended'; domain: string; /** What the guest did. */ operation: string };

const STARTED = /^Waiting for domain (.*) \(domid (\d+)\) to die/;
const ENDED = /^Domain (\d+) has shut down, reason code (\d+)/;

/** Xen's reasons of a shutdown: 0 poweroff, 1 reboot, 2 suspend, 3 crash, 4 watchdog, 5 soft reset. */
const OPERATIONS = ['StopVM', 'RebootGuest', 'SuspendVM', 'StopVM', 'StopVM', 'RebootGuest'];

export function parseXl(message: string): XlEntry | null {
  const started = STARTED.exec(message);
  if (started) return { kind: 'started', name: started[1]!, domain: started[2]! };
  const ended = ENDED.exec(message);
  if (!ended) return null;
  return { kind: 'ended', domain: ended[1]!, operation: OPERATIONS[Number(ended[2])] ?? 'StopVM' };
}

/** The machine whose log this is: `xl-<vm>.log`, older runs `.1`, `.2`. */
export function machineOfXlPath(path: string): string | null {
  return /(?:^|\/)xl-([^/]+?)\.log(?:\.\d+)?(?:\.gz)?(?:#\d+)?$/.exec(path)?.[1] ?? null;
}
