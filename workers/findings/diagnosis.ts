import type { Analysis } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import type { Finding } from '../public-api';
import { EvidenceList } from './evidence-list';
import { readFacts } from './reading';
import { modelsOf, RULES } from './registry';
import { singleFiles } from './single-files';
import type { Draft, Follows, Rule, RuleFacts, RuleKind } from './rule';

/** What reading takes of all the work. */
const READ = 0.9;

/** Works one model out, or has it. */
export type ModelSource = <Result>(model: Analysis<Result>) => Promise<Result>;

/**
 * The analysis that applies the rules to all that is open. Models are worked out before, because they are analyses of
 * their own that others ask for too. Findings stand from causes to consequences, each consequence behind its cause.
 */
export async function diagnosis(
  modelOf: ModelSource,
  rules: readonly Rule[] = RULES,
): Promise<Analysis<Finding[]>> {
  const models = new Map<Analysis<unknown>, unknown>();
  for (const model of modelsOf(rules)) models.set(model, await modelOf(model));
  return {
    name: 'findings',
    async run(reader, control) {
      const factsFor = await readFacts(
        rules,
        await singleFiles(reader, control),
        models,
        partOfWork(control, 0, READ),
      );
      const drafts: Filled[] = [];
      for (const [index, rule] of rules.entries()) {
        for (const draft of evaluated(rule, factsFor(rule))) drafts.push({ rule, draft });
        control.progress(READ + ((1 - READ) * (index + 1)) / rules.length);
        await control.pause();
      }
      return arranged(merged(drafts));
    },
  };
}

interface Filled {
  rule: Rule;
  draft: Draft;
}

interface Making {
  finding: Finding;
  rule: Rule;
  follows: readonly Follows[];
  evidence: EvidenceList;
  kind: RuleKind;
}

const KINDS: RuleKind[] = ['fault', 'issues', 'messages'];

function* evaluated(rule: Rule, facts: RuleFacts): Generator<Draft> {
  yield* rule.evaluate(facts);
}

/** One finding of what several rules tell of the same object, under the most special of them. */
function merged(drafts: readonly Filled[]): Making[] {
  const made: Making[] = [];
  const byGroup = new Map<string, Making>();
  const byTelling = new Map<string, Making>();
  for (const kind of KINDS) {
    for (const { rule, draft } of drafts) {
      if (rule.kind !== kind) continue;
      const joins = draft.joins ?? draft.tells ?? [];
      const told = joins.map((key) => byTelling.get(key)).find((one) => one && one.kind !== kind);
      const id = draft.rule ?? rule.id;
      const group = draft.group === undefined ? null : `${id}\0${draft.group}`;
      let making = told ?? (group === null ? undefined : byGroup.get(group));
      if (making) {
        join(making, draft, told === undefined);
      } else {
        making = begun(rule, draft, id, kind);
        made.push(making);
        if (group !== null) byGroup.set(group, making);
      }
      for (const key of draft.tells ?? []) if (!byTelling.has(key)) byTelling.set(key, making);
    }
  }
  return made;
}

function begun(rule: Rule, draft: Draft, id: string, kind: RuleKind): Making {
  const evidence = new EvidenceList();
  evidence.add(draft.evidence);
  const { agencies = [], agents = [], hosts = [], clusters = [], vms = [] } = draft.objects ?? {};
  const finding: Finding = {
    rule: id,
    area: rule.area,
    severity: draft.severity ?? rule.severity,
    confidence: draft.confidence ?? rule.confidence,
    title: draft.title ?? rule.title,
    cause: draft.cause ?? rule.cause,
    remedy: [...(draft.remedy ?? rule.remedy)],
    warning: draft.warning === undefined ? rule.warning : draft.warning,
    references: [...(draft.references ?? rule.references)],
    objects: {
      agencies: unique(agencies),
      agents: unique(agents),
      hosts: unique(hosts),
      clusters: unique(clusters),
      vms: unique(vms),
    },
    evidence: evidence.list,
    causedBy: null,
    undecided: draft.undecided ?? null,
  };
  return { finding, rule, follows: draft.follows ?? rule.follows, evidence, kind };
}

const SEVERITIES: Finding['severity'][] = ['info', 'warning', 'high', 'critical'];
const OBJECTS = ['agencies', 'agents', 'hosts', 'clusters', 'vms'] as const;

function join(making: Making, draft: Draft, sameRule: boolean): void {
  const { finding, evidence } = making;
  evidence.add(draft.evidence);
  for (const kind of OBJECTS)
    finding.objects[kind] = unique([...finding.objects[kind], ...(draft.objects?.[kind] ?? [])]);
  finding.warning ??= draft.warning ?? null;
  for (const reference of draft.references ?? []) {
    if (!finding.references.includes(reference)) finding.references.push(reference);
  }
  if (!sameRule) return;
  const severity = draft.severity ?? making.rule.severity;
  if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(finding.severity)) finding.severity = severity;
  finding.undecided ??= draft.undecided ?? null;
}

/** Says what follows from what, and puts each consequence behind its cause. */
function arranged(made: readonly Making[]): Finding[] {
  for (const { finding, follows } of made) {
    for (const { rule, sharing = false, atLeast = 'info' } of follows) {
      const cause = made.find(
        (other) =>
          other.finding !== finding &&
          (other.finding.rule === rule || other.rule.id === rule) &&
          other.finding.causedBy !== finding.rule &&
          SEVERITIES.indexOf(other.finding.severity) >= SEVERITIES.indexOf(atLeast) &&
          (!sharing || shares(other.finding, finding)),
      );
      if (!cause) continue;
      finding.causedBy = cause.finding.rule;
      break;
    }
  }
  const sorted = made.toSorted(
    (a, b) =>
      a.rule.order - b.rule.order ||
      SEVERITIES.indexOf(b.finding.severity) - SEVERITIES.indexOf(a.finding.severity),
  );
  const placed = new Set<Finding>();
  const findings: Finding[] = [];
  const place = (finding: Finding) => {
    if (placed.has(finding)) return;
    placed.add(finding);
    findings.push(finding);
    for (const { finding: other } of sorted) if (other.causedBy === finding.rule) place(other);
  };
  for (const { finding } of sorted) if (finding.causedBy === null) place(finding);
  for (const { finding } of sorted) place(finding);
  return findings;
}

function shares(a: Finding, b: Finding): boolean {
  const named = OBJECTS.filter(
    (kind) => kind !== 'agents' && a.objects[kind].length > 0 && b.objects[kind].length > 0,
  );
  return (
    named.length === 0 || named.some((kind) => a.objects[kind].some((one) => b.objects[kind].includes(one)))
  );
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
