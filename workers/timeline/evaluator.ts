import { CHUNK_ROWS } from '../kernel/columns';
import type { QueryNode } from '../query/ast';
import type { RowBlock } from './conditions';
import { bitBytes, withBlock } from './kernel-block';
import { compile, type Plan } from './plan';
import { RowBits } from './row-bits';
import { cutPieces } from './text-pieces';
import type { PieceAnswer, TextPiece, TextScanner } from './text-scan';
import type { TimelineCase } from './timeline-case';

/** How far an evaluation is. */
export interface EvaluationProgress {
  /** Rows found so far, of those that were asked for. */
  found: number;
  /** Bytes of text looked through, and to be looked through in all. */
  sweptBytes: number;
  textBytes: number;
  done: boolean;
  /** What could not be read since the last step. */
  error: { code: string; message: string } | null;
}

export interface EvaluationOptions {
  /**
   * Rows [firstRow, endRow) are evaluated; all there are without it. The last record of a file that is still being
   * read has no text yet: leave its rows for another evaluation.
   */
  firstRow?: number;
  endRow?: number;
  /** Ends the evaluation early; what was found stays found. */
  signal?: AbortSignal;
}

/**
 * Evaluates a query into `found`: first by structure alone, then, piece of text by piece, for rows whose outcome
 * needs it. Yields after each step; `found` is right for every row decided by then and lacks the others. After an
 * abort it ends without a step that is `done`.
 */
export async function* evaluate(
  timeline: TimelineCase,
  query: QueryNode,
  scanner: TextScanner,
  found: RowBits,
  options: EvaluationOptions = {},
): AsyncGenerator<EvaluationProgress, void, undefined> {
  const {
    firstRow = 0,
    endRow = timeline.source.columns.rows,
    signal = new AbortController().signal,
  } = options;
  if (signal.aborted) return;
  found.grow(endRow);
  const plan = compile(timeline, query);
  try {
    const evaluation = new Evaluation(timeline, plan, found);
    const pieces = cutPieces(timeline.source, evaluation.byStructure(firstRow, endRow), firstRow, endRow);
    const progress: EvaluationProgress = {
      found: found.count(firstRow, endRow),
      sweptBytes: 0,
      textBytes: pieces.reduce((sum, { bytes }) => sum + bytes, 0),
      done: !pieces.length,
      error: null,
    };
    yield { ...progress };
    if (progress.done || signal.aborted) return;

    let open = pieces.length;
    for await (const answer of scanner.scan({ pieces, leaves: plan.leaves, signal })) {
      if (signal.aborted) return;
      const piece = pieces[answer.piece]!;
      progress.found += evaluation.byText(piece, answer);
      progress.sweptBytes += piece.bytes;
      progress.done = --open === 0;
      progress.error = answer.error ?? null;
      yield { ...progress };
      if (signal.aborted) return;
    }
  } finally {
    plan.dispose();
  }
}

class Evaluation {
  readonly #timeline: TimelineCase;
  readonly #plan: Plan;
  readonly #found: RowBits;

  constructor(timeline: TimelineCase, plan: Plan, found: RowBits) {
    this.#timeline = timeline;
    this.#plan = plan;
    this.#found = found;
  }

  /** Finds the rows that match whatever their text is; returns those that might, depending on it. */
  byStructure(firstRow: number, endRow: number): RowBits {
    const { text, leaves } = this.#plan;
    const open = new RowBits(leaves.length ? endRow : 0);
    text.assume('lower');
    this.#fill(firstRow, endRow, this.#found);
    if (!leaves.length) return open;
    text.assume('upper');
    this.#fill(firstRow, endRow, open);
    for (let word = 0; word < open.words.length; word++) open.words[word]! &= ~this.#found.words[word]!;
    return open;
  }

  /** Decides the open rows of a swept piece; returns how many of them match. */
  byText(piece: TextPiece, { bits }: PieceAnswer): number {
    if (!bits) return 0;
    const { firstRow, endRow } = piece;
    const before = this.#found.count(firstRow, endRow);
    this.#plan.text.use({ firstRow, bits });
    const outcome = new RowBits(endRow - (firstRow & ~31));
    this.#fill(firstRow, endRow, outcome, firstRow & ~31);
    const base = firstRow >>> 5;
    for (let word = 0; word < piece.candidates.length; word++) {
      this.#found.words[base + word]! |= outcome.words[word]! & piece.candidates[word]!;
    }
    return this.#found.count(firstRow, endRow) - before;
  }

  // Writes the outcomes of rows [firstRow, endRow) to `target`, whose bit 0 is row `targetRow`, chunk by chunk.
  #fill(firstRow: number, endRow: number, target: RowBits, targetRow = 0): void {
    const { kernel } = this.#timeline;
    withBlock(kernel, bitBytes(CHUNK_ROWS), (bits) => {
      for (let row = firstRow; row < endRow;) {
        const chunk = Math.floor(row / CHUNK_ROWS);
        const stop = Math.min(endRow, (chunk + 1) * CHUNK_ROWS);
        const first = row & ~127;
        const block: RowBlock = {
          firstRow: first,
          count: (stop - first + 127) & ~127,
          chunk: kernel.exports.columnChunk(chunk) >>> 0,
        };
        this.#plan.condition.fill(block, bits);
        const words = kernel.words().subarray(bits >>> 2, (bits + block.count / 8) >>> 2);
        target.copy(row - targetRow, stop - targetRow, words, first - targetRow);
        row = stop;
      }
    });
  }
}
