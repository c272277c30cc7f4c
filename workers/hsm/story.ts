import type { HsmBasis } from '../public-api';
import type { HsmCase } from './hsm-case';
import { opcodeEntry } from './reference/opcodes';
import { responseWords } from './reference/words';

/** An event as part of what is told of a key, a user, a session or a finding. */
export interface HsmStep {
  /** Where it stands among all events in the order of time; null for one that came twice. */
  index: number | null;
  time: string | null;
  /** Index of the stream. */
  stream: number;
  streamName: string | null;
  opcode: string;
  /** The reference's words for the command, or null. */
  words: string | null;
  ok: boolean;
  /** The response in words where it is a failure. */
  failure: string | null;
  /** User in the event. */
  user: string | null;
  /** User whose event it is. */
  by: string | null;
  basis: HsmBasis;
  acrossGap: boolean;
  keys: string[];
}

export interface HsmStory {
  steps: HsmStep[];
  /** Events there are; `steps` has the first of them. */
  total: number;
}

/** Steps of a story that go to the page. */
const MAX_STEPS = 400;

const places = new WeakMap<HsmCase, Uint32Array>();

/** What these events (rows of the store) tell, in the order of time. */
export function storyOf(from: HsmCase, rows: readonly number[]): HsmStory {
  const known = placesOf(from);
  const listed = rows.slice(0, MAX_STEPS).sort((a, b) => known[a]! - known[b]!);
  return { steps: listed.map((row) => stepOf(from, row)), total: rows.length };
}

export function stepOf(from: HsmCase, row: number): HsmStep {
  const { events, attribution } = from;
  const { id, name } = events.stream(row);
  const opcode = events.opcode(row);
  const ok = events.succeeded(row);
  const index = placesOf(from)[row]!;
  return {
    index: index === NOWHERE ? null : index,
    time: events.time(row),
    stream: id,
    streamName: name,
    opcode,
    words: opcodeEntry(opcode)?.meaning ?? null,
    ok,
    failure: ok ? null : responseWords(events.store.responses.get(events.store.response.get(row)).code),
    user: events.user(row),
    by: attribution.user(row),
    basis: attribution.basis(row),
    acrossGap: attribution.acrossGap(row),
    keys: events.keys(row),
  };
}

const NOWHERE = 0xffffffff;

/** Place in the order of time by row of the store. */
function placesOf(from: HsmCase): Uint32Array {
  let known = places.get(from);
  if (known) return known;
  const { order, store } = from.events;
  known = new Uint32Array(store.count).fill(NOWHERE);
  for (let place = 0; place < order.length; place++) known[order[place]!] = place;
  places.set(from, known);
  return known;
}

/** First and last events of a stream in [from, to) (ms UTC), `limit` at most, with how many there are. */
export function eventsBetween(
  hsm: HsmCase,
  stream: number,
  { from, to }: { from: number; to: number },
  limit: number,
): HsmStory {
  const { events } = hsm;
  const { store } = events;
  const found: number[] = [];
  let total = 0;
  for (const row of events.streams[stream]?.rows ?? []) {
    const at = store.instant(row) / 1000;
    if (!(at >= from && at < to)) continue;
    total++;
    // Failed ones are what is looked for.
    if (found.length < limit) found.push(row);
    else if (!events.succeeded(row) && events.succeeded(found.at(-1)!)) {
      found[found.findIndex((other) => events.succeeded(other))] = row;
    }
  }
  return { ...storyOf(hsm, found), total };
}

/** Where the event that begins at a line of a file stands in the order of time, or null. */
export function placeAt(from: HsmCase, file: number, line: number): number | null {
  const { store, order } = from.events;
  for (let place = 0; place < order.length; place++) {
    const row = order[place]!;
    if (store.line.get(row) === line && store.file.get(row) === file) return place;
  }
  return null;
}
