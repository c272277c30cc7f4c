import type { Analysis } from '../analysis/case-reader';
import type { Rule } from './rule';

const modules = import.meta.glob<Rule>('./rules/*/*.ts', { eager: true, import: 'rule' });

/** Every rule, from causes to consequences. A new rule is one more file in `rules/<area>/` that exports `rule`. */
export const RULES: readonly Rule[] = Object.values(modules)
  .filter((rule) => rule !== undefined)
  .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));

/** The models that the rules judge by, each once. */
export function modelsOf(rules: readonly Rule[]): Analysis<unknown>[] {
  return [...new Set(rules.flatMap((rule) => rule.reads.models ?? []))];
}
