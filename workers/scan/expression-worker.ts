import { checkSignal, unlessCancelled } from '../cancelled';
import { withPatience } from './expression-patience';
import { ScanMember } from './scan-member';
import type { TestedExpression } from './scan-api';

/** A worker that has nothing to test is ended after so long, ms. */
const IDLE = 30_000;

/**
 * Tests texts that are in the engine's memory by regular expressions of the user's, in a scan worker of its own: one that
 * hangs is ended with it, and the next question starts another. One question is answered after another.
 */
export class ExpressionWorker {
  readonly #start: () => Worker;
  #member: ScanMember | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /**
   * 1 for each text that matches. Fails with `expression-too-slow`, `scan-worker-died`, and with `cancelled` when the
   * signal comes.
   */
  async test(
    expression: TestedExpression,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const before = this.#turn;
    let done: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (done = resolve));
    this.#turn = before.then(() => mine);
    try {
      await (signal ? unlessCancelled(signal, before) : before);
      checkSignal(signal);
      return await this.#ask(expression, texts, signal);
    } finally {
      done();
    }
  }

  /** Ends the worker. */
  end(): void {
    clearTimeout(this.#idle);
    this.#member?.end();
    this.#member = null;
  }

  async #ask(
    { source, flags }: TestedExpression,
    texts: readonly string[],
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const member = (this.#member ??= new ScanMember(this.#start()));
    try {
      const answer = withPatience(member.answered(member.api.test({ source, flags }, texts), true));
      return await (signal ? unlessCancelled(signal, answer) : answer);
    } catch (error) {
      // It may be at it still.
      this.end();
      throw error;
    } finally {
      if (this.#member) this.#idle = setTimeout(() => this.end(), IDLE);
    }
  }
}
