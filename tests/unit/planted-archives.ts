import { gzipSync } from 'node:zlib';
import { utf8 } from '../../workers/sample/bytes';

/** When all of it was written, in ms. */
export const TIME = Date.UTC(2025, 11, 11, 12);

/** A small .tgz without waiting: ustar headers, contents in blocks. */
export function archiveSync(files: readonly { path: string; content: Uint8Array }[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const { path, content } of files) {
    blocks.push(
      ...paxHeader(path),
      header('file', content.length, '0'),
      content,
      new Uint8Array(-content.length & 511),
    );
  }
  return new Uint8Array(gzipSync(Buffer.concat([...blocks, new Uint8Array(1024)])));
}

function paxHeader(path: string): Uint8Array[] {
  const rest = ` path=${path}\n`;
  let length = Buffer.byteLength(rest) + 2;
  while (Buffer.byteLength(`${length}${rest}`) !== length) length = Buffer.byteLength(`${length}${rest}`);
  const record = utf8(`${length}${rest}`);
  return [header('PaxHeaders/x', record.length, 'x'), record, new Uint8Array(-record.length & 511)];
}

function header(path: string, size: number, type: string): Uint8Array {
  const block = new Uint8Array(512);
  const put = (text: string, offset: number) => block.set(utf8(text), offset);
  put(path, 0);
  put('0000644\0', 100);
  put('0000000\0', 108);
  put('0000000\0', 116);
  put(`${size.toString(8).padStart(11, '0')}\0`, 124);
  put(
    `${Math.floor(TIME / 1000)
      .toString(8)
      .padStart(11, '0')}\0`,
    136,
  );
  put('        ', 148);
  put(type, 156);
  put('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
