import type { HsmFinding } from '../public-api';
import { referencesOf } from './event-object';
import type { Found, HsmRule } from './finding';
import type { HsmCase } from './hsm-case';

const modules = import.meta.glob<HsmRule>('./rules/*.ts', { eager: true, import: 'default' });

/** All rules, by name. */
export const RULES: readonly HsmRule[] = Object.values(modules).sort((a, b) => (a.id < b.id ? -1 : 1));

/** Findings of one rule that are told one by one; the rest is counted. */
const MAX_OF_A_RULE = 2_000;
/** Events listed with a finding. */
const MAX_EVENTS = 500;

const SEVERITIES = ['critical', 'high', 'warning', 'info'];

/** A finding with the events listed with it (rows of the store). */
export interface FindingWithRows {
  finding: HsmFinding;
  rows: readonly number[];
}

/** What all rules find: the worst first, then by time. */
export async function hsmFindings(from: HsmCase, pause: () => Promise<void>): Promise<HsmFinding[]> {
  return (await findingsWithRows(from, pause)).map(({ finding }) => finding);
}

/** The same with their rows: a stream without a name does not tell them by their references. */
export async function findingsWithRows(
  from: HsmCase,
  pause: () => Promise<void>,
): Promise<FindingWithRows[]> {
  const findings: FindingWithRows[] = [];
  for (const rule of RULES) {
    let count = 0;
    let beyond: Found | null = null;
    for await (const found of rule.find(from, pause)) {
      if (++count <= MAX_OF_A_RULE) findings.push(findingOf(from, rule, found));
      else beyond ??= found;
      await pause();
    }
    if (beyond) findings.push(findingOf(from, rule, summaryOf(beyond, count - MAX_OF_A_RULE)));
    await pause();
  }
  const rank = ({ finding }: FindingWithRows) => SEVERITIES.indexOf(finding.severity);
  return findings.sort((a, b) => rank(a) - rank(b) || compareTimes(a.finding.from, b.finding.from));
}

function summaryOf(first: Found, more: number): Found {
  return {
    ...first,
    title: `${more.toLocaleString('en')} more of this kind, from: ${first.title}`,
    explanation: `Only the first ${MAX_OF_A_RULE.toLocaleString('en')} are told one by one. ${first.explanation}`,
  };
}

function findingOf(from: HsmCase, { id }: HsmRule, found: Found): FindingWithRows {
  const { events } = from;
  const { severity, title, certain, explanation } = found;
  const listed = found.rows.slice(0, MAX_EVENTS);
  const times = found.rows
    .map((row) => events.time(row))
    .filter((time) => time !== null)
    .sort();
  const unique = (values: (string | null)[]) => [...new Set(values.filter((value) => value !== null))];
  const finding = {
    rule: id,
    severity,
    title,
    certain,
    explanation,
    streams: unique([...(found.streams ?? listed.map((row) => events.stream(row).name))]),
    keys: unique([...(found.keys ?? listed.flatMap((row) => events.keys(row)))]),
    users: unique([...(found.users ?? listed.map((row) => events.user(row)))]),
    from: times[0] ?? null,
    to: times.at(-1) ?? null,
    events: referencesOf(from, listed),
  };
  return { finding, rows: listed };
}

function compareTimes(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}
