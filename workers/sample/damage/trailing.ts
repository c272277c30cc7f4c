import { Random } from '../random';
import type { Damage } from './damage';

/** Zeros behind the end, as a copy in whole blocks leaves them. */
export function trailingZeros(count: number): Damage {
  return {
    name: 'trailing zeros',
    bytes: async function* (open) {
      yield* open();
      yield new Uint8Array(count);
    },
  };
}

/** Something else behind the end. */
export function trailingGarbage(count: number): Damage {
  return {
    name: 'trailing garbage',
    bytes: async function* (open) {
      yield* open();
      yield new Random('garbage').bytes(count);
    },
  };
}
