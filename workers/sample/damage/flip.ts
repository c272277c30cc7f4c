import { lengthOf } from '../bytes';
import type { Damage } from './damage';

/** One byte of the file has other bits; a negative position counts from the end. */
export function flipByte(position: number, mask = 0xff): Damage {
  return {
    name: 'flip byte',
    bytes: async function* (open) {
      const at = position < 0 ? (await lengthOf(open())) + position : position;
      let before = 0;
      for await (const chunk of open()) {
        const here = at - before;
        before += chunk.length;
        if (here < 0 || here >= chunk.length) {
          yield chunk;
          continue;
        }
        const changed = chunk.slice();
        changed[here]! ^= mask;
        yield changed;
      }
    },
  };
}

/** The CRC in the last gzip member's trailer is wrong. */
export function wrongGzipCrc(): Damage {
  return { ...flipByte(-8), name: 'wrong gzip crc' };
}
