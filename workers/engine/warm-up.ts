import { generateBundle } from '../sample';
import { CaseContent } from './case-content';
import type { EngineKernel } from '../kernel/engine-kernel';
import { Feed } from './feed';
import { SourceIntake } from './source-intake';

/** Text of the bundle that is read, in bytes, and for how long it is read again and again, in ms. */
const TEXT_BYTES = 1024 * 1024;
const WARM_AFTER = 250;

/**
 * Reads a small made-up bundle into a kernel that is then dropped, while the user still looks for a file.
 *
 * Code that has just been loaded runs at a fraction of its speed until the browser has compiled it again, and
 * compiled code is shared by all kernels of a thread: the first real bundle is then read at full speed.
 */
export class WarmUp {
  #intake: SourceIntake | null = null;
  #stopped = false;

  /** Ends it, since there is real work to do. */
  stop(): void {
    this.#stopped = true;
    if (this.#intake) this.#intake.cancelled = true;
  }

  async run(kernel: EngineKernel): Promise<void> {
    const { fileName, chunks } = generateBundle({
      release: '8.0',
      seed: 'warm-up',
      vms: 1,
      rotated: 1,
      logBytes: TEXT_BYTES,
    });
    const parts: BlobPart[] = [];
    for await (const chunk of chunks) {
      if (this.#stopped) return;
      parts.push(chunk);
    }
    const file = new File(parts, fileName);
    const feed = new Feed(kernel);
    const content = new CaseContent(kernel);
    const start = performance.now();
    while (!this.#stopped && performance.now() - start < WARM_AFTER) {
      const facts = { name: fileName, bytes: file.size, parent: null, droppedAt: 0 };
      const source = content.addSource(facts, false);
      const dropped = { name: fileName, inputs: [{ file, folderPath: '' }], isFolder: false };
      this.#intake = new SourceIntake(content, feed, source, dropped, () => undefined);
      await this.#intake.read();
      // Only the code is to stay: rows would grow to tens of megabytes.
      while (content.segments.count > 0) content.segments.drop(content.segments.count - 1);
      kernel.exports.setRowCount(0);
    }
  }
}
