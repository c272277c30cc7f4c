import { levelNumber } from '../../level';
import type { QueryNode } from '../ast';
import type { FieldTerm, NodeBody, QueryField } from '../field';
import { LEVEL_NAMES, LEVEL_WORDS, levelNamed } from '../levels';
import { nearest } from '../nearest';

type LevelNode = Extract<QueryNode, { kind: 'level' }>;

export const level: QueryField<LevelNode> = {
  name: 'level',
  description: 'Severity: level:error, level>=warning; level:none for records without one',
  example: 'level>=warning',
  operators: ['>', '>=', '<', '<='],
  parse,
  owns: (node): node is LevelNode => node.kind === 'level',
  write: (node) => `${node.comparison === '=' ? ':' : node.comparison}${node.level}`,
  test: (node) => {
    const wanted = levelNumber(node.level);
    const compare = COMPARE[node.comparison];
    return (record) => record.level !== null && compare(levelNumber(record.level), wanted);
  },
  offers: (prefix, operator) => {
    const sign = /^[<>]?=?/.exec(prefix)![0];
    const typed = prefix.slice(sign.length).toLowerCase();
    return [...LEVEL_NAMES, 'none']
      .filter((name) => name.startsWith(typed) && !(name === 'none' && (sign || operator !== ':')))
      .map((name) => ({ value: sign + name, detail: name === 'none' ? 'records without a level' : 'level' }));
  },
};

const COMPARE: Record<LevelNode['comparison'], (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

/** Takes `level:>=warning` for `level>=warning` too. */
function parse(term: FieldTerm): NodeBody {
  const [, sign, word] = /^((?:[<>]=?)?)(.*)$/s.exec(term.value.text)!;
  const comparison = (term.operator === ':' ? sign || '=' : term.operator) as LevelNode['comparison'];
  const wanted = term.operator === ':' ? word! : term.value.text;
  if (wanted.toLowerCase() === 'none' && comparison === '=') {
    return {
      kind: 'not',
      term: { kind: 'level', comparison: '>=', level: LEVEL_NAMES[0]!, span: term.span },
    };
  }
  const name = levelNamed(wanted);
  if (name) return { kind: 'level', comparison, level: name };
  const suggestion = levelNamed(nearest(wanted.toLowerCase(), LEVEL_WORDS))!;
  return term.fail(
    'query-unknown-level',
    `there is no level "${wanted}"; the nearest is ${suggestion}. Levels: ${LEVEL_NAMES.join(', ')}`,
    `${term.operator === ':' ? sign : ''}${suggestion}`,
  );
}
