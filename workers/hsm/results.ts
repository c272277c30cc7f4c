import type { HsmKey, HsmSession } from '../public-api';
import { exactNumber } from './event-values';
import { referencesOf } from './event-object';
import type { HsmCase } from './hsm-case';
import { isSessionKey, type KeyLife, type Wrapping } from './key-lives';

/** A key as results name it. */
export function keyObject(from: HsmCase, life: KeyLife): HsmKey {
  const { events, attribution } = from;
  const [end] = life.destroyed;
  const wrapping = ({ row, under }: Wrapping) => ({
    at: events.time(row),
    under: under === null ? null : events.store.privateKey.value(under),
  });
  return {
    handle: handle(life.handle),
    kind: life.kind,
    made: life.made === null ? null : events.time(life.made),
    madeBy: life.made === null ? null : attribution.user(life.made),
    madeWith: life.made === null ? null : events.opcode(life.made),
    pairWith: life.pairWith === null ? null : handle(life.pairWith),
    copies: life.inserted.map((row) => ({ stream: events.stream(row).name, at: events.time(row) })),
    exports: life.exports.map(wrapping),
    imports: life.imports.map(wrapping),
    destroyed: end === undefined ? null : events.time(end),
    by: end === undefined ? null : attribution.user(end),
    sessionKey: isSessionKey(events, life),
    events: referencesOf(from, life.rows),
  };
}

function handle(text: string): number | string {
  return exactNumber(text) ?? text;
}

/** A session as results name it, with these of its events or all. */
export function sessionObject(from: HsmCase, index: number, told?: readonly number[]): HsmSession {
  const { events, attribution } = from;
  const { store } = events;
  const { user, logins, end, endedBy, rows } = attribution.sessions[index]!;
  return {
    user: store.texts.text(user) ?? '',
    from: logins[0] ? events.time(logins[0].row) : null,
    to: end === null ? null : events.time(end),
    logins: logins.map((login) => ({
      stream: events.stream(login.row).name,
      session: store.texts.text(login.handle),
      at: events.time(login.row),
    })),
    endedBy,
    events: referencesOf(from, told ?? rows),
  };
}
