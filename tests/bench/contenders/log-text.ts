import { createTarDecoder } from 'modern-tar';
import { generateBundle, streamOf } from '../../../workers/sample';
import { collect, concat } from '../../../workers/sample/bytes';

/** Share of a bundle's log text that is hostd's and vmkernel's. */
const SHARE = 0.6;

/** Text of hostd.log and vmkernel.log of ESXi 8, together about so many bytes. */
export async function logText(bytes: number): Promise<{ hostd: Uint8Array; vmkernel: Uint8Array }> {
  const bundle = generateBundle({
    release: '8.0',
    seed: 'bench text',
    logBytes: Math.round(bytes / SHARE),
    rotated: 0,
    compress: 'none',
  });
  const logs = { hostd: new Uint8Array(), vmkernel: new Uint8Array() };
  const entries = streamOf(bundle).pipeThrough(createTarDecoder());
  for await (const { header, body } of entries as unknown as AsyncIterable<{
    header: { name: string };
    body: ReadableStream<Uint8Array<ArrayBuffer>>;
  }>) {
    const log = /\/var\/run\/log\/(hostd|vmkernel)\.log$/.exec(header.name)?.[1];
    const content = await collect(chunksOf(body));
    if (log) logs[log as keyof typeof logs] = content;
  }
  return logs;
}

/** The two texts in one. */
export async function oneText(bytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const { hostd, vmkernel } = await logText(bytes);
  return concat([hostd, vmkernel] as Uint8Array<ArrayBuffer>[]);
}

/** The chunks of a stream, for iteration where streams are not iterable by their types. */
export async function* chunksOf<T>(stream: ReadableStream<T>): AsyncGenerator<T> {
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
