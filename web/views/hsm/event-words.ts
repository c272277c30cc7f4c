import type { HsmEventRow } from '../../../workers/hsm/event-table';
import type { HsmEvent } from '../../../workers/public-api';
import { text } from '../../text';

/** A field of an event as its details show it. */
export interface EventField {
  label: string;
  value: string;
  /** What it means. */
  words: string;
  /** The term of the query language that asks for events with the same value. */
  term?: { field: string; value: string };
  tone?: 'danger' | 'warn';
}

/** The user whose event it is, or the one in it; of one of several a question mark. */
export function userOf(event: Pick<HsmEvent, 'attributedTo' | 'userName' | 'basis' | 'candidates'>): string {
  const { attributedTo, userName, basis, candidates } = event;
  if (attributedTo !== null && userName !== null && attributedTo !== userName)
    return `${attributedTo} → ${userName}`;
  if (attributedTo !== null) return attributedTo;
  if (userName !== null) return userName;
  return basis === 'ambiguous' && candidates.length > 0 ? `${candidates.join(' / ')} ?` : '';
}

/** The handles in the event. */
export function keysOf({
  privKeyHandle,
  pubKeyHandle,
}: Pick<HsmEvent, 'privKeyHandle' | 'pubKeyHandle'>): string {
  return [privKeyHandle, pubKeyHandle].filter((handle) => handle !== null && handle !== 0).join(', ');
}

export function responseOf({ ok, responseCode, responseText }: HsmEvent): string {
  if (ok === true) return text.hsm.events.success;
  return [responseCode, responseText?.replace(/^HSM (?:Error|Return): ?/, '')]
    .filter((part) => part !== null && part !== undefined)
    .join(': ');
}

/** Handles that the event names, each once. */
export function handlesOf({ privKeyHandle, pubKeyHandle }: HsmEvent): string[] {
  return [...new Set([privKeyHandle, pubKeyHandle].filter((one) => one !== null && one !== 0).map(String))];
}

/** Every field that the event has, in the order of the log, each with what it means. */
export function fieldsOf(event: HsmEventRow, zone: string): EventField[] {
  const { labels, words, noStream, unknownOpcode, unknownLogType, unknownUserType } = text.hsm.events;
  const fields: (EventField | null)[] = [
    {
      label: labels.stream,
      value: event.stream ?? noStream,
      words: words.stream,
      ...(event.stream === null ? { tone: 'warn' } : { term: { field: 'stream', value: event.stream } }),
    },
    field(labels.time, event.timeText, words.time(zone)),
    field(labels.usecs, event.usecs, words.usecs),
    field(labels.seq, both(event.seqText, event.seq), words.seq),
    field(labels.reboot, both(event.rebootCounterText, event.rebootCounter), words.reboot),
    field(labels.command, coded(event.commandType, event.commandTypeCode), event.words.commandType ?? ''),
    field(labels.opcode, coded(event.opcode, event.opcodeHex), event.words.opcode ?? unknownOpcode, {
      ...(event.opcode === null ? {} : { term: { field: 'opcode', value: event.opcode } }),
      ...(event.words.opcode === null ? { tone: 'warn' } : {}),
    }),
    field(labels.session, event.sessionHandle, words.session, {
      ...(event.sessionHandle === null ? {} : { term: { field: 'session', value: event.sessionHandle } }),
    }),
    field(labels.response, response(event), event.words.response ?? '', {
      ...(event.responseCode === null
        ? {}
        : { term: { field: 'response', value: String(event.responseCode) } }),
      ...(event.ok === false ? { tone: 'danger' } : {}),
    }),
    field(labels.logType, coded(event.logType, event.logTypeCode), event.words.logType ?? unknownLogType, {
      ...(event.logType === null ? {} : { term: { field: 'logtype', value: event.logType } }),
    }),
    handle(labels.privKey, event.privKeyHandle, words.privKey, words.noKey),
    handle(labels.pubKey, event.pubKeyHandle, words.pubKey, words.noKey),
    field(labels.user, event.userName, words.user, {
      ...(event.userName === null ? {} : { term: { field: 'user', value: event.userName } }),
    }),
    field(
      labels.userType,
      coded(event.userType, event.userTypeCode),
      event.words.userType ?? unknownUserType,
    ),
  ];
  return fields.filter((one) => one !== null);
}

function field(
  label: string,
  value: string | number | null,
  words: string,
  more: Pick<EventField, 'term' | 'tone'> = {},
): EventField | null {
  return value === null ? null : { label, value: String(value), words, ...more };
}

function handle(
  label: string,
  value: number | string | null,
  words: string,
  none: string,
): EventField | null {
  if (value === null) return null;
  if (value === 0) return { label, value: '0', words: none };
  return { label, value: String(value), words, term: { field: 'key', value: String(value) } };
}

/** `0x23 (35)`, or one of both. */
function both(written: string | null, value: number | string | null): string | null {
  if (written === null) return value === null ? null : String(value);
  return value === null || String(value) === written ? written : `${written} (${value})`;
}

function coded(name: string | null, code: number | string | null): string | null {
  return name === null ? null : code === null ? name : `${name} (${code})`;
}

function response({ responseCode, responseText }: HsmEvent): string | null {
  if (responseCode === null && responseText === null) return null;
  return [responseCode, responseText].filter((part) => part !== null).join(':');
}
