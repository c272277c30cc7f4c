import { wrap, type Remote } from 'comlink';
import type { LayerTable } from '../bytes/layers';
import { Failure } from '../failure';
import type { PieceAnswer, ScanRequest, TextPiece, TextScanner } from '../timeline/text-scan';
import type { ScanApi, SweepAnswer, SweptPiece } from './scan-api';

/** A piece of a query with regular expressions may take this long, in ms; then the query is given up. */
const EXPRESSION_PATIENCE = 8_000;
/** Pieces one worker takes at a time: neighbours share inflated text. */
const RUN = 4;

/** Where the pool gets its tables from. */
export interface ScanTables {
  layers: LayerTable;
  blobs: readonly Blob[];
  /** What a worker needs to sweep a piece. */
  describe(piece: TextPiece): SweptPiece;
}

/** One scan worker; `died` rejects when it ends by itself. */
class Member {
  readonly api: Remote<ScanApi>;
  readonly died: Promise<never>;
  blobs = 0;
  readonly #worker: Worker;

  constructor(worker: Worker) {
    this.#worker = worker;
    this.api = wrap<ScanApi>(worker);
    this.died = new Promise((_, reject) => {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        reject(new Failure('scan-worker-died', `a search worker stopped: ${event.message}`));
      });
    });
    this.died.catch(() => undefined);
  }

  end(): void {
    this.#worker.terminate();
  }
}

/**
 * Answers text terms with a pool of workers. They start when first needed; one that dies or hangs on an expression
 * is replaced. Scans run one after another, since a worker holds the terms of one query.
 */
export class ScanPool implements TextScanner {
  readonly #tables: ScanTables;
  readonly #start: () => Worker;
  readonly #size: number;
  #members: Member[] = [];
  /** Settles when the scan before has ended. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(tables: ScanTables, start: () => Worker, size: number) {
    this.#tables = tables;
    this.#start = start;
    this.#size = size;
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
    const members = await this.#ready(Math.min(this.#size, Math.ceil(pieces.length / RUN)));
    await Promise.all(members.map((member) => Promise.race([member.api.begin(leaves), member.died])));
    const hasExpression = leaves.some(({ kind }) => kind === 'regex');
    const patience = hasExpression ? EXPRESSION_PATIENCE : null;
    const answers: PieceAnswer[] = [];
    let wake: () => void = () => undefined;
    let failure: unknown = null;
    let next = 0;
    let working = members.length;
    const work = async (member: Member): Promise<void> => {
      while (next < pieces.length && !signal.aborted && failure === null) {
        const from = next;
        const to = Math.min(pieces.length, from + RUN);
        next = to;
        for (let piece = from; piece < to && !signal.aborted && failure === null; piece++) {
          const answer = await this.#sweep(member, pieces[piece]!, patience);
          answers.push(
            'bits' in answer ? { piece, bits: answer.bits } : { piece, bits: null, error: answer.error },
          );
          wake();
        }
      }
    };
    for (const member of members) {
      work(member)
        .catch((error: unknown) => {
          failure ??= error;
          this.#replace(member);
        })
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

  async #sweep(member: Member, piece: TextPiece, patience: number | null): Promise<SweepAnswer> {
    const sweep = Promise.race([member.api.sweep(this.#tables.describe(piece)), member.died]);
    if (patience === null) return sweep;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tooSlow = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new Failure(
            'expression-too-slow',
            `the regular expression took more than ${patience / 1000} s on one piece of text and was stopped: ` +
              `simplify it (nested repetitions such as (a+)+ are the usual cause)`,
          ),
        );
      }, patience);
    });
    try {
      return await Promise.race([sweep, tooSlow]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Up to `count` workers whose tables are those of the engine. */
  async #ready(count: number): Promise<Member[]> {
    while (this.#members.length < count) this.#members.push(new Member(this.#start()));
    const { layers, blobs } = this.#tables;
    const changes = layers.takeChanges();
    // Every worker gets the changes, also one that this scan does not need: they are told only once.
    await Promise.all(
      this.#members.map(async (member) => {
        const first = member.blobs;
        // A fresh worker needs all layers.
        const wanted = first === 0 ? [...layers.layers.entries()] : changes;
        await Promise.race([member.api.update(first, blobs.slice(first), wanted), member.died]);
        member.blobs = blobs.length;
      }),
    );
    return this.#members.slice(0, count);
  }

  #replace(member: Member): void {
    member.end();
    this.#members = this.#members.filter((other) => other !== member);
  }
}
