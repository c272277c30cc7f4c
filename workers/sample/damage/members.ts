import type { Damage } from './damage';

/** The tar is written as several gzip members, cut after the given numbers of its bytes; without, as two. */
export function splitMembers(...ends: number[]): Damage {
  return { name: 'split members', memberEnds: ends.length > 0 ? ends : [300_000] };
}
