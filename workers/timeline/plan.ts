import { DICTIONARIES, type DictionaryName } from '../kernel/dictionary';
import { LEVELS, levelNumber } from '../level';
import type { ColumnField, QueryNode } from '../query/ast';
import { pathMatches, wildcardMatches } from '../query/wildcard';
import * as conditions from './conditions';
import type { Condition } from './conditions';
import { TextAnswers } from './text-answers';
import type { TextLeaf } from './text-scan';
import type { TimelineCase } from './timeline-case';
import { rowsOfVm } from './vm';

/** Programs whose records name a world where others have a pid. */
const VMKERNEL_PROCESSES = ['vmkernel', 'vmkwarning', 'vmkalert'];

/** A query made ready for the rows of a case as they are now. */
export interface Plan {
  condition: Condition;
  /** Distinct terms that need text; without any the condition tells every row's outcome. */
  leaves: readonly TextLeaf[];
  /** What the text terms in `condition` answer. */
  text: TextAnswers;
  /** Gives kernel memory back. */
  dispose(): void;
}

export function compile(timeline: TimelineCase, query: QueryNode): Plan {
  const compiler = new Compiler(timeline);
  const condition = compiler.node(query, false);
  return {
    condition,
    leaves: compiler.leaves,
    text: compiler.text,
    dispose: () => condition.dispose?.(),
  };
}

class Compiler {
  readonly leaves: TextLeaf[] = [];
  readonly text: TextAnswers;
  readonly #timeline: TimelineCase;
  readonly #leafIndex = new Map<string, number>();

  constructor(timeline: TimelineCase) {
    this.#timeline = timeline;
    this.text = new TextAnswers(timeline.kernel);
  }

  /** @param negated whether the node stands below an odd number of `not` */
  node(node: QueryNode, negated: boolean): Condition {
    const { kernel } = this.#timeline;
    switch (node.kind) {
      case 'all':
        return conditions.constant(kernel, true);
      case 'and':
        return this.#all(node.terms.map((term) => this.node(term, negated)));
      case 'or':
        return this.#any(node.terms.map((term) => this.node(term, negated)));
      case 'not':
        return conditions.not(kernel, this.node(node.term, !negated));
      case 'text':
      case 'message':
        return this.#text({ kind: node.kind, text: node.text }, negated);
      case 'regex':
        return this.#text(
          { kind: 'regex', source: node.source, flags: node.flags, over: node.over },
          negated,
        );
      case 'level':
        return conditions.levelIn(kernel, levelMask(node.comparison, levelNumber(node.level)));
      case 'time':
        return node.side === 'after'
          ? conditions.timeWithin(kernel, node.at, Infinity)
          : conditions.timeWithin(kernel, -Infinity, node.at);
      case 'field':
        return node.field === 'host'
          ? this.#host(node.pattern)
          : this.#field(dictionaryOf(node.field), node.pattern);
      case 'file':
        return this.#files((file) => {
          if (pathMatches(node.pattern, this.#timeline.file(file).path)) return true;
          const numbered = this.#timeline.numberedPath?.(file) ?? null;
          return numbered !== null && pathMatches(node.pattern, numbered);
        });
      case 'format':
        return this.#files((file) => wildcardMatches(node.pattern, this.#timeline.format(file)));
      case 'cell':
        return conditions.constant(kernel, false);
      case 'source':
        return this.#inSources(
          this.#sources(({ id, name }) =>
            [String(id), name].some((text) => wildcardMatches(node.pattern, text)),
          ),
        );
      case 'vm':
        return this.#vm(node.pattern);
      case 'world':
        return this.#world(this.#timeline.dictionary.matching('pid', node.pattern));
    }
  }

  #all(terms: Condition[]): Condition {
    return conditions.allOf(this.#timeline.kernel, terms);
  }

  #any(terms: Condition[]): Condition {
    return conditions.anyOf(this.#timeline.kernel, terms);
  }

  #id(column: DictionaryName, table: Uint8Array): Condition {
    if (!table.includes(1)) return conditions.constant(this.#timeline.kernel, false);
    return conditions.idIn(this.#timeline.kernel, column, table);
  }

  #field(column: DictionaryName, pattern: string): Condition {
    return this.#id(column, this.#timeline.dictionary.matching(column, pattern));
  }

  /** A record's own host, or its source's where it names none. */
  #host(pattern: string): Condition {
    const ofSource = this.#sources(({ hostName }) => hostName !== null && wildcardMatches(pattern, hostName));
    const stated = this.#field('host', pattern);
    if (!ofSource.size) return stated;
    const unstated = this.#id('host', Uint8Array.of(1));
    return this.#any([stated, this.#all([unstated, this.#inSources(ofSource)])]);
  }

  #world(pids: Uint8Array): Condition {
    const { dictionary } = this.#timeline;
    const processes = new Uint8Array(dictionary.size('process'));
    for (const name of VMKERNEL_PROCESSES) {
      dictionary.matching('process', name).forEach((hit, id) => (processes[id]! |= hit));
    }
    return this.#all([this.#id('process', processes), this.#id('pid', pids)]);
  }

  #vm(pattern: string): Condition {
    const { files, components, bySource } = rowsOfVm(this.#timeline, pattern);
    return this.#any([
      this.#files((file) => files.has(file)),
      this.#id('component', components),
      ...bySource.map((own) =>
        this.#all([
          this.#inSources(new Set([own.source])),
          this.#any([this.#id('component', own.components), this.#world(own.pids)]),
        ]),
      ),
    ]);
  }

  #text(leaf: TextLeaf, negated: boolean): Condition {
    const key = JSON.stringify(leaf);
    let index = this.#leafIndex.get(key);
    if (index === undefined) {
      index = this.leaves.push(leaf) - 1;
      this.#leafIndex.set(key, index);
    }
    return this.text.condition(index, negated);
  }

  #sources(matches: (source: TimelineCase['sources'][number]) => boolean): Set<number> {
    return new Set(this.#timeline.sources.filter(matches).map(({ id }) => id));
  }

  #inSources(sources: Set<number>): Condition {
    return this.#files((file) => sources.has(this.#timeline.file(file).source));
  }

  #files(matches: (file: number) => boolean): Condition {
    const { segments } = this.#timeline.source;
    const ranges: [number, number][] = [];
    for (let segment = 0; segment < segments.count; segment++) {
      if (!segments.rowCount(segment) || !matches(segments.file(segment))) continue;
      const from = segments.firstRow(segment);
      const last = ranges.at(-1);
      if (last?.[1] === from) last[1] = segments.endRow(segment);
      else ranges.push([from, segments.endRow(segment)]);
    }
    return conditions.rowIn(this.#timeline.kernel, ranges);
  }
}

function dictionaryOf(field: ColumnField): DictionaryName {
  return DICTIONARIES.find((name) => name.toLowerCase() === field)!;
}

/** One bit per level number; a record without level fits no comparison. */
function levelMask(comparison: '=' | '>' | '>=' | '<' | '<=', level: number): number {
  let mask = 0;
  for (let number = 1; number < LEVELS.length; number++) {
    const fits =
      (comparison.includes('=') && number === level) ||
      (comparison.startsWith('>') && number > level) ||
      (comparison.startsWith('<') && number < level);
    if (fits) mask |= 1 << number;
  }
  return mask;
}
