import type { Traced } from '../../../workers/engine/findings-api';
import type { Finding, FindingSeverity } from '../../../workers/public-api';

/** A finding with the rows of the timeline in its evidence. */
export type TracedFinding = Traced<Finding>;

/** The worst first. */
export const SEVERITIES: readonly FindingSeverity[] = ['critical', 'high', 'warning', 'info'];

/** From the most special to the most general: what two findings share of the first says most. */
export const OBJECT_KINDS = ['agents', 'vms', 'hosts', 'agencies', 'clusters'] as const;

/** Which findings are shown. */
export interface FindingFilter {
  /** Empty: all. */
  severities: readonly FindingSeverity[];
  /** Null: all. */
  area: string | null;
}

/** A finding in the list, under its cause. */
export interface FindingLine {
  /** In the answer of the engine. */
  index: number;
  finding: TracedFinding;
  /** Causes above it that are shown. */
  depth: number;
  /** Index of its cause, or null. */
  cause: number | null;
}

/**
 * The index of each finding's cause, or null. A finding names only the rule of its cause: of several of that rule it is
 * the one that is about the same object, else the first.
 */
export function causesOf(findings: readonly TracedFinding[]): (number | null)[] {
  const first = new Map<string, number>();
  for (const [index, { rule, objects }] of findings.entries()) {
    if (!first.has(rule)) first.set(rule, index);
    for (const kind of OBJECT_KINDS) {
      for (const object of objects[kind]) {
        const key = `${rule}\0${kind}\0${object}`;
        if (!first.has(key)) first.set(key, index);
      }
    }
  }
  const causes = findings.map(({ causedBy, objects }, index) => {
    if (causedBy === null) return null;
    for (const kind of OBJECT_KINDS) {
      for (const object of objects[kind]) {
        const sharing = first.get(`${causedBy}\0${kind}\0${object}`);
        if (sharing !== undefined && sharing !== index) return sharing;
      }
    }
    const any = first.get(causedBy);
    return any === undefined || any === index ? null : any;
  });
  return causes.map((cause, index) => (leadsTo(causes, cause, index) ? null : cause));
}

/** Whether the causes from one on come back to a finding. */
function leadsTo(causes: readonly (number | null)[], from: number | null, target: number): boolean {
  const seen = new Set<number>();
  for (let at = from; at !== null && !seen.has(at); at = causes[at] ?? null) {
    if (at === target) return true;
    seen.add(at);
  }
  return false;
}

/** The findings that the filter lets through, each under its cause as far as that is shown. */
export function findingLines(findings: readonly TracedFinding[], filter: FindingFilter): FindingLine[] {
  const causes = causesOf(findings);
  const children = new Map<number | null, number[]>();
  for (const [index, cause] of causes.entries()) {
    const siblings = children.get(cause);
    if (siblings) siblings.push(index);
    else children.set(cause, [index]);
  }
  const lines: FindingLine[] = [];
  const roots = children.get(null) ?? [];
  const open = [...roots].reverse().map((index) => ({ index, depth: 0 }));
  for (let next = open.pop(); next; next = open.pop()) {
    const { index, depth } = next;
    const finding = findings[index]!;
    const isShown = matches(finding, filter);
    if (isShown) lines.push({ index, finding, depth, cause: causes[index] ?? null });
    const below = children.get(index) ?? [];
    for (let i = below.length - 1; i >= 0; i--)
      open.push({ index: below[i]!, depth: isShown ? depth + 1 : depth });
  }
  return lines;
}

function matches({ severity, area }: TracedFinding, filter: FindingFilter): boolean {
  const { severities } = filter;
  return (
    (severities.length === 0 || severities.includes(severity)) &&
    (filter.area === null || area === filter.area)
  );
}

/** How many findings of an area (null: of all) there are of each severity. */
export function severityCounts(
  findings: readonly TracedFinding[],
  area: string | null,
): Record<FindingSeverity, number> {
  const counts = { critical: 0, high: 0, warning: 0, info: 0 };
  for (const finding of findings) if (area === null || finding.area === area) counts[finding.severity]++;
  return counts;
}

/** Every area that findings or rules are of, each once. */
export function areasOf(...named: readonly (readonly { area: string }[])[]): string[] {
  return [...new Set(named.flat().map(({ area }) => area))];
}

const CHECK = /^Check: /;

/** A remedy: what to do, how to check that it worked, and what to do when it did not. */
export interface Remedy {
  steps: string[];
  checks: string[];
  otherwise: string[];
}

/** Takes a remedy apart at the steps that rules begin with `Check: `. */
export function remedySteps({ remedy }: { remedy: readonly string[] }): Remedy {
  const first = remedy.findIndex((step) => CHECK.test(step));
  if (first < 0) return { steps: [...remedy], checks: [], otherwise: [] };
  const rest = remedy.slice(first);
  return {
    steps: remedy.slice(0, first),
    checks: rest.filter((step) => CHECK.test(step)).map((step) => step.replace(CHECK, '')),
    otherwise: rest.filter((step) => !CHECK.test(step)),
  };
}

/** The objects by which a finding is told from others of its rule: the most special kind that it names. */
export function subjectsOf(finding: TracedFinding, named: (agency: string) => string): string[] {
  const { objects } = finding;
  for (const kind of ['vms', 'hosts', 'agencies', 'clusters', 'agents'] as const) {
    if (objects[kind].length === 0) continue;
    return kind === 'agencies' ? objects[kind].map(named) : [...objects[kind]];
  }
  return [];
}

/** Names of agencies by their ids. */
export function agencyNames(
  agencies: readonly { id: string; name: string | null }[],
): ReadonlyMap<string, string> {
  return new Map(agencies.map(({ id, name }) => [id, name ?? id]));
}
