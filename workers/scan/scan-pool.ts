import type { LayerTable } from '../bytes/layers';
import { Failure } from '../failure';
import type { PieceAnswer, ScanRequest, TextLeaf, TextPiece, TextScanner } from '../timeline/text-scan';
import { withPatience } from './expression-patience';
import type { SweepAnswer, SweptPiece } from './scan-api';
import { ScanMember, ScanWorkerDied } from './scan-member';

/** Pieces one worker takes at a time: neighbours share inflated text. */
const RUN = 4;
/** Workers that may die in one scan before it is given up. */
const MOST_DEATHS = 3;

/** Where the pool gets its tables from. */
export interface ScanTables {
  layers: LayerTable;
  blobs: readonly Blob[];
  /** What a worker needs to sweep a piece. */
  describe(piece: TextPiece): SweptPiece;
}

/** How the pool gets workers, and whom it tells that one died and was replaced. */
export interface ScanWorkerSource {
  start: () => Worker;
  /** Most workers at a time. */
  count: number;
  died: (failure: Failure) => void;
}

/**
 * Answers text terms with a pool of workers. They start when first needed; one that dies or hangs on an expression
 * is replaced. Scans run one after another, since a worker holds the terms of one query.
 */
export class ScanPool implements TextScanner {
  readonly #tables: ScanTables;
  readonly #workers: ScanWorkerSource;
  #members: ScanMember[] = [];
  /** Deaths in the present scan. */
  #deaths = 0;
  /** Settles when the scan before has ended. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(tables: ScanTables, workers: ScanWorkerSource) {
    this.#tables = tables;
    this.#workers = workers;
  }

  async *scan(request: ScanRequest): AsyncGenerator<PieceAnswer> {
    const before = this.#turn;
    let done: () => void = () => undefined;
    this.#turn = new Promise<void>((resolve) => (done = resolve));
    try {
      await before;
      if (!request.signal.aborted) yield* this.#scan(request);
    } finally {
      done();
    }
  }

  /** Ends all workers; the next scan starts new ones. */
  end(): void {
    for (const member of this.#members) member.end();
    this.#members = [];
  }

  async *#scan({ pieces, leaves, signal }: ScanRequest): AsyncGenerator<PieceAnswer> {
    this.#deaths = 0;
    const members = await this.#ready(Math.min(this.#workers.count, Math.ceil(pieces.length / RUN)), leaves);
    const hasExpression = leaves.some(({ kind }) => kind === 'regex');
    const answers: PieceAnswer[] = [];
    let wake: () => void = () => undefined;
    let failure: unknown = null;
    let next = 0;
    let working = members.length;
    const work = async (first: ScanMember): Promise<void> => {
      let member = first;
      const goesOn = () => !signal.aborted && failure === null;
      while (next < pieces.length && goesOn()) {
        const from = next;
        const to = Math.min(pieces.length, from + RUN);
        next = to;
        for (let piece = from; piece < to && goesOn();) {
          try {
            answers.push(answerOf(piece, await this.#sweep(member, pieces[piece]!, hasExpression)));
            piece++;
            wake();
          } catch (error) {
            member = await this.#successor(member, error, leaves);
          }
        }
      }
    };
    for (const member of members) {
      work(member)
        .catch((error: unknown) => (failure ??= error))
        .finally(() => {
          working--;
          wake();
        });
    }
    try {
      while (working > 0 || answers.length > 0) {
        if (failure !== null) throw failure;
        const answer = answers.shift();
        if (answer) yield answer;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
      if (failure !== null) throw failure;
    } finally {
      // Whoever stopped listening: let the pieces in flight end before the next query begins.
      failure ??= 'ended';
      while (working > 0) await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  #sweep(member: ScanMember, piece: TextPiece, hasExpression: boolean): Promise<SweepAnswer> {
    const sweep = member.answered<SweepAnswer>(member.api.sweep(this.#tables.describe(piece)), hasExpression);
    return hasExpression ? withPatience(sweep) : sweep;
  }

  /** Workers whose tables are those of the engine and that know the terms; `count` of them are to work. */
  async #ready(count: number, leaves: readonly TextLeaf[]): Promise<ScanMember[]> {
    while (this.#members.length < count) this.#members.push(new ScanMember(this.#workers.start()));
    const changes = this.#tables.layers.takeChanges();
    // Every worker gets the changes, also one that this scan does not need: they are told only once.
    const ready = await Promise.all(
      this.#members.map(async (member) => {
        try {
          await member.prepare(this.#tables, changes, leaves);
          return member;
        } catch (error) {
          return this.#successor(member, error, leaves);
        }
      }),
    );
    return ready.slice(0, count);
  }

  /** Ends a worker that failed. When it died another takes its place; any other failure is passed on. */
  async #successor(member: ScanMember, error: unknown, leaves: readonly TextLeaf[]): Promise<ScanMember> {
    member.end();
    this.#members = this.#members.filter((other) => other !== member);
    if (!(error instanceof ScanWorkerDied) || ++this.#deaths > MOST_DEATHS) throw error;
    this.#workers.died(error);
    const successor = new ScanMember(this.#workers.start());
    this.#members.push(successor);
    try {
      await successor.prepare(this.#tables, [], leaves);
      return successor;
    } catch (again) {
      return this.#successor(successor, again, leaves);
    }
  }
}

function answerOf(piece: number, answer: SweepAnswer): PieceAnswer {
  if ('bits' in answer) return { piece, bits: answer.bits };
  return { piece, bits: null, error: { code: answer.code, message: answer.error } };
}
