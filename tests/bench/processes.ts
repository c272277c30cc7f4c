import { readdir, readFile } from 'node:fs/promises';

/** Private memory of the browser's processes, in bytes. */
export interface PrivateMemory {
  /** Page and workers: all renderer processes together. */
  renderers: number;
  /** The browser's own process, which holds Blobs. */
  browser: number;
}

interface Process {
  pid: number;
  parent: number;
  kind: 'renderer' | 'browser' | 'other';
}

/** Watches the browser that this process started (one at a time). Linux only. */
export class MemoryWatch {
  readonly peak: PrivateMemory = { renderers: 0, browser: 0 };
  #processes: Process[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;
  #listedAt = -Infinity;

  /** What the processes take now; it counts for the peak. */
  async sample(): Promise<PrivateMemory> {
    if (performance.now() - this.#listedAt > 500) {
      this.#processes = await ownBrowserProcesses();
      this.#listedAt = performance.now();
    }
    const now: PrivateMemory = { renderers: 0, browser: 0 };
    for (const { pid, kind } of this.#processes) {
      if (kind === 'renderer') now.renderers += await privateBytes(pid);
      else if (kind === 'browser') now.browser += await privateBytes(pid);
    }
    this.peak.renderers = Math.max(this.peak.renderers, now.renderers);
    this.peak.browser = Math.max(this.peak.browser, now.browser);
    return now;
  }

  /** Samples every 50 ms until `stop`. */
  start(): void {
    const again = async () => {
      await this.sample();
      if (!this.#stopped) this.#timer = setTimeout(() => void again(), 50);
    };
    void again();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }
}

async function privateBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'latin1').catch(() => '');
  let kibibytes = 0;
  for (const [, size] of text.matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB/gm)) kibibytes += Number(size);
  return kibibytes * 1024;
}

async function ownBrowserProcesses(): Promise<Process[]> {
  const all = new Map<number, Process>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'latin1').catch(() => '');
    const command = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '');
    const parent = Number(/\) \S (\d+)/.exec(stat)?.[1] ?? 0);
    const type = /--type=([\w-]+)/.exec(command)?.[1];
    const kind = type === 'renderer' ? 'renderer' : type || !/chrom/i.test(command) ? 'other' : 'browser';
    all.set(Number(name), { pid: Number(name), parent, kind });
  }
  const isOurs = (process: Process | undefined): boolean =>
    process !== undefined && (process.parent === globalThis.process.pid || isOurs(all.get(process.parent)));
  return [...all.values()].filter(isOurs);
}
