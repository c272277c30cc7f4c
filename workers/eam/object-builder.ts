import type { Evidence } from '../public-api';
import { KNOWN_SERVICES, parseAgencyName } from './agency-name';
import type { Agency, Agent, EamObjects, IssueState, StateChange } from './objects';
import type { Observation, SeenIssue, SeenState } from './observation';

/** Most agencies of which only the name is known: hostile texts could name millions. */
const MOST_NAMED = 5_000;
/** Most changes kept of one object, the newest ones; what came before is summed up by the first. */
const MOST_CHANGES = 2_000;
const MOST_EVIDENCE = 8;

/** Puts what was seen, oldest first, together to agencies, agents and issues over time. */
export class ObjectBuilder {
  readonly #agencies = new Map<string, Agency>();
  readonly #agents = new Map<string, Agent>();
  readonly #loose = new Map<string, IssueState>();
  /** Agencies that only have a name. */
  readonly #named = new Map<string, Agency>();
  readonly #clusters: Iterable<string>;

  /** `clusters`: names of clusters that the case knows. */
  constructor(clusters: Iterable<string> = []) {
    this.#clusters = clusters;
  }

  add(seen: Observation): void {
    switch (seen.kind) {
      case 'state':
        return this.#state(seen);
      case 'config': {
        if (seen.id === null && seen.name === null) return;
        const agency = seen.id === null ? this.#byName(seen.name!) : this.#agency(seen.id);
        touch(agency, seen.time, seen.evidence);
        if (seen.name !== null) agency.name = seen.name;
        agency.agentName = seen.agentName ?? agency.agentName;
        if (seen.clusters.length > 0) agency.clusters = seen.clusters;
        agency.waitsForSolution = seen.waitsForSolution ?? agency.waitsForSolution;
        return;
      }
      case 'name': {
        const agency = seen.id === null ? this.#byName(seen.name) : this.#agency(seen.id);
        agency.name ??= seen.name;
        return touch(agency, seen.time, seen.evidence);
      }
      case 'gone': {
        const agency = this.#agency(seen.id);
        touch(agency, seen.time, seen.evidence);
        agency.gone = seen.time;
        return;
      }
      case 'members':
        return this.#members(seen.owner, seen.members, seen.time, seen.evidence);
      case 'issue':
        return seen.cleared
          ? this.#clear(seen.issue, seen.time, seen.evidence)
          : this.#issueAlone(seen.issue, seen.time, seen.evidence);
    }
  }

  built(): EamObjects {
    this.#joinNamed();
    const agencies = [...this.#agencies.values(), ...this.#named.values()];
    const looseAgents: Agent[] = [];
    for (const agent of this.#agents.values()) {
      const agency = agent.agency === null ? undefined : this.#agencies.get(agent.agency);
      if (agency) agency.agents.push(agent);
      else looseAgents.push(agent);
    }
    this.#nameParts(agencies);
    return { agencies, looseAgents, looseIssues: [...this.#loose.values()] };
  }

  #state(seen: SeenState): void {
    const object = seen.what === 'agency' ? this.#agency(seen.id) : this.#agent(seen.id);
    touch(object, seen.time, seen.evidence);
    touch(object, seen.until, null);
    if (seen.what !== 'agency') {
      const agent = object as Agent;
      agent.ofCluster ||= seen.what === 'cluster-agent';
      agent.host = seen.host ?? agent.host;
      agent.vm = seen.vm ?? agent.vm;
      agent.vmName = seen.vmName ?? agent.vmName;
      if (seen.agency !== null) {
        agent.agency = seen.agency;
        touch(this.#agency(seen.agency), seen.time, null);
      }
    }
    const before = object.history.at(-1);
    const change: StateChange = {
      time: seen.time,
      status: seen.status,
      goalState: seen.goalState,
      vm: seen.vm,
      vmPowerState: seen.vmPowerState,
      vmIp: seen.vmIp,
      vibs: seen.vibs,
      hook: seen.hook,
      issues: [...new Set(seen.issues.map(({ type }) => type))].sort(),
      evidence: seen.evidence,
    };
    if (!before || !sameState(before, change)) {
      object.history.push(change);
      if (object.history.length > MOST_CHANGES) object.history.splice(1, MOST_CHANGES / 4);
    }
    const wasGreen = before?.status === 'green';
    const states = seen.issues.map((issue) => {
      this.#learn(issue, seen.time);
      return this.#issue(object.issues, issue, seen.time, seen.evidence, wasGreen);
    });
    for (const issue of states) issue.last = seen.until ?? issue.last;
    for (const issue of object.issues) issue.open = states.includes(issue);
  }

  #issueAlone(issue: SeenIssue, time: number | null, evidence: Evidence): void {
    this.#learn(issue, time);
    const object =
      issue.agent !== null
        ? this.#agent(issue.agent)
        : issue.agency !== null
          ? this.#agency(issue.agency)
          : null;
    if (object) {
      touch(object, time, evidence);
      this.#issue(object.issues, issue, time, evidence, object.history.at(-1)?.status === 'green');
      return;
    }
    const key = `${issue.type}/${issue.key}/${issue.host}/${issue.vm}/${issue.cluster}`;
    const known = this.#loose.get(key);
    if (known?.open) see(known, issue, time, evidence);
    else this.#loose.set(key, newIssue(issue, time, evidence, false));
  }

  #clear(issue: SeenIssue, time: number | null, evidence: Evidence): void {
    const object =
      (issue.agent === null ? undefined : this.#agents.get(issue.agent)) ??
      (issue.agency === null ? undefined : this.#agencies.get(issue.agency));
    for (const known of object?.issues ?? this.#loose.values()) {
      const same =
        known.type === issue.type && (issue.key === null || known.key === null || issue.key === known.key);
      if (!same || !known.open || (issue.host !== null && known.host !== null && issue.host !== known.host))
        continue;
      see(known, issue, time, evidence);
      known.open = false;
    }
  }

  /** What an issue says beside of agencies, agents and hosts. */
  #learn(issue: SeenIssue, time: number | null): void {
    if (issue.agency !== null) {
      const agency = this.#agency(issue.agency);
      agency.name ??= issue.agencyName;
      touch(agency, time, null);
    }
    if (issue.agent === null) return;
    const agent = this.#agent(issue.agent);
    agent.agency = issue.agency ?? agent.agency;
    agent.name ??= issue.agentName;
    agent.host = issue.host ?? agent.host;
    agent.hostName = issue.hostName ?? agent.hostName;
    agent.vm = issue.vm ?? agent.vm;
    agent.ofCluster ||= issue.type.startsWith('cluster.agent.');
  }

  #issue(
    issues: IssueState[],
    issue: SeenIssue,
    time: number | null,
    evidence: Evidence,
    afterGreen: boolean,
  ): IssueState {
    const known = issues.find(
      (one) =>
        one.type === issue.type &&
        one.open &&
        (one.key === issue.key || one.key === null || issue.key === null) &&
        one.agent === issue.agent,
    );
    if (known) {
      see(known, issue, time, evidence);
      return known;
    }
    const made = newIssue(issue, time, evidence, afterGreen);
    issues.push(made);
    if (issues.length > MOST_CHANGES) issues.splice(0, MOST_CHANGES / 4);
    return made;
  }

  #members(owner: string | null, members: string[], time: number | null, evidence: Evidence): void {
    if (owner !== null) {
      touch(this.#agency(owner), time, evidence);
      for (const id of members) {
        const agent = this.#agent(id);
        agent.agency = owner;
        touch(agent, time, null);
      }
      return;
    }
    const listed = new Set(members);
    for (const id of members) touch(this.#agency(id), time, evidence);
    for (const agency of this.#agencies.values()) agency.listedLast = listed.has(agency.id);
  }

  #agency(id: string): Agency {
    let agency = this.#agencies.get(id);
    if (!agency) this.#agencies.set(id, (agency = newAgency(id, null)));
    return agency;
  }

  #byName(name: string): Agency {
    let agency = this.#named.get(name);
    if (agency) return agency;
    agency = newAgency(name, name);
    if (this.#named.size < MOST_NAMED) this.#named.set(name, agency);
    return agency;
  }

  #agent(id: string): Agent {
    let agent = this.#agents.get(id);
    if (!agent) this.#agents.set(id, (agent = newAgent(id)));
    return agent;
  }

  /** A name that was seen without an id is that of the agency that has it; one that was cut of one that begins so. */
  #joinNamed(): void {
    const byName = new Map<string, Agency>();
    for (const agency of this.#agencies.values()) if (agency.name) byName.set(agency.name, agency);
    for (const [name, named] of this.#named) {
      const cut = /^(.*?)\s*(\.{2,}|…)$/.exec(name)?.[1];
      const full =
        byName.get(name) ??
        (cut === undefined ? undefined : [...byName.values()].find((one) => one.name!.startsWith(cut)));
      if (!full) continue;
      this.#named.delete(name);
      touch(full, named.first, named.evidence[0] ?? null);
      touch(full, named.last, null);
      full.agentName ??= named.agentName;
      if (full.clusters.length === 0) full.clusters = named.clusters;
      full.waitsForSolution ??= named.waitsForSolution;
    }
  }

  /** Cuts names at clusters and services, those that other names of the case reveal included. */
  #nameParts(agencies: readonly Agency[]): void {
    const clusters = new Set(this.#clusters);
    const services = new Set(KNOWN_SERVICES);
    for (const { name } of agencies) {
      const parts = name === null ? null : parseAgencyName(name, clusters, services);
      if (parts?.cluster && !parts.cut) clusters.add(parts.cluster);
    }
    for (const agency of agencies) {
      if (agency.agentName && !/\.{2,}$|…$/.test(agency.agentName)) services.add(agency.agentName);
    }
    for (const agency of agencies) {
      agency.nsx = agency.name === null ? null : parseAgencyName(agency.name, clusters, services);
    }
  }
}

function newAgency(id: string, name: string | null): Agency {
  return {
    id,
    name,
    first: null,
    last: null,
    history: [],
    issues: [],
    evidence: [],
    nsx: null,
    agentName: null,
    clusters: [],
    waitsForSolution: null,
    gone: null,
    listedLast: true,
    agents: [],
  };
}

function newAgent(id: string): Agent {
  return {
    id,
    name: null,
    first: null,
    last: null,
    history: [],
    issues: [],
    evidence: [],
    agency: null,
    ofCluster: false,
    host: null,
    hostName: null,
    vm: null,
    vmName: null,
  };
}

function newIssue(
  issue: SeenIssue,
  time: number | null,
  evidence: Evidence,
  afterGreen: boolean,
): IssueState {
  return { ...issue, first: time, last: time, open: true, afterGreen, evidence: [evidence] };
}

function see(known: IssueState, issue: SeenIssue, time: number | null, evidence: Evidence): void {
  known.last = time ?? known.last;
  known.first ??= time;
  known.description = issue.description ?? known.description;
  known.generated = issue.generated ?? known.generated;
  remember(known.evidence, evidence);
}

function touch(object: Agency | Agent, time: number | null, evidence: Evidence | null): void {
  if (time !== null) {
    if (object.first === null || time < object.first) object.first = time;
    if (object.last === null || time > object.last) object.last = time;
  }
  if (evidence) remember(object.evidence, evidence);
}

/** Keeps the first ones and the newest. */
function remember(list: Evidence[], evidence: Evidence): void {
  const last = list.at(-1);
  if (last && last.file === evidence.file && last.line === evidence.line && last.source === evidence.source)
    return;
  if (list.length < MOST_EVIDENCE) list.push(evidence);
  else list[MOST_EVIDENCE - 1] = evidence;
}

function sameState(a: StateChange, b: StateChange): boolean {
  return (
    a.status === b.status &&
    a.goalState === b.goalState &&
    a.vm === b.vm &&
    a.vmPowerState === b.vmPowerState &&
    a.vmIp === b.vmIp &&
    a.vibs === b.vibs &&
    a.hook === b.hook &&
    a.issues.join() === b.issues.join()
  );
}
