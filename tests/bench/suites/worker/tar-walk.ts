import { createTarDecoder } from 'modern-tar';
import { TarWalk } from '../../../../workers/archive/tar';
import { READ_SLACK, SkippingSink } from '../../../../workers/bytes/sink';
import { embeddedKernel } from '../../../../workers/kernel/embedded';
import type { TarExports } from '../../../../workers/kernel/tar';
import { collect, type Bytes } from '../../../../workers/sample/bytes';
import { tar, type TarEntry } from '../../../../workers/sample/tar';
import { chunksOf } from '../../contenders/log-text';
import type { Comparison, Contender, WorkerSuite } from '../../suite';

/** Bytes offered at a time, to everyone. */
const STEP_BYTES = 256 * 1024;

export default {
  name: 'tar-walk',
  rounds: 9,
  async *prepare(quick): AsyncGenerator<Comparison> {
    const sizes = [16_000, 100_000, 250_000, 400_000, 1_000_000];
    const many = quick ? 100 : 400;
    yield await comparison(`${many} entries of 16 KB to 1 MB`, many, (i) => sizes[i % sizes.length]!);
    const tiny = quick ? 4_000 : 50_000;
    yield await comparison(`${tiny} entries of up to 1 KB`, tiny, (i) => (i * 37) % 1_000);
  },
} satisfies WorkerSuite;

async function comparison(title: string, count: number, size: (i: number) => number): Promise<Comparison> {
  const archive = await collect(tar(entries(count, size), 'gnu'));
  let bytes = 0;
  for (let i = 0; i < count; i++) bytes += size(i);
  return {
    title: `tar walk, ${title}`,
    bytes: archive.length,
    contenders: [await kernel(archive), modernTar(archive)],
    targets: { 'modern-tar': 6 },
    expected: `${count} entries, ${bytes} bytes, names of ${nameLengths(count)} characters`,
  };
}

const nameOf = (i: number) => `esx-esx01-2025-12-11--16.44-2164096/var/log/some-folder/entry-${i}.log`;

function nameLengths(count: number): number {
  let length = 0;
  for (let i = 0; i < count; i++) length += nameOf(i).length;
  return length;
}

async function* entries(count: number, size: (i: number) => number): AsyncGenerator<TarEntry> {
  const content = new Uint8Array(1_000_000).map((_, i) => 32 + (i % 90));
  for (let i = 0; i < count; i++) {
    const mtime = Date.UTC(2025, 11, 11) + i * 1000;
    yield { path: nameOf(i), size: size(i), content: [content.subarray(0, size(i))], mtime };
  }
}

/** What a walk saw. */
class Seen {
  entries = 0;
  bytes = 0;
  names = 0;
  toString(): string {
    return `${this.entries} entries, ${this.bytes} bytes, names of ${this.names} characters`;
  }
}

/** The archive lies in kernel memory, as it does behind inflate. */
async function kernel(archive: Bytes): Promise<Contender> {
  const own = await embeddedKernel<TarExports>();
  const start = own.allocate(archive.length + READ_SLACK);
  own.bytes().set(archive, start);
  let seen = new Seen();
  return {
    name: 'kernel',
    run() {
      seen = new Seen();
      const sink = new SkippingSink();
      const walk = new TarWalk(own, {
        entry(entry) {
          seen.entries++;
          seen.names += entry.path.length;
          return sink;
        },
        warning({ message }) {
          throw new Error(message);
        },
        end: () => undefined,
      });
      let at = 0;
      for (let offered = 0; offered < archive.length;) {
        offered = Math.min(archive.length, offered + STEP_BYTES);
        at += walk.push(start + at, offered - at, offered === archive.length);
      }
      seen.bytes = sink.bytes;
    },
    outcome: () => String(seen),
  };
}

function modernTar(archive: Bytes): Contender {
  let seen = new Seen();
  return {
    name: 'modern-tar',
    async run() {
      seen = new Seen();
      let at = 0;
      const source = new ReadableStream<Uint8Array>({
        pull(controller) {
          controller.enqueue(archive.subarray(at, at + STEP_BYTES));
          at += STEP_BYTES;
          if (at >= archive.length) controller.close();
        },
      });
      for await (const { header, body } of chunksOf(source.pipeThrough(createTarDecoder()))) {
        seen.entries++;
        seen.names += header.name.length;
        for await (const chunk of chunksOf(body)) seen.bytes += chunk.length;
      }
    },
    outcome: () => String(seen),
  };
}
