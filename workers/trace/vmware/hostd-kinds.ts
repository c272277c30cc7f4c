/** Kinds whose object is not a VM. */
export const NOT_OF_VMS =
  /^(Log|Enter|Exit|Enable|Disable|Start(?:Service|Host)|Stop(?:Service|Host)|RestartHost|.*(Account|Permission|Firewall|Setting|VIB|Disk)$)/;

/** The kind of an operation once a line of another kind belongs to it, or null when it cannot. */
export function specialised(kind: string, line: string): string | null {
  if (kind === line) return kind;
  for (const [general, specific] of SPECIALISED) {
    if (kind === general && specific.includes(line)) return line;
    if (line === general && specific.includes(kind)) return kind;
  }
  return null;
}

// A line of the general kind may belong to an operation of the specific ones.
const SPECIALISED: readonly [string, readonly string[]][] = [
  ['RemoveVM', ['DeleteVM', 'UnregisterVM']],
  ['ModifyVM', ['RenameVM']],
  ['StopHost', ['RestartHost']],
  ['StartService', ['EnableSSH', 'EnableShell']],
  ['StopService', ['DisableSSH', 'DisableShell']],
];

/** Kinds of operations that a line of this kind may belong to. */
export function fittingKinds(line: string): string[] {
  const others = SPECIALISED.flatMap(([general, specific]) =>
    general === line ? specific : specific.includes(line) ? [general] : [],
  );
  return [line, ...others];
}

/** Starting or stopping a service; SSH and the ESXi Shell have kinds of their own. */
export function kindOfService(service: string, start: boolean): string {
  if (service === 'TSM-SSH') return start ? 'EnableSSH' : 'DisableSSH';
  if (service === 'TSM') return start ? 'EnableShell' : 'DisableShell';
  return start ? 'StartService' : 'StopService';
}
