import { gunzip } from '../bytes/gunzip';
import { CsvDelivery } from '../hsm/delivery/csv-delivery';
import type { DeliveryReader, DeliveryShape } from '../hsm/delivery/delivered';
import { JsonDelivery } from '../hsm/delivery/json-delivery';
import { StreamTexts, type StreamText } from '../hsm/delivery/stream-texts';
import { TailDelivery } from '../hsm/delivery/tail-delivery';
import type { Container } from './containers';
import type { Feed, FeedControl } from './feed';
import { pathOfStream } from './log-streams';
import type { SourceReading, StreamsJob } from './source-reading';

/** Bytes of an export read at a time: its reader does not pause inside. */
const STEP_BYTES = 64 * 1024;
const SNIFF_BYTES = 24 * 1024;
/** What one packed delivery may inflate to, and how much text an export may come to for each of its bytes. */
const MAX_PACKED = 64 * 1024 * 1024;
const MAX_EXPANSION = 256;
/** Log of events that name no stream. */
const UNNAMED = 'events.log';

/**
 * Unpacks an export of log streams (answers and deliveries of CloudWatch Logs as JSON, a Logs Insights result as CSV, what
 * `aws logs tail` wrote) into one log per stream below it, and parses those. The texts are kept with the case, as what was dropped is.
 */
export async function readStreams(
  reading: SourceReading,
  { file, shape }: StreamsJob,
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  const { files, containers, reader } = reading.content;
  const { layer, offset, size, path, container: around } = files.get(file);
  const texts = new StreamTexts();
  const limit = MAX_PACKED + size * MAX_EXPANSION;
  const delivery = deliveryReader(reading, shape, texts);
  let problem: string | null = null;
  for (let at = 0; at < size && !control.cancelled && problem === null; at += STEP_BYTES) {
    const bytes = await reader.read(layer, offset + at, Math.min(STEP_BYTES, size - at));
    problem = delivery.push(bytes, at + STEP_BYTES >= size);
    if (texts.size > limit) problem ??= 'it unpacks to too much';
    if (control.breath.due) await control.breath.take();
  }
  const warn = (code: string, message: string) => reading.warn({ code, path, offset: null, message });
  if (problem !== null) {
    warn('streams-damaged', `the export of log streams is damaged: ${problem}; what was read before stays`);
  }
  if (texts.overflowed) warn('streams-many', `there are too many streams: further ones stand in ${UNNAMED}`);
  const parent = containers.get(around);
  const inside = (kind: Container['kind'], logGroup: string | null) =>
    containers.add({
      parent: parent.id,
      source: reading.source,
      name: path,
      kind,
      topFolder: '',
      isSource: false,
      ...(logGroup === null ? {} : { logGroup }),
    });
  const named = new Map<string | null, Container>();
  for (const text of texts.finish()) {
    if (control.cancelled) return;
    let container = text.stream === null ? inside('file', null) : named.get(text.group);
    if (!container) named.set(text.group, (container = inside('streams', text.group)));
    await readStream(reading, { ...text, container, like: file }, feed, control);
  }
}

async function readStream(
  reading: SourceReading,
  text: StreamText & { container: Container; like: number },
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  const { content, logs } = reading;
  const { files, blobs, layers, reader } = content;
  const { stream, parts, bytes, container } = text;
  const blob = blobs.push(new Blob(parts)) - 1;
  const layer = layers.add({ kind: 'blob', blob, size: bytes });
  const path = stream === null ? UNNAMED : pathOfStream(stream);
  const { modified, mode } = files.get(text.like);
  reading.countEntry();
  const id = files.add({
    container: container.id,
    path,
    layer,
    offset: 0,
    size: bytes,
    modified,
    mode,
    kind: 'log',
  });
  const head = await reader.read(layer, 0, Math.min(SNIFF_BYTES, bytes));
  const format = logs.formatOf(head, path, { whole: head.length === bytes, dropped: true });
  if (format) await feed.range(reader, layer, 0, bytes, logs.begin(id, format), control);
}

function deliveryReader(reading: SourceReading, shape: DeliveryShape, texts: StreamTexts): DeliveryReader {
  if (shape === 'csv') return new CsvDelivery((event) => texts.add(event));
  if (shape === 'tail') return new TailDelivery((event) => texts.add(event));
  let packedProblem: string | null = null;
  const unpacked = (base64: string) => {
    const bytes = fromBase64(base64);
    if (!bytes) {
      packedProblem ??= 'a packed delivery is no base64';
      return;
    }
    const { inflated, problem } = gunzip(reading.content.kernel, bytes, MAX_PACKED);
    const inner = new JsonDelivery({ event: (event) => texts.add(event), packed: () => undefined });
    const inside = inner.push(inflated, true);
    packedProblem ??= problem ?? inside;
  };
  const outer = new JsonDelivery({ event: (event) => texts.add(event), packed: unpacked });
  // A packed delivery that is damaged does not end the ones behind it.
  return { push: (bytes, final) => outer.push(bytes, final) ?? (final ? packedProblem : null) };
}

function fromBase64(text: string): Uint8Array | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
