import type { Damage } from './damage';

/** The tar is written as several gzip members, cut after the given numbers of its bytes. */
export function splitMembers(...ends: number[]): Damage {
  return { name: 'split members', memberEnds: ends };
}
