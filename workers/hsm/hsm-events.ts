import type { AnalysisControl } from '../analysis/case-reader';
import { sortedRows } from '../analysis/sorted-rows';
import { floats } from './columns';
import { EventStore } from './event-store';
import { isoOfUsecs } from './event-values';
import { Derived } from './interned';
import { opcodeName } from './reference/opcodes';

/** The log of one HSM: all files of one name, or one file that has none. */
export interface HsmStream {
  id: number;
  /** Null of a file that does not say whose it is. */
  name: string | null;
  /** Id of its cluster, null where nothing tells it. */
  cluster: string | null;
  /** HSMs of one number are compared with one another; see `groupsOf`. */
  group: number;
  /** Ids of its files. */
  files: number[];
  /** Events by reboot counter and sequence number, those that came twice left out. */
  rows: Uint32Array;
}

/** Two events of one stream with the same reboot counter and sequence number. */
export interface SameNumber {
  first: number;
  second: number;
}

/** Different events of one number that are compared with a further one. */
const COMPARED = 8;

/** Names an event in results. */
export interface EventReference {
  stream: string | null;
  rebootCounter: number | string | null;
  seq: number | string | null;
}

/** All events that were read: per stream in the order of their numbers, and together in the order of time. */
export class HsmEvents {
  readonly store: EventStore;
  readonly streams: readonly HsmStream[];
  /** All events, streams merged by time; within a stream the order of its numbers stays. */
  order: Uint32Array = new Uint32Array(0);
  /** The same event twice: in a named stream the second is left out. */
  readonly duplicates: SameNumber[] = [];
  /** Different events of one number. */
  readonly contradictions: SameNumber[] = [];
  readonly #opcodes: Derived<string>;
  /** Time that an event stands at in `order`: its own, or that of the latest before it in its stream. */
  readonly #stands = floats();

  private constructor(store: EventStore, streams: HsmStream[]) {
    this.store = store;
    this.streams = streams;
    this.#opcodes = new Derived(store.texts, (text) =>
      opcodeName(store.names.get(store.texts.id(text)).name ?? ''),
    );
  }

  /** Orders what was read. `rows` of the streams are those of their files, as they were added. */
  static async ordered(
    store: EventStore,
    streams: HsmStream[],
    control: AnalysisControl,
  ): Promise<HsmEvents> {
    const events = new HsmEvents(store, streams);
    for (const stream of streams) await events.#orderStream(stream, control);
    const total = streams.reduce((sum, { rows }) => sum + rows.length, 0);
    const all = new Uint32Array(total);
    let at = 0;
    for (const { rows } of streams) {
      all.set(rows, at);
      at += rows.length;
    }
    const stands = events.#stands;
    events.order = await sortedRows(all, (a, b) => stands.get(a) - stands.get(b), control.pause);
    return events;
  }

  /** The command's one name, '' where the event has none. */
  opcode(row: number): string {
    return this.#opcodes.get(this.store.opcode.get(row));
  }

  /** True unless the response is a failure. */
  succeeded(row: number): boolean {
    return this.store.responses.get(this.store.response.get(row)).ok !== false;
  }

  stream(row: number): HsmStream {
    return this.streams[this.store.stream.get(row)]!;
  }

  user(row: number): string | null {
    return this.store.texts.text(this.store.userName.get(row));
  }

  userType(row: number): string | null {
    return this.store.names.get(this.store.userType.get(row)).name;
  }

  /** ISO 8601 UTC with microseconds. */
  time(row: number): string | null {
    const at = this.store.instant(row);
    return Number.isNaN(at) ? null : isoOfUsecs(at);
  }

  /** Handles that the event names, as they are written; 0 stands for none. */
  keys(row: number): string[] {
    const { privateKey, publicKey } = this.store;
    return [privateKey.value(row), publicKey.value(row)]
      .filter((handle) => handle !== null && handle !== 0)
      .map(String);
  }

  /** True when `next` bears the number behind `row`'s. */
  follows(row: number, next: number): boolean {
    const { store } = this;
    if (store.stream.get(row) !== store.stream.get(next) || store.reboot.compare(row, next) !== 0)
      return false;
    return this.missing(row, next) === 0n;
  }

  /** How many numbers lie between two events of one stream and reboot counter; -1 for the same number twice. */
  missing(row: number, next: number): bigint {
    const before = this.store.seq.value(row);
    const after = this.store.seq.value(next);
    if (before === null || after === null) return 0n;
    return BigInt(after) - BigInt(before) - 1n;
  }

  reference(row: number): EventReference {
    return {
      stream: this.stream(row).name,
      rebootCounter: this.store.reboot.value(row),
      seq: this.store.seq.value(row),
    };
  }

  async #orderStream(stream: HsmStream, control: AnalysisControl): Promise<void> {
    const { seq, reboot } = this.store;
    const rows = await sortedRows(
      stream.rows,
      (a, b) => reboot.compare(a, b) || seq.compare(a, b),
      control.pause,
    );
    stream.rows = this.#withoutDuplicates(stream, rows);
    let latest = -Infinity;
    for (const row of stream.rows) {
      const at = this.store.instant(row);
      if (at > latest) latest = at;
      this.#stands.set(row, latest);
    }
    // Events before the first that tells its time stand with that one.
    let next = 0;
    for (let i = stream.rows.length - 1; i >= 0; i--) {
      const row = stream.rows[i]!;
      if (this.#stands.get(row) === -Infinity) this.#stands.set(row, next);
      else next = this.#stands.get(row);
    }
    await control.pause();
  }

  #withoutDuplicates(stream: HsmStream, rows: Uint32Array): Uint32Array {
    const { seq, reboot } = this.store;
    const kept = new Uint32Array(rows.length);
    let count = 0;
    /** Where the different events of the number at hand begin in `kept`. */
    let start = 0;
    for (const row of rows) {
      const first = kept[start];
      const isSame =
        count > 0 &&
        seq.value(row) !== null &&
        reboot.compare(first!, row) === 0 &&
        seq.compare(first!, row) === 0;
      if (!isSame) start = count;
      const known = isSame ? kept.subarray(start, Math.min(count, start + COMPARED)) : [];
      const twin = known.find((other) => this.store.equal(other, row));
      if (twin !== undefined) this.duplicates.push({ first: twin, second: row });
      else if (isSame) this.contradictions.push({ first: first!, second: row });
      if (twin === undefined || stream.name === null) kept[count++] = row;
    }
    return kept.slice(0, count);
  }
}
