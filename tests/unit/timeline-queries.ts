import { expect } from 'vitest';
import type { Level } from '../../workers/public-api';
import type { ColumnField, QueryNode } from '../../workers/query/ast';
import { evaluate, type EvaluationOptions, type EvaluationProgress } from '../../workers/timeline/evaluator';
import { RowBits } from '../../workers/timeline/row-bits';
import { TextMatcher } from '../../workers/timeline/text-match';
import type { PieceAnswer, ScanRequest, TextScanner } from '../../workers/timeline/text-scan';
import type { TestCase } from './timeline-fixture';

export const span = { from: 0, to: 0 };
export const all: QueryNode = { span, kind: 'all' };
export const and = (...terms: QueryNode[]): QueryNode => ({ span, kind: 'and', terms });
export const or = (...terms: QueryNode[]): QueryNode => ({ span, kind: 'or', terms });
export const not = (term: QueryNode): QueryNode => ({ span, kind: 'not', term });
export const text = (wanted: string): QueryNode => ({ span, kind: 'text', text: wanted });
export const message = (wanted: string): QueryNode => ({ span, kind: 'message', text: wanted });
export const regex = (source: string, flags = ''): QueryNode => ({
  span,
  kind: 'regex',
  source,
  flags,
  over: 'raw',
});
export const field = (name: ColumnField, pattern: string): QueryNode => ({
  span,
  kind: 'field',
  field: name,
  pattern,
});
export const level = (comparison: '=' | '>' | '>=' | '<' | '<=', name: Level): QueryNode => ({
  span,
  kind: 'level',
  comparison,
  level: name,
});
export const time = (side: 'after' | 'before', at: number): QueryNode => ({ span, kind: 'time', side, at });
export const named = (kind: 'file' | 'source' | 'vm' | 'world', pattern: string): QueryNode => ({
  span,
  kind,
  pattern,
});

/** The message of test records: what follows the first `|`, or everything. */
export const messageOf = (raw: string) => raw.slice(raw.indexOf('|') + 1);

/** Sweeps pieces in this thread, in an order of its own. */
export class HereScanner implements TextScanner {
  readonly requests: ScanRequest[] = [];
  readonly #timeline: TestCase;
  readonly #reversed: boolean;
  unreadable: number[] = [];

  constructor(timeline: TestCase, reversed = false) {
    this.#timeline = timeline;
    this.#reversed = reversed;
  }

  async *scan(request: ScanRequest): AsyncGenerator<PieceAnswer> {
    this.requests.push(request);
    const { kernel, source, texts } = this.#timeline;
    const decoder = new TextDecoder();
    const matcher = new TextMatcher(kernel, request.leaves, (_, address, length) =>
      messageOf(decoder.decode(kernel.bytes().subarray(address, address + length)).replace(/\n$/, '')),
    );
    try {
      const indices = [...request.pieces.keys()];
      for (const piece of this.#reversed ? indices.reverse() : indices) {
        await Promise.resolve();
        const { file, firstRow, endRow, offset, bytes, candidates } = request.pieces[piece]!;
        if (this.unreadable.includes(file)) {
          yield { piece, bits: null, error: { code: 'unreadable', message: `file ${file} cannot be read` } };
          continue;
        }
        const address = kernel.allocate(bytes + 64) >>> 0;
        kernel.bytes().set(texts[file]!.subarray(offset, offset + bytes), address);
        const offsets = source.offsets(firstRow, endRow);
        const bits = matcher.match({ address, offsets, firstRow, candidates });
        kernel.release(address, bytes + 64);
        yield { piece, bits };
      }
    } finally {
      matcher.dispose();
    }
  }
}

export async function run(
  timeline: TestCase,
  query: QueryNode,
  scanner = new HereScanner(timeline),
  options: EvaluationOptions = {},
): Promise<{ rows: number[]; steps: EvaluationProgress[]; scanner: HereScanner }> {
  const found = new RowBits();
  const steps: EvaluationProgress[] = [];
  for await (const step of evaluate(timeline, query, scanner, found, options)) {
    steps.push(step);
    expect(step.found).toBe(found.count(options.firstRow ?? 0, options.endRow ?? found.rows));
  }
  const rows: number[] = [];
  for (let row = found.next(0); row < found.rows; row = found.next(row + 1)) rows.push(row);
  return { rows, steps, scanner };
}
