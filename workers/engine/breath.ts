/**
 * Lets a long job pause for other messages: queries are answered and a cancel is heard while a source is read.
 */
export class Breath {
  #last = performance.now();
  readonly #everyMs: number;
  readonly #channel = new MessageChannel();

  /** @param everyMs how long the job may run without a pause, in ms */
  constructor(everyMs = 60) {
    this.#everyMs = everyMs;
  }

  /** True when a pause is due. */
  get due(): boolean {
    return performance.now() - this.#last >= this.#everyMs;
  }

  /** Waits until the messages that have arrived are handled. */
  async take(): Promise<void> {
    // A message to oneself: timers are held back to 4 ms each, which would cost a good part of the work.
    await new Promise<void>((resolve) => {
      this.#channel.port1.onmessage = () => resolve();
      this.#channel.port2.postMessage(null);
    });
    this.#last = performance.now();
  }

  /** Closes the channel, which would otherwise keep a Node process alive. */
  end(): void {
    this.#channel.port1.close();
  }
}
