import { deliveryShape } from '../hsm/delivery/delivery-shape';
import { decodeUtf16, wholeUtf16 } from '../bytes/utf16';
import type { Layer } from '../bytes/layers';
import type { Feed, FeedControl } from './feed';
import type { SourceReading } from './source-reading';

/** UTF-16 bytes turned into UTF-8 at a time; also how finely the text can be entered later. */
const STEP_BYTES = 512 * 1024;
const SNIFF_BYTES = 24 * 1024;

/** Gives a UTF-16 file its text as UTF-8, and parses it when it is a log. */
export async function readUtf16Log(
  reading: SourceReading,
  file: number,
  bigEndian: boolean,
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  const { files, layers, reader } = reading.content;
  const { layer: parent, path, ...whole } = files.get(file);
  const mark = await reader.read(parent, whole.offset, 2);
  const markBytes = isByteOrderMark(mark, bigEndian) ? 2 : 0;
  const offset = whole.offset + markBytes;
  // The archive around it may be cut in it.
  const there = Math.max(0, layers.get(parent).size - offset);
  const bytes = Math.min(whole.size - markBytes, there);
  const utf16: Extract<Layer, { kind: 'utf16' }> = {
    kind: 'utf16',
    parent,
    offset,
    bytes,
    bigEndian,
    size: 0,
    steps: [],
  };
  for (let source = 0; source < bytes && !control.cancelled;) {
    const piece = await reader.read(parent, offset + source, Math.min(STEP_BYTES, bytes - source));
    const taken = wholeUtf16(piece, bigEndian) || piece.length;
    if (taken === 0) break;
    utf16.steps.push({ source, at: utf16.size });
    utf16.size += decodeUtf16(piece.subarray(0, taken), bigEndian).length;
    source += taken;
    if (control.breath.due) await control.breath.take();
  }
  const layer = layers.add(utf16);
  const head = await reader.read(layer, 0, SNIFF_BYTES);
  const shape = deliveryShape(head);
  if (shape) {
    files.setPlace(file, layer, 0, utf16.size);
    reading.later({ kind: 'streams', file, shape });
    return;
  }
  const format = reading.logs.formatOf(head, path, { whole: head.length === utf16.size, dropped: true });
  if (!format) return;
  files.setPlace(file, layer, 0, utf16.size);
  files.setKind(file, 'log');
  await feed.range(reader, layer, 0, utf16.size, reading.logs.begin(file, format), control);
}

function isByteOrderMark(start: Uint8Array, bigEndian: boolean): boolean {
  const [first, second] = bigEndian ? [0xfe, 0xff] : [0xff, 0xfe];
  return start[0] === first && start[1] === second;
}
