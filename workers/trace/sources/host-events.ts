import type { LogRecord } from '../../analysis/case-reader';
import {
  emptyDraft,
  give,
  OF_BUNDLE,
  type OperationDraft,
  type TraceContext,
  type TraceSource,
} from '../trace-source';

/** Two correlators tell the same. */
const SAME_MS = 5_000;

/** vobd.log, vmksummary.log and esxupdate.log: what is done to the host itself. */
const hostEvents: TraceSource = {
  id: 'host-events',
  label: 'vobd.log, vmksummary.log, esxupdate.log',
  vendor: 'vmware',
  query:
    '"[esx.audit." or (process:bootstop "Host is ") or ((process:esxupdate or process:lifecycle) "Finished execution of command")',
  begin(context) {
    const last = new Map<string, { ms: number; text: string }>();
    return {
      take(record) {
        const told = hostEvent(record);
        if (!told) return;
        const origin = context.origin(record);
        const time = context.time(record);
        const key = `${told.kind} ${origin}`;
        const before = last.get(key);
        if (before && time && Math.abs(time.ms - before.ms) <= SAME_MS && before.text === told.text) return;
        last.set(key, { ms: time?.ms ?? 0, text: told.text });
        emit(context, record, origin, told);
      },
      end: () => undefined,
    };
  },
};

export default hostEvents;

interface HostEvent {
  kind: string;
  text: string;
  target: string | null;
  result: 'OK' | 'NG' | null;
}

// Ids of the event catalogue behind `esx.audit.`.
const AUDIT: readonly [RegExp, string][] = [
  [/^ssh\.enabled$/, 'EnableSSH'],
  [/^ssh\.disabled$/, 'DisableSSH'],
  [/^shell\.enabled$/, 'EnableShell'],
  [/^shell\.disabled$/, 'DisableShell'],
  [/^(dcui\.)?lockdownmode\.enabled$/, 'EnableLockdown'],
  [/^(dcui\.)?lockdownmode\.disabled$/, 'DisableLockdown'],
  [/^account\.locked$/, 'LockAccount'],
  [/^maintenancemode\.entered$/, 'EnterMaintenance'],
  [/^maintenancemode\.exited$/, 'ExitMaintenance'],
  [/^(host\.stop|dcui\.host|esxcli\.host)\.(reboot|restart)$/, 'RestartHost'],
  [/^(host\.stop|dcui\.host|esxcli\.host)\.(shutdown|poweroff)$/, 'StopHost'],
  [/^net\.firewall\.(config\.changed|enabled|disabled)$/, 'ModifyFirewall'],
  [/^esximage\.(vib|profile)\.(install|update)\.(successful|error)$/, 'InstallVIB'],
  [/^esximage\.(vib|profile)\.remove\.(successful|error)$/, 'RemoveVIB'],
];
const BOOTSTOP: Readonly<Record<string, string>> = {
  'Host is rebooting': 'RestartHost',
  'Host is powering off': 'StopHost',
  'Host is halting': 'StopHost',
};
const COMMAND = /Finished execution of command = (vib|profile)\.(install|update|remove)/;

function hostEvent({ process, message }: LogRecord): HostEvent | null {
  const line = message.split('\n', 1)[0]!.slice(0, 2_000);
  if (process === 'bootstop') {
    const kind = BOOTSTOP[line.trim()];
    return kind === undefined ? null : { kind, text: line, target: null, result: null };
  }
  const command = COMMAND.exec(line);
  if (command) {
    const kind = command[2] === 'remove' ? 'RemoveVIB' : 'InstallVIB';
    return { kind, text: line, target: null, result: null };
  }
  const audit = /\[esx\.audit\.([\w.]+)\] (.*)/.exec(line);
  if (!audit) return null;
  const [, id = '', text = ''] = audit;
  const kind = AUDIT.find(([pattern]) => pattern.test(id))?.[1];
  if (kind === undefined) return null;
  const failed = id.endsWith('.error') || /\bfailed\.?$/.test(text);
  // That a host is going to stop does not say that it has.
  const stops = kind === 'StopHost' || kind === 'RestartHost';
  return { kind, text, target: targetOf(kind, text), result: stops ? null : failed ? 'NG' : 'OK' };
}

function targetOf(kind: string, text: string): string | null {
  if (kind === 'LockAccount') return /account '([^']*)'/.exec(text)?.[1] ?? null;
  if (kind === 'ModifyFirewall') return /for rule set (\S+)/.exec(text)?.[1] ?? null;
  return null;
}

function emit(context: TraceContext, record: LogRecord, origin: string, told: HostEvent): void {
  const draft: OperationDraft = emptyDraft(told.kind, origin);
  draft.end = context.time(record);
  draft.target = told.target;
  draft.result = told.result;
  give(draft, 'where', context.statedHost(record), null);
  give(draft, 'where', context.bundleHost(record), OF_BUNDLE);
  // A host takes its time to stop.
  draft.ties = [`${told.kind === 'StopHost' || told.kind === 'RestartHost' ? 'power' : 'host'}:@${origin}`];
  draft.evidence.push(record);
  context.emit(draft);
}

export { hostEventsSamples as samples } from '../vmware/samples/host-events-samples';
