import type { AnalysisControl } from '../analysis/case-reader';
import type { HsmEvents } from './hsm-events';

export type KeyKind = 'secret' | 'private' | 'public' | 'unknown';

/** A key taken out of an HSM or brought in, with the event of the wrapping key. */
export interface Wrapping {
  row: number;
  /** Event of CN_NIST_AES_WRAP beside it, null when there is none. */
  under: number | null;
}

/** One key, from its making to its end; a handle that is used again is another key. */
export interface KeyLife {
  handle: string;
  kind: KeyKind;
  /** Event that made or imported it, null when that is not in the logs. */
  made: number | null;
  /** Handle of the other half of a pair. */
  pairWith: string | null;
  extracted: number[];
  inserted: number[];
  exports: Wrapping[];
  imports: Wrapping[];
  /** Deletions; the first one is the end, the others are those of further HSMs. */
  destroyed: number[];
  /** All events that name it, failed ones too. */
  rows: number[];
}

/** A copy may be recorded this much before the making, or count as one of it behind the end: clocks differ. */
const NEAR_USECS = 10_000_000;
const STEP = 500;

const MAKES: ReadonlyMap<string, KeyKind> = new Map([
  ['CN_GENERATE_KEY', 'secret'],
  ['CN_GENERATE_KEY_PAIR', 'private'],
  ['CN_DERIVE_KEY', 'secret'],
  ['CN_CREATE_OBJECT', 'public'],
  ['CN_UNWRAP_KEY', 'unknown'],
]);
const ENDS = new Set(['CN_DESTROY_OBJECT', 'CN_TOMBSTONE_OBJECT']);

/** The keys of a case in the order they are first met. */
export async function keyLives(events: HsmEvents, control: AnalysisControl): Promise<KeyLife[]> {
  const under = await wrappings(events, control);
  const lives = new Lives(events, under);
  let count = 0;
  for (const row of events.order) {
    lives.take(row);
    if (++count % STEP === 0) await control.pause();
  }
  return lives.all;
}

/** True for a key that ended as only session keys do: destroyed on the HSM that made it, never sent to another. */
export function isSessionKey(events: HsmEvents, { made, destroyed, extracted, inserted }: KeyLife): boolean {
  const [end] = destroyed;
  if (made === null || end === undefined || extracted.length > 0 || inserted.length > 0) return false;
  return events.opcode(end) === 'CN_DESTROY_OBJECT' && events.stream(end) === events.stream(made);
}

/** True for a key that was taken out for others, never arrived, and was deleted again. */
export function isRolledBack(events: HsmEvents, { extracted, inserted, destroyed }: KeyLife): boolean {
  const [end] = destroyed;
  return (
    extracted.length > 0 &&
    inserted.length === 0 &&
    end !== undefined &&
    events.opcode(end) === 'CN_TOMBSTONE_OBJECT'
  );
}

/** The event of the wrapping key beside each export and import: one belongs to one of them. */
async function wrappings(events: HsmEvents, control: AnalysisControl): Promise<Map<number, number>> {
  const under = new Map<number, number>();
  let count = 0;
  for (const { rows } of events.streams) {
    let taken = -1;
    for (let i = 0; i < rows.length; i++) {
      if (++count % STEP === 0) await control.pause();
      const row = rows[i]!;
      const opcode = events.opcode(row);
      if (opcode !== 'CN_WRAP_KEY' && opcode !== 'CN_UNWRAP_KEY') continue;
      const beside = opcode === 'CN_WRAP_KEY' ? i + 1 : i - 1;
      const other = rows[beside];
      if (other === undefined || beside === taken || events.opcode(other) !== 'CN_NIST_AES_WRAP') continue;
      if (!(beside > i ? events.follows(row, other) : events.follows(other, row))) continue;
      if (!events.succeeded(row) || !events.succeeded(other)) continue;
      taken = beside;
      under.set(row, other);
    }
  }
  return under;
}

class Lives {
  readonly all: KeyLife[] = [];
  readonly #events: HsmEvents;
  readonly #under: ReadonlyMap<number, number>;
  /**
   * The latest life of a handle on the HSMs of a cluster, the latest that was taken out there, and the latest that each stream
   * has to do with.
   */
  readonly #latest = new Map<string, KeyLife>();
  readonly #sent = new Map<string, KeyLife>();
  readonly #onStream = new Map<string, KeyLife>();

  constructor(events: HsmEvents, under: ReadonlyMap<number, number>) {
    this.#events = events;
    this.#under = under;
  }

  take(row: number): void {
    const { store } = this.#events;
    const first = handleOf(store.privateKey.value(row));
    const second = handleOf(store.publicKey.value(row));
    if (first === null && second === null) return;
    const opcode = this.#events.opcode(row);
    const kind = MAKES.get(opcode) ?? 'unknown';
    if (first !== null) this.#takeFor(first, row, opcode, kind, second);
    if (second !== null && second !== first) this.#takeFor(second, row, opcode, 'public', first);
  }

  #takeFor(handle: string, row: number, opcode: string, kind: KeyKind, pair: string | null): void {
    const succeeded = this.#events.succeeded(row);
    const makes = MAKES.has(opcode) && succeeded;
    const life = this.#lifeFor(handle, row, opcode, makes);
    life.rows.push(row);
    if (succeeded) this.#onStream.set(this.#placeOf(handle, row), life);
    if (!succeeded) return;
    if (makes) {
      life.made ??= row;
      if (life.kind === 'unknown') life.kind = kind;
      if (opcode === 'CN_GENERATE_KEY_PAIR') life.pairWith = pair;
    }
    const under = this.#under.get(row) ?? null;
    if (opcode === 'CN_UNWRAP_KEY') life.imports.push({ row, under });
    else if (opcode === 'CN_WRAP_KEY') life.exports.push({ row, under });
    else if (opcode === 'CN_EXTRACT_MASKED_OBJECT_USER') {
      life.extracted.push(row);
      this.#sent.set(this.#among(handle, row), life);
    } else if (opcode === 'CN_INSERT_MASKED_OBJECT_USER') life.inserted.push(row);
    else if (opcode === 'CN_NIST_AES_WRAP' && life.kind === 'unknown') life.kind = 'secret';
    else if (ENDS.has(opcode)) life.destroyed.push(row);
  }

  #lifeFor(handle: string, row: number, opcode: string, makes: boolean): KeyLife {
    // Keys of a session live on one HSM only: two HSMs may have different ones under one handle.
    const own = this.#onStream.get(this.#placeOf(handle, row));
    const sent =
      opcode === 'CN_INSERT_MASKED_OBJECT_USER' ? this.#sent.get(this.#among(handle, row)) : undefined;
    const open = [own, sent].filter((life) => life?.destroyed.length === 0);
    for (const life of [...open, this.#latest.get(this.#among(handle, row))]) {
      if (life && !this.#isAnother(life, row, opcode, makes)) return life;
    }
    const life: KeyLife = {
      handle,
      kind: 'unknown',
      made: null,
      pairWith: null,
      extracted: [],
      inserted: [],
      exports: [],
      imports: [],
      destroyed: [],
      rows: [],
    };
    this.#latest.set(this.#among(handle, row), life);
    this.all.push(life);
    return life;
  }

  /** Another cluster has other keys under the same handles. */
  #among(handle: string, row: number): string {
    return `${this.#events.stream(row).group} ${handle}`;
  }

  #placeOf(handle: string, row: number): string {
    return `${this.#events.store.stream.get(row)} ${handle}`;
  }

  /** Whether the event speaks of a new key under a handle that was used before. */
  #isAnother(life: KeyLife, row: number, opcode: string, makes: boolean): boolean {
    const { store } = this.#events;
    const since = (other: number) => store.instant(row) - store.instant(other);
    const [end] = life.destroyed;
    if (makes) {
      if (life.made !== null || end !== undefined) return true;
      // A copy that was recorded just before by a clock that is behind.
      return life.inserted.length < life.rows.length || since(life.rows[0]!) > NEAR_USECS;
    }
    if (end === undefined) return false;
    return !ENDS.has(opcode) && since(end) > NEAR_USECS;
  }
}

function handleOf(value: number | string | null): string | null {
  return value === null || value === 0 ? null : String(value);
}
