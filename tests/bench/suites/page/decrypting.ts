import { envelopeFile } from '../../envelope-file';
import { giveFile } from '../../page-file';
import { MemoryWatch } from '../../processes';
import type { Bench, Figure, Origin, PageSuite } from '../../suite';

/** Private memory of the page and its workers above idle, in MB. */
const BOUND = 150;

/** A large dump decrypted by the page, with and without `crypto.subtle`: how fast, and with how much memory. */
export default {
  name: 'decrypting',
  async run(bench) {
    const figures: Figure[] = [];
    for (const cipher of ['AES-256', 'AES-256-GCM'] as const) {
      for (const origin of ['insecure', 'secure'] as const) {
        figures.push(...(await decrypted(bench, cipher, origin)));
      }
    }
    return figures;
  },
} satisfies PageSuite;

async function decrypted(bench: Bench, cipher: 'AES-256' | 'AES-256-GCM', origin: Origin): Promise<Figure[]> {
  const mebibytes = bench.quick ? 64 : 1024;
  const file = await envelopeFile(cipher, mebibytes);
  const { page, settle, close } = await bench.freshPage(origin);
  const watch = process.platform === 'linux' ? new MemoryWatch() : null;
  try {
    await settle();
    await giveFile(page, file.path);
    const idle = (await watch?.sample()) ?? null;
    watch?.start();
    const { ms, bytes } = await page.evaluate(async (rawKey) => {
      const start = performance.now();
      const { blob } = await window.bundlescope.decrypt(window.benchFile!, { rawKey });
      return { ms: performance.now() - start, bytes: blob.size };
    }, file.rawKey);
    watch?.stop();
    if (bytes !== file.plainBytes) throw new Error(`${bytes} bytes came out, not ${file.plainBytes}`);
    const title = `the page decrypts ${mebibytes} MiB of ${cipher}${origin === 'secure' ? ' with crypto.subtle' : ''}`;
    const figures: Figure[] = [{ what: `${title} to a Blob`, value: bytes / 1e3 / ms, unit: 'MB/s' }];
    if (watch && idle) {
      figures.push(
        {
          what: `${title}: peak memory above idle`,
          value: (watch.peak.renderers - idle.renderers) / 1e6,
          unit: 'MB',
          target: { atMost: BOUND },
          note: `idle page ${Math.round(idle.renderers / 1e6)} MB`,
        },
        {
          what: `${title}: the browser's own process (the Blob), peak above idle`,
          value: (watch.peak.browser - idle.browser) / 1e6,
          unit: 'MB',
        },
      );
    }
    return figures;
  } finally {
    watch?.stop();
    await close();
  }
}
