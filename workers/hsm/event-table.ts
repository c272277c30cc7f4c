import type { Table } from '../analysis/table';
import type { HsmEvent } from '../public-api';
import type { MatchableRecord } from '../query';
import { eventObject } from './event-object';
import type { HsmCase } from './hsm-case';
import { EVENT_FIELDS } from './fields';
import { opcodeEntry } from './reference/opcodes';
import { COMMAND_TYPES, LOG_TYPES, responseWords, userTypeWords } from './reference/words';

/** An event in the view's table. */
export interface HsmEventRow extends HsmEvent {
  /** Names the event while the case stays as it is. */
  index: number;
  /** Id of the file. */
  fileId: number;
  /** Record of the timeline, or null. */
  row: number | null;
  /** The reference's words, null for what it does not have. */
  words: {
    opcode: string | null;
    response: string | null;
    logType: string | null;
    userType: string | null;
    commandType: string | null;
  };
}

/** The events of a case, asked in the query language; row n is the n-th in the order of time. */
export class EventTable implements Table {
  readonly fields = EVENT_FIELDS;
  readonly #case: HsmCase;
  readonly #record: EventRecord;

  constructor(from: HsmCase) {
    this.#case = from;
    this.#record = new EventRecord(from);
  }

  get rows(): number {
    return this.#case.events.order.length;
  }

  /** What queries see of a row; the same object each time, so that a million rows make none. */
  record(row: number): MatchableRecord {
    this.#record.row = this.#case.events.order[row]!;
    return this.#record;
  }

  row(index: number): HsmEventRow {
    const from = this.#case;
    const row = from.events.order[index]!;
    const event = eventObject(from, row);
    const fileId = from.events.store.file.get(row);
    return {
      ...event,
      index,
      fileId,
      row: from.rowAt(fileId, event.line),
      words: {
        opcode: event.opcode === null ? null : (opcodeEntry(event.opcode)?.meaning ?? null),
        response: responseWords(event.responseCode),
        logType: event.logType === null ? null : (LOG_TYPES.get(event.logType) ?? null),
        userType: userTypeWords(event.userType),
        commandType: event.commandType === null ? null : (COMMAND_TYPES.get(event.commandType) ?? null),
      },
    };
  }

  comparator(column: string): ((a: number, b: number) => number) | null {
    const { events, attribution } = this.#case;
    const { store, order } = events;
    const byNumber = (value: (row: number) => number) => (a: number, b: number) =>
      value(order[a]!) - value(order[b]!);
    const byText = (value: (row: number) => string | null) => (a: number, b: number) =>
      compareTexts(value(order[a]!), value(order[b]!));
    switch (column) {
      case 'time':
        return byNumber((row) => store.instant(row) || 0);
      case 'stream':
        return byText((row) => events.stream(row).name);
      case 'seq':
        return (a, b) =>
          store.reboot.compare(order[a]!, order[b]!) || store.seq.compare(order[a]!, order[b]!);
      case 'opcode':
        return byText((row) => events.opcode(row));
      case 'user':
        return byText((row) => attribution.user(row) ?? events.user(row));
      case 'key':
        return (a, b) => store.privateKey.compare(order[a]!, order[b]!);
      case 'response':
        return byNumber((row) => Number(store.responses.get(store.response.get(row)).code ?? -1));
      default:
        return null;
    }
  }

  values(column: string, prefix: string, limit: number): string[] {
    const wanted = prefix.toLowerCase();
    const found = new Set<string>();
    const { events } = this.#case;
    const { order } = events;
    // A sample will do: completion is a help, and must be quick.
    const step = Math.max(1, Math.floor(order.length / 20_000));
    for (let i = 0; i < order.length && found.size < limit; i += step) {
      for (const value of this.#record.at(order[i]!).cells(column)) {
        if (value.toLowerCase().startsWith(wanted)) found.add(value);
      }
    }
    return [...found].slice(0, limit);
  }
}

function compareTexts(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a < b ? -1 : 1;
}

/** One row as queries see it, each field made when it is asked for. */
class EventRecord implements MatchableRecord {
  row = 0;
  readonly level = null;
  readonly process = 'cloudhsm';
  readonly pid = null;
  readonly component = null;
  readonly opId = null;
  readonly sid = null;
  readonly host = null;
  readonly vm = null;
  readonly #case: HsmCase;

  constructor(from: HsmCase) {
    this.#case = from;
  }

  at(row: number): this {
    this.row = row;
    return this;
  }

  get time(): string | null {
    return this.#case.events.time(this.row);
  }

  get user(): string | null {
    return this.#case.attribution.user(this.row) ?? this.#case.events.user(this.row);
  }

  get source(): number {
    return this.#file?.source ?? 0;
  }

  get sourceName(): string | null {
    return this.#file?.sourceName ?? null;
  }

  get file(): string {
    return this.#file?.path ?? '';
  }

  get message(): string {
    return this.raw;
  }

  /** The event in one line, with one blank around each colon: spacing in the logs differs and means nothing. */
  get raw(): string {
    const { store } = this.#case.events;
    const { row } = this;
    const text = (id: number) => store.texts.text(id);
    const fields: [string, string | number | null][] = [
      ['Sequence No', store.seq.text(row)],
      ['Reboot counter', store.reboot.text(row)],
      ['Command Type(hex)', text(store.command.get(row))],
      ['Opcode', text(store.opcode.get(row))],
      ['Session Handle', text(store.session.get(row))],
      ['Response', text(store.response.get(row))],
      ['Log type', text(store.logType.get(row))],
      ['Priv/Secret Key Handle', store.privateKey.text(row)],
      ['Public Key Handle', store.publicKey.text(row)],
      ['User Name', text(store.userName.get(row))],
      ['User Type', text(store.userType.get(row))],
      ...store.others(row),
    ];
    const told = fields.filter(([, value]) => value !== null).map(([label, value]) => `${label} : ${value}`);
    return [`Time: ${store.timeText(row)}, usecs:${store.usecs.text(row)}`, ...told].join(' ');
  }

  /** Queries take this from the record and call it by itself. */
  readonly cells = (column: string): string[] => this.#cells(column);

  #cells(column: string): string[] {
    const { events, attribution } = this.#case;
    const { store } = events;
    const { row } = this;
    switch (column) {
      case 'opcode': {
        const name = store.names.get(store.opcode.get(row)).name;
        return name === null
          ? []
          : both(
              name,
              ...[name, events.opcode(row)].map((one) => one.replace(/^C[NM]_/, '')),
              events.opcode(row),
            );
      }
      case 'key':
        return events.keys(row);
      case 'user':
        return both(events.user(row), attribution.user(row));
      case 'stream':
        return both(events.stream(row).name);
      case 'response': {
        const { code, text } = store.responses.get(store.response.get(row));
        return both(code === null ? null : String(code), text);
      }
      case 'basis':
        return [attribution.basis(row)];
      case 'session':
        return both(store.texts.text(store.session.get(row)));
      case 'logtype':
        return both(store.names.get(store.logType.get(row)).name);
      default:
        return [];
    }
  }

  get #file() {
    return this.#case.files.get(this.#case.events.store.file.get(this.row));
  }
}

function both(...values: (string | null)[]): string[] {
  return values.filter((value) => value !== null);
}
