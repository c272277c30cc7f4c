import { evidenceOf } from '../analysis/evidence';
import type { Analysis, AnalysisControl, CaseReader, LogRecord } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import { singleFiles } from '../findings/single-files';
import type { Evidence } from '../public-api';
import { eamFiles, type EamFiles } from './case-files';
import { heldTasks, type HeldTask } from './held-tasks';
import { EAM_RECORDS, observationsIn } from './log-observations';
import { nsxEvent, NSX_EVENT_RECORDS, type NsxEvent } from './nsx-event';
import { ObjectBuilder } from './object-builder';
import type { Agency, Agent, EamObjects } from './objects';
import type { Observation } from './observation';
import { serviceEvent, SERVICE_RECORDS, type ServiceEvent } from './service-events';

/** Something came up again: EAM, vCenter or NSX Manager. */
export interface Restart {
  time: number;
  evidence: Evidence;
}

/** An event of NSX Manager with where it stands. */
export interface SeenNsxEvent extends NsxEvent {
  time: number | null;
  evidence: Evidence;
}

/** A VM that was powered off or deleted, or a VIB that was removed, as some log tells it. */
export interface SeenChange {
  time: number | null;
  /** The record's message: whose VM it was stands in it. */
  message: string;
  user: string | null;
  kind: 'power-off' | 'removal' | 'vib-removal';
  evidence: Evidence;
}

/** What is open, as far as EAM is concerned. */
export interface EamCase extends EamObjects, Omit<EamFiles, 'observations'> {
  /** What vMon did with EAM, oldest first. */
  service: ServiceEvent[];
  restarts: Restart[];
  nsxEvents: SeenNsxEvent[];
  /** Power-offs and removals, oldest first. */
  changes: SeenChange[];
  /** Power-ons and moves of VMs that never ended. */
  heldTasks: HeldTask[];
  /** Deployment units of NSX by id. */
  deploymentUnits: Set<string>;
  /** Names of hosts by MoRef, as issues say them. */
  hostNames: Map<string, string>;
  /** Last instant of anything read here; states are judged by it. */
  until: number | null;
  /** Last instant at which EAM itself wrote something. */
  spoke: number | null;
}

const RESTARTS =
  '(format:vmon ("<vpxd> Service STARTED" or "Starting vMon with profile")) or "Starting NSX Manager" or "EAM is still loading from database"';

const CHANGES =
  '"vim.event.VmPoweredOffEvent" or "vim.event.VmRemovedEvent" or "vim.VirtualMachine.powerOff" or "vim.VirtualMachine.destroy" or (format:esxupdate "vib.remove")';
const CHANGE_KINDS: [pattern: RegExp, kind: SeenChange['kind']][] = [
  [/vim\.event\.VmPoweredOffEvent|vim\.VirtualMachine\.powerOff/, 'power-off'],
  [/vim\.event\.VmRemovedEvent|vim\.VirtualMachine\.destroy/, 'removal'],
  [/vib\.remove/, 'vib-removal'],
];

const MOST_OBSERVATIONS = 400_000;
const MOST_EVENTS = 50_000;

/** Agencies, agents, issues, the service itself and what is around them, from everything that is open. */
export const EAM_CASE: Analysis<EamCase> = {
  name: 'eam',
  async run(opened, control) {
    const reader = await singleFiles(opened, control);
    const files = await eamFiles(reader, control);
    control.progress(0.2);
    const logs = await readLogs(reader, partOfWork(control, 0.2, 0.7));
    const observations = [...logs.observations, ...files.observations];
    observations.sort((a, b) => (a.time ?? -Infinity) - (b.time ?? -Infinity) || 0);
    const builder = new ObjectBuilder();
    for (const [index, observation] of observations.entries()) {
      builder.add(observation);
      if (index % 1_000 === 999) await control.pause();
    }
    const objects = builder.built();
    const held = objects.agencies.length > 0 ? await heldTasks(reader, partOfWork(control, 0.7, 1)) : [];
    const { disks, services, database, conflicts, pages } = files;
    return {
      ...objects,
      disks,
      services,
      database,
      conflicts,
      pages,
      service: logs.service,
      restarts: logs.restarts,
      nsxEvents: logs.nsxEvents,
      changes: logs.changes,
      deploymentUnits: logs.deploymentUnits,
      heldTasks: held,
      hostNames: hostNames(objects),
      until: logs.until,
      spoke: later(logs.spoke, await lastWritten(reader, control)),
    };
  },
};

/** Bytes at the end of each of EAM's logs that are looked at for its last line, and most files. */
const LAST_BYTES = 64 * 1024;
const MOST_LOGS = 100;
const HEAD_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.,]\d{1,9}(?:Z|[+-]\d\d:?\d\d))\s*\|/gm;

/** When EAM wrote its last line, whatever that says. */
async function lastWritten(reader: CaseReader, control: AnalysisControl): Promise<number | null> {
  const utf8 = new TextDecoder('utf-8');
  let last: number | null = null;
  let logs = 0;
  for (const { id, bytes, format } of reader.files()) {
    if (format !== 'eam') continue;
    if (++logs > MOST_LOGS) break;
    const from = Math.max(0, bytes - LAST_BYTES);
    const end = await reader.read(id, from, bytes - from).catch(() => new Uint8Array(0));
    for (const [, stamp] of utf8.decode(end).matchAll(HEAD_TIME)) {
      const time = Date.parse(stamp!.replace(',', '.'));
      if (!Number.isNaN(time)) last = later(last, time);
    }
    await control.pause();
  }
  return last;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || (b !== null && b > a) ? b : a;
}

interface FromLogs {
  observations: Observation[];
  service: ServiceEvent[];
  restarts: Restart[];
  nsxEvents: SeenNsxEvent[];
  changes: SeenChange[];
  deploymentUnits: Set<string>;
  until: number | null;
  spoke: number | null;
}

async function readLogs(reader: CaseReader, control: AnalysisControl): Promise<FromLogs> {
  const found: FromLogs = {
    observations: [],
    service: [],
    restarts: [],
    nsxEvents: [],
    changes: [],
    deploymentUnits: new Set(),
    until: null,
    spoke: null,
  };
  const query = [EAM_RECORDS, SERVICE_RECORDS, RESTARTS, NSX_EVENT_RECORDS, CHANGES, 'deploymentunit-']
    .map((part) => `(${part})`)
    .join(' or ');
  const folding = new Map<string, { seen: Observation; print: string }>();
  for await (const batch of reader.records(query, control)) {
    for (const record of batch) fromRecord(record, found, folding);
    await control.pause();
  }
  const byTime = (a: { time: number | null }, b: { time: number | null }) =>
    (a.time ?? -Infinity) - (b.time ?? -Infinity) || 0;
  found.service.sort(byTime);
  found.restarts.sort(byTime);
  found.nsxEvents.sort(byTime);
  found.changes.sort(byTime);
  return found;
}

function fromRecord(
  record: LogRecord,
  found: FromLogs,
  folding: Map<string, { seen: Observation; print: string }>,
): void {
  const { time, message } = record;
  if (time !== null && (found.until === null || time > found.until)) found.until = time;
  if (time !== null && record.format === 'eam' && (found.spoke === null || time > found.spoke))
    found.spoke = time;
  const service = serviceEvent(record);
  if (service) found.service.push(service);
  const starts =
    service?.kind === 'started' ||
    /^<vpxd> Service STARTED|^Starting vMon with profile|Starting NSX Manager|EAM is still loading from database/.test(
      message,
    );
  if (starts && time !== null && found.restarts.length < MOST_EVENTS) {
    found.restarts.push({ time, evidence: evidenceOf(record) });
  }
  const event = nsxEvent(message);
  if (event && found.nsxEvents.length < MOST_EVENTS) {
    found.nsxEvents.push({ ...event, time, evidence: evidenceOf(record) });
  }
  const change = CHANGE_KINDS.find(([pattern]) => pattern.test(message))?.[1];
  if (change && found.changes.length < MOST_EVENTS) {
    const text = message.slice(0, 2_000);
    found.changes.push({
      time,
      message: text,
      user: record.user,
      kind: change,
      evidence: evidenceOf(record),
    });
  }
  for (const [unit] of message.matchAll(/\bdeploymentunit-\d{1,12}\b/g)) {
    if (found.deploymentUnits.size < MOST_EVENTS) found.deploymentUnits.add(unit);
  }
  for (const seen of observationsIn(record)) fold(seen, found, folding);
}

/** The same said of the same object again only moves the instant up to which it holds. */
function fold(
  seen: Observation,
  found: FromLogs,
  folding: Map<string, { seen: Observation; print: string }>,
): void {
  if (seen.kind === 'state') {
    const { time, evidence } = seen;
    const key = `${evidence.source}/${evidence.file}/${seen.id}`;
    const print = JSON.stringify({ ...seen, time: null, until: null, evidence: null });
    const before = folding.get(key);
    if (before?.print === print && before.seen.kind === 'state') {
      before.seen.until = time ?? before.seen.until;
      return;
    }
    folding.set(key, { seen, print });
  }
  if (found.observations.length < MOST_OBSERVATIONS) found.observations.push(seen);
}

function hostNames({ agencies, looseAgents }: EamObjects): Map<string, string> {
  const names = new Map<string, string>();
  const learn = ({ host, hostName }: Pick<Agent, 'host' | 'hostName'>) => {
    if (host !== null && hostName !== null) names.set(host, hostName);
  };
  for (const agent of [...agencies.flatMap(({ agents }) => agents), ...looseAgents]) {
    learn(agent);
    agent.issues.forEach(learn);
  }
  return names;
}

/** All agents of the case, with their agency where it is known. */
export function* agentsOf(model: EamObjects): Generator<{ agent: Agent; agency: Agency | null }> {
  for (const agency of model.agencies) for (const agent of agency.agents) yield { agent, agency };
  for (const agent of model.looseAgents) yield { agent, agency: null };
}
