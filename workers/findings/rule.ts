import type { Analysis, CaseFile, LogRecord } from '../analysis/case-reader';
import type { Evidence, Finding, FindingSeverity } from '../public-api';

/** Content of small files that a rule wants. */
export interface FileWish {
  /** Tested against the path as shown: match a suffix, never a full path. */
  path: RegExp;
  /** Larger files are not read: their `text` is null. 0 wants none of the content. */
  maxBytes: number;
}

/** A file that a rule asked for. */
export interface WishedFile extends CaseFile {
  /** Decoded as UTF-8; null when it is larger than was wished. */
  text: string | null;
}

/** What a rule reads. */
export interface RuleReads {
  /** Queries of the project's language by a name of their own. */
  records?: Readonly<Record<string, string>>;
  files?: Readonly<Record<string, FileWish>>;
  /** Models that the rule judges by, worked out once for all rules. */
  models?: readonly Analysis<unknown>[];
}

/** What was read for the rules. */
export interface RuleFacts {
  /** Records of one of the rule's queries, in the order of files; at most `MOST_RECORDS`. */
  records(name: string): readonly LogRecord[];
  /** Files of one of the rule's wishes, also empty ones. */
  files(name: string): readonly WishedFile[];
  /** The result of one of the rule's models. */
  of<Result>(model: Analysis<Result>): Result;
}

/** What a rule found, once for each object; what is left out is as the rule says. */
export interface Draft {
  /** For a rule that stands for a table of several. */
  rule?: string;
  title?: string;
  severity?: FindingSeverity;
  confidence?: Finding['confidence'];
  cause?: string;
  remedy?: readonly string[];
  warning?: string | null;
  references?: readonly string[];
  undecided?: string | null;
  objects?: Partial<Finding['objects']>;
  evidence: readonly Evidence[];
  /**
   * What this tells of what, such as `VmPoweredOff agent:17`. A table's draft that tells the same as a finding of a
   * more special rule becomes evidence there.
   */
  tells?: readonly string[];
  /** Those of a more special rule that this one becomes evidence of; `tells` where left out. */
  joins?: readonly string[];
  /** Drafts of one rule with the same group are one finding; of those without a group each is its own. */
  group?: string;
  /** Rules whose findings may be the cause, over those of the rule. */
  follows?: readonly Follows[];
}

/** A rule that another one may be the consequence of. */
export interface Follows {
  rule: string;
  /** Only where both name an agency, host, cluster or VM in common. */
  sharing?: boolean;
  /** Only where that finding is as serious; any where left out. */
  atLeast?: FindingSeverity;
}

/** Whether a rule stands for one fault, a table of issue types, or a table of messages: the special one wins. */
export type RuleKind = 'fault' | 'issues' | 'messages';

/** A known fault as data: what it reads, what proves it, what to do. One file in `rules/<area>/` each. */
export interface Rule {
  /** As in findings. */
  id: string;
  area: string;
  kind: RuleKind;
  title: string;
  severity: FindingSeverity;
  confidence: Finding['confidence'];
  /** Place in the order from causes to consequences. */
  order: number;
  /** In a sentence. */
  cause: string;
  /** Steps; the last one says how to check that it worked. */
  remedy: readonly string[];
  /** What the remedy may do beside, or null. */
  warning: string | null;
  references: readonly string[];
  /** Possible causes among other rules, nearest first. */
  follows: readonly Follows[];
  reads: RuleReads;
  /** What must be absent for the rule to fire, in words; `evaluate` heeds it and `silent` samples show it. */
  absent: readonly string[];
  evaluate(facts: RuleFacts): Iterable<Draft>;
  samples: RuleSamples;
}

/** Bundles in small that are the rule's tests. */
export interface RuleSamples {
  fires: readonly FiringSample[];
  silent: readonly RuleSample[];
}

export interface RuleSample {
  name: string;
  /** True where the content was composed because no real one is public. */
  composed: boolean;
  files: readonly { path: string; content: string; modified?: number }[];
}

export interface FiringSample extends RuleSample {
  /** Id of the finding where the rule has several. */
  rule?: string;
  /** Severity of the finding, where it is not the rule's. */
  severity?: FindingSeverity;
  /** True when it must say what is undecided, and must not otherwise. */
  undecided?: boolean;
  /** Where the evidence must be: `[path, line]`, each of them; `null` for a file. */
  evidence: readonly (readonly [path: string, line: number | null])[];
}
