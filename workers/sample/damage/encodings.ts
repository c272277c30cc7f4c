import { concat, utf8, type Bytes } from '../bytes';
import { contentOf, type TarEntry } from '../tar';
import { changing, type Damage, type EntryTest } from './damage';

/** What stands in a line until it is replaced by bytes that are no UTF-8. */
const PLACE = 'NOT-UTF-8-HERE';
const INVALID = Uint8Array.of(
  0xff,
  0xfe,
  0xc0,
  0x80,
  0xed,
  0xa0,
  0x80,
  0xf8,
  0x88,
  0x80,
  0x80,
  0x80,
  0xc3,
  0x28,
);

/** A line of hostd.log holds bytes that are no UTF-8. */
export function invalidUtf8(): Damage {
  const change = rewriting('invalid utf-8', 'var/run/log/hostd.log', (bytes) => {
    const place = utf8(PLACE);
    const result = bytes.slice();
    for (let at = result.indexOf(place[0]!); at >= 0; at = result.indexOf(place[0]!, at + 1)) {
      if (place.every((byte, n) => result[at + n] === byte)) result.set(INVALID, at);
    }
    return result;
  });
  return { ...change, plants: [{ log: 'hostd', text: `name ${PLACE} end`, at: 0.999 }] };
}

/** The file is UTF-16 with a byte order mark. */
export function utf16Log(entry: EntryTest = 'var/run/log/syslog.log', bigEndian = false): Damage {
  return rewriting('utf-16 log', entry, (bytes) => {
    const text = `\ufeff${new TextDecoder().decode(bytes)}`;
    const result = new DataView(new ArrayBuffer(text.length * 2));
    for (let i = 0; i < text.length; i++) result.setUint16(i * 2, text.charCodeAt(i), !bigEndian);
    return new Uint8Array(result.buffer);
  });
}

/** The file's lines end in CR LF. */
export function crlfLog(entry: EntryTest = 'var/run/log/vobd.log'): Damage {
  return rewriting('crlf log', entry, (bytes) =>
    utf8(new TextDecoder().decode(bytes).replaceAll('\n', '\r\n')),
  );
}

/** The file starts with the byte order mark of UTF-8. */
export function bomLog(entry: EntryTest = 'var/run/log/auth.log'): Damage {
  return rewriting('bom log', entry, (bytes) => concat([Uint8Array.of(0xef, 0xbb, 0xbf), bytes]));
}

/** The file's last line has no end. */
export function unfinishedLastLine(entry: EntryTest): Damage {
  return rewriting('unfinished last line', entry, (bytes) => bytes.subarray(0, -1));
}

function rewriting(name: string, entry: EntryTest, rewrite: (bytes: Bytes) => Bytes): Damage {
  return changing(name, entry, async (found): Promise<TarEntry> => {
    const content = rewrite(await contentOf(found));
    return { ...found, size: content.length, content: [content] };
  });
}
