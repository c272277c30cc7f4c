import { evidenceOf } from '../analysis/evidence';
import type { LogRecord } from '../analysis/case-reader';
import type { Evidence } from '../public-api';
import { KNOWN_SERVICES } from './agency-name';
import {
  dataObjects,
  referenceId,
  referenceIds,
  textField,
  withInner,
  type DataObject,
  type DataValue,
} from './data-objects';
import type { Observation, SeenIssue, SeenState } from './observation';
import { isIssueType, issueTypeName } from './type-names';

/** The records that can say something of agencies, agents and issues, in any log. */
export const EAM_RECORDS =
  '"RuntimeInfo" or "ConfigInfo {" or "AgencyConfigInfo" or "eam.issue." or "_VCNS_" or "_NSX_" or (format:eam ("Agency:" or "Facade for"))';

const CALL = /\bAPI [A-Z]+: Facade for (\w+)\(ID: '([^']*)'\)\.(\w+)/;
const NAME = /(['"[(>]?)(_(?:VCNS|NSX)_\d{1,20}_[^'"\]()<>,;|{}\r\n]{1,200})/g;
const MOST_NAMES = 200;

/** What a record says of EAM's objects. */
export function observationsIn(record: LogRecord): Observation[] {
  const { message, time } = record;
  const evidence = evidenceOf(record);
  const call = CALL.exec(message);
  const called = call ? { className: call[1]!, id: referenceId(call[2]!) ?? '', method: call[3]! } : null;
  const found: Observation[] = [];
  const { objects } = dataObjects(message);
  const cleared = saysCleared(message);
  for (const object of objects) fromObject(object, called, time, evidence, found, cleared);
  if (called) fromCall(called, message, time, evidence, found);
  if (objects.length === 0) fromText(record, evidence, found);
  return found;
}

/** What stands before an issue may say that it is gone. */
function saysCleared(message: string): boolean {
  const head = message.slice(0, 400).split(/[{(\n]/)[0]!;
  return (
    /\b(?:resolved|cleared|removed|removing|clearing)\b/i.test(head) &&
    !/\b(?:not|cannot|could|failed|fail|unable|un\w*resolved)\b/i.test(head)
  );
}

interface Call {
  className: string;
  id: string;
  method: string;
}

/** What an object in a log or a result says. */
export function fromObject(
  object: DataObject,
  called: Call | null,
  time: number | null,
  evidence: Evidence,
  found: Observation[],
  cleared = false,
): void {
  for (const one of withInner(object)) {
    if (/\.?RuntimeInfo$/.test(one.type)) {
      const state = stateOf(one, object === one ? called : null, time, evidence);
      if (state) found.push(state);
    } else if (/(?:Agency\.?|^)ConfigInfo$/.test(one.type) || one.fields.has('agencyName')) {
      if (!isIssueType(one.type)) found.push(configOf(one, called, time, evidence));
    }
  }
  if (/RuntimeInfo$/.test(object.type)) return;
  for (const issue of issuesIn(object)) found.push({ kind: 'issue', time, evidence, issue, cleared });
}

/** Issues outside of a state that the value holds, or is. */
function* issuesIn(value: DataValue | undefined): Generator<SeenIssue> {
  if (value === null || value === undefined || typeof value === 'string') return;
  if (Array.isArray(value)) {
    for (const item of value) yield* issuesIn(item);
    return;
  }
  if (isIssueType(value.type)) yield issueOf(value);
  else if (!/RuntimeInfo$/.test(value.type))
    for (const field of value.fields.values()) yield* issuesIn(field);
}

function stateOf(
  object: DataObject,
  called: Call | null,
  time: number | null,
  evidence: Evidence,
): SeenState | null {
  const { fields } = object;
  const entity = fields.get('entity');
  const entityText = typeof entity === 'string' ? entity : '';
  const id = (called?.id || referenceId(entity)) ?? null;
  if (!id) return null;
  const status = textField(object, 'status');
  const goalState = textField(object, 'goalState');
  if (status === null && goalState === null) return null;
  const agentFields =
    fields.has('vmPowerState') || fields.has('agency') || fields.has('vm') || fields.has('host');
  const isAgent = /Agent\.?RuntimeInfo$/.test(object.type) || agentFields || entityText.startsWith('Agent:');
  return {
    kind: 'state',
    time,
    until: time,
    id,
    what: !isAgent ? 'agency' : called?.className === 'ClusterAgent' ? 'cluster-agent' : 'agent',
    status: status?.toLowerCase() ?? null,
    goalState: goalState?.toLowerCase() ?? null,
    agency: referenceId(fields.get('agency')),
    host: referenceId(fields.get('host')),
    vm: referenceId(fields.get('vm')),
    vmName: textField(object, 'vmName'),
    vmIp: textField(object, 'vmIp'),
    vmPowerState: textField(object, 'vmPowerState'),
    vibs: listLength(fields.get('installedVibs')) > 0 || listLength(fields.get('installedBulletin')) > 0,
    hook: fields.get('vmHook') !== undefined && fields.get('vmHook') !== null,
    issues: [...issuesIn(fields.get('issue'))],
    evidence,
  };
}

function listLength(value: DataValue | undefined): number {
  return Array.isArray(value) ? value.length : typeof value === 'string' ? 1 : 0;
}

const ISSUE_FIELDS = new Set(
  'key description time agency agencyName solutionId solutionName agent agentName host hostName cluster vm dynamicType dynamicProperty'.split(
    ' ',
  ),
);

function issueOf(object: DataObject): SeenIssue {
  const { fields } = object;
  const details: SeenIssue['details'] = [];
  for (const [name, value] of fields) {
    if (ISSUE_FIELDS.has(name) || value === null) continue;
    const text = printed(value);
    if (text) details.push([name, text.slice(0, 1000)]);
  }
  return {
    type: issueTypeName(object.type),
    key: textField(object, 'key'),
    description: textField(object, 'description'),
    generated: textField(object, 'time'),
    agency: referenceId(fields.get('agency')),
    agencyName: textField(object, 'agencyName'),
    agent: referenceId(fields.get('agent')),
    agentName: textField(object, 'agentName'),
    host: referenceId(fields.get('host')),
    hostName: textField(object, 'hostName'),
    cluster: referenceId(fields.get('cluster')),
    vm: referenceId(fields.get('vm')),
    details: details.slice(0, 20),
  };
}

function printed(value: DataValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.slice(0, 20).map(printed).filter(Boolean).join(', ');
  return Array.from(value.fields, ([name, inner]) => `${name} = ${printed(inner)}`)
    .slice(0, 20)
    .join(', ');
}

function configOf(
  object: DataObject,
  called: Call | null,
  time: number | null,
  evidence: Evidence,
): Observation {
  const scopes = [...withInner(object.fields.get('scope'))];
  const afterPowerOn = textField(object, 'manuallyMarkAgentVmAvailableAfterPowerOn');
  return {
    kind: 'config',
    time,
    evidence,
    id: called?.className === 'Agency' ? called.id : null,
    name: textField(object, 'agencyName'),
    agentName: textField(object, 'agentName'),
    clusters: scopes.flatMap((scope) => referenceIds(scope.fields.get('computeResource'))),
    waitsForSolution: afterPowerOn === null ? null : afterPowerOn === 'true',
  };
}

/** What the call itself says: who belongs to whom, and what was destroyed. */
function fromCall(
  { className, id, method }: Call,
  message: string,
  time: number | null,
  evidence: Evidence,
  found: Observation[],
): void {
  if (className === 'Agency' && /^destroy/i.test(method)) found.push({ kind: 'gone', time, evidence, id });
  const members = (type: string) =>
    Array.from(
      message.matchAll(
        new RegExp(
          `'${type}:([^:']{1,100}):[^']{0,100}'|\\btype = ${type}, value = ([^,\\s\\]}]{1,100})`,
          'g',
        ),
      ),
      (match) => match[1] ?? match[2]!,
    );
  if (className === 'Agency' && method === 'queryAgent') {
    found.push({ kind: 'members', time, evidence, owner: id, members: members('Agent') });
  }
  if (className === 'EsxAgentManager' && /^(query|get)?agency$/i.test(method)) {
    found.push({ kind: 'members', time, evidence, owner: null, members: members('Agency') });
  }
}

/** Names and types in free text. */
function fromText({ message, time }: LogRecord, evidence: Evidence, found: Observation[]): void {
  for (const { name, id } of agencyNamesIn(message)) found.push({ kind: 'name', time, evidence, name, id });
  for (const match of message.matchAll(/\b(?:com\.vmware\.vim\.binding\.)?eam\.issue\.([A-Za-z.]{1,80})/g)) {
    const issue = issueInText(issueTypeName(match[0]!), message);
    found.push({ kind: 'issue', time, evidence, issue, cleared: saysCleared(message) });
  }
}

/** An id of an agency: as references print it, or any text of the shape of a UUID (published ones are made up). */
const IDS = /\bAgency:([\w-]{1,100}):|\b(agency-\d{1,12})\b|\b(\w{8}-\w{4}-\w{4}-\w{4}-\w{12})\b/g;

/** Names of NSX agencies in a text, each with its id where only one stands beside it. */
export function agencyNamesIn(text: string): { name: string; id: string | null }[] {
  const found = new Map<string, string | null>();
  for (const match of text.matchAll(NAME)) {
    if (found.size >= MOST_NAMES) break;
    found.set(nameOf(match[2]!, match[1] !== ''), null);
  }
  if (found.size === 1) {
    const ids = new Set(Array.from(text.matchAll(IDS), (match) => match[1] ?? match[2] ?? match[3]!));
    if (ids.size === 1) for (const name of found.keys()) found.set(name, [...ids][0]!);
  }
  return Array.from(found, ([name, id]) => ({ name, id }));
}

/** Nobody says where a name without quotes ends: behind a known service, or before what does not belong into names. */
function nameOf(text: string, quoted: boolean): string {
  if (!quoted) {
    for (const service of KNOWN_SERVICES) {
      const at = text.indexOf(`_${service}`);
      if (at >= 0) return text.slice(0, at + 1 + service.length);
    }
  }
  const name = quoted
    ? text
    : text.replace(/\s{2,}.*$|\t.*$|\s+(?:-|is|on|for|has|was|with|id|at|in|of)\s.*$/i, '');
  return name.trim().replace(/(?<=[^.])\.$/, '');
}

/** What stands beside the name of an issue type that was printed without a dump. */
function issueInText(type: string, message: string): SeenIssue {
  const one = (pattern: RegExp) => pattern.exec(message)?.[1] ?? null;
  return {
    type,
    key: null,
    description: null,
    generated: null,
    agency: one(/\bAgency:([\w-]{1,100})/),
    agencyName: null,
    agent: one(/\bAgent:([\w-]{1,100})/),
    agentName: null,
    host: one(/\b(host-\d{1,12})\b/),
    hostName: null,
    cluster: one(/\b(domain-c\d{1,12})\b/),
    vm: one(/\b(vm-\d{1,12})\b/),
    details: [],
  };
}
