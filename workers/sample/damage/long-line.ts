import { utf8, type Bytes } from '../bytes';
import { VmacoreHead } from '../logs/vmacore';
import { FileTally } from '../truth';
import { adding, type Damage } from './damage';

export const LONG_LINE_PATH = 'var/run/log/vpxa-9.log';
const PIECE = utf8('0123456789abcdef'.repeat(4096));

/** A log of one record that is `bytes` long and has no line end. */
export function longLine(bytes = 100 * 1024 * 1024): Damage {
  return adding('long line', function* ({ topFolder, host, truth }) {
    const record = new VmacoreHead(host.release, 'vpxa').line(host.from, 'info', 2_100_000, 'sub=Long', '');
    const head = utf8(record.lines[0]!);
    yield {
      path: `${topFolder}/${LONG_LINE_PATH}`,
      size: bytes,
      content: content(head, bytes),
      mtime: host.collectedAt,
    };
    const tally = new FileTally(LONG_LINE_PATH, 'vpxa');
    tally.add(record, 1);
    tally.bytes = bytes;
    truth.files.push(tally.truth());
  });
}

function* content(head: Bytes, bytes: number): Generator<Bytes> {
  yield head;
  for (let left = bytes - head.length; left > 0; left -= PIECE.length) yield PIECE.subarray(0, left);
}
