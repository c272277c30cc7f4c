import type { Value } from './kind';

/** Where nothing begins. */
const NOWHERE = 0x3fff_ffff;

/** A value that a label announced, and the number of its kind. */
export interface PendingValue extends Value {
  kind: number;
}

/** Values that labels announced and that the scanner has not come to, in the order they stand in. */
export class PendingValues {
  private list: PendingValue[] = [];
  /** Where the next one begins; no place of a text when there is none. */
  from = NOWHERE;

  /**
   * Of two at one place the longer counts, and of equal ones the later. One that another ends with ends before it: of
   * `user=name:secret` the secret is no part of the user.
   */
  add(value: PendingValue): void {
    for (const one of this.list) {
      endBefore(one, value);
      endBefore(value, one);
    }
    let i = this.list.length;
    while (i > 0 && this.list[i - 1]!.from > value.from) i--;
    const there = this.list[i - 1];
    if (there?.from === value.from) {
      if (there.to <= value.to) this.list[i - 1] = value;
    } else {
      this.list.splice(i, 0, value);
    }
    this.from = this.list[0]!.from;
  }

  /** What begins at a place. Those before it are forgotten: something else took their place. */
  take(at: number): PendingValue | undefined {
    let value: PendingValue | undefined;
    while (this.from <= at) {
      const first = this.list.shift()!;
      if (first.from === at) value = first;
      this.from = this.list[0]?.from ?? NOWHERE;
    }
    return value;
  }

  /** The text begins so many bytes later. */
  move(bytes: number): void {
    if (this.from === NOWHERE) return;
    for (const value of this.list) {
      value.from -= bytes;
      value.to -= bytes;
    }
    this.from -= bytes;
  }
}

function endBefore(one: PendingValue, other: PendingValue): void {
  const isWithin = one.from < other.from && other.from < one.to && one.to <= other.to;
  if (isWithin && one.rest === undefined) one.to = other.from;
}
