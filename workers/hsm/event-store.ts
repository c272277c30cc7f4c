import { floats, numbers } from './columns';
import {
  eventTime,
  namedCode,
  responseValue,
  textOfUsecs,
  usecsOfText,
  type NamedCode,
} from './event-values';
import { asDecimal, asHex, ExactColumn } from './exact-column';
import { Derived, Interned } from './interned';
import { TextArena } from './text-arena';

/** Where an event stands. */
export interface EventPlace {
  /** Id of the file in the case. */
  file: number;
  /** 1-based. */
  line: number;
  /** Index of the stream. */
  stream: number;
}

/** Labels that have a column of their own; all others are kept as they are. */
const OWN = new Set([
  'Time',
  'Sequence No',
  'Reboot counter',
  'Command Type(hex)',
  'Opcode',
  'Session Handle',
  'Response',
  'Log type',
  'Priv/Secret Key Handle',
  'Public Key Handle',
  'User Name',
  'User Type',
]);

/** Without these an event is damaged. */
const REQUIRED = [
  'Time',
  'Sequence No',
  'Reboot counter',
  'Opcode',
  'Session Handle',
  'Response',
  'Log type',
];
/** Labels that stand in pairs: an event with the first alone was cut. */
const PAIRS = [
  ['User Name', 'User Type'],
  ['Priv/Secret Key Handle', 'Public Key Handle'],
] as const;
/** Log types behind which more follows, in words. Newer hardware has labels of its own for it: any will do. */
const ANNOUNCED: ReadonlyMap<string, string> = new Map([
  ['MGMT_KEY_DETAILS_LOG', 'the key handles are'],
  ['MGMT_USER_DETAILS_LOG', 'the user is'],
]);

/** Events in columns: a million of them take little, and none is an object until a page asks for it. */
export class EventStore {
  #count = 0;
  readonly file = numbers();
  readonly line = numbers();
  readonly stream = numbers();
  readonly usecs = new ExactColumn(asDecimal);
  readonly seq = new ExactColumn(asHex);
  readonly reboot = new ExactColumn(asHex);
  readonly privateKey = new ExactColumn(asDecimal);
  readonly publicKey = new ExactColumn(asDecimal);
  readonly texts = new Interned();
  /** Ids of interned values as they stand in the log. */
  readonly command = numbers();
  readonly opcode = numbers();
  readonly session = numbers();
  readonly response = numbers();
  readonly logType = numbers();
  readonly userName = numbers();
  readonly userType = numbers();
  readonly names = new Derived<NamedCode>(this.texts, namedCode);
  readonly responses = new Derived(this.texts, responseValue);
  readonly #timeTexts = new Map<number, string>();
  readonly #damage = new Map<number, string[]>();
  readonly #others = new TextArena();
  readonly #otherAt = floats();
  readonly #otherBytes = numbers();

  get count(): number {
    return this.#count;
  }

  /** Adds an event by its fields (`eventFields`) and answers its row. */
  add(place: EventPlace, fields: ReadonlyMap<string, string>): number {
    const row = this.#count++;
    const value = (label: string) => fields.get(label) ?? null;
    this.file.set(row, place.file);
    this.line.set(row, place.line);
    this.stream.set(row, place.stream);
    const { text, usecs } = eventTime(value('Time'));
    this.usecs.set(row, usecs === null ? null : String(usecs));
    const usual = typeof usecs === 'number' && usecs < 4_102_444_800_000_000 ? textOfUsecs(usecs) : null;
    if (text !== null && text !== usual) this.#timeTexts.set(row, text);
    this.seq.set(row, value('Sequence No'));
    this.reboot.set(row, value('Reboot counter'));
    this.command.set(row, this.texts.id(value('Command Type(hex)')));
    this.opcode.set(row, this.texts.id(value('Opcode')));
    this.session.set(row, this.texts.id(value('Session Handle')));
    this.response.set(row, this.texts.id(value('Response')));
    this.logType.set(row, this.texts.id(value('Log type')));
    this.userName.set(row, this.texts.id(value('User Name')));
    this.userType.set(row, this.texts.id(value('User Type')));
    this.privateKey.set(row, value('Priv/Secret Key Handle'));
    this.publicKey.set(row, value('Public Key Handle'));
    this.#setOthers(row, fields);
    this.#check(row, fields);
    return row;
  }

  /** Takes back the event that was added last. */
  dropLast(): void {
    this.#count--;
    this.#timeTexts.delete(this.#count);
    this.#damage.delete(this.#count);
  }

  /** The time as the log writes it. */
  timeText(row: number): string | null {
    const text = this.#timeTexts.get(row);
    if (text !== undefined) return text;
    const usecs = this.usecs.number(row);
    return usecs < 4_102_444_800_000_000 ? textOfUsecs(usecs) : null;
  }

  /** Microseconds since 1970 UTC; NaN when neither `usecs` nor the text says them. */
  instant(row: number): number {
    const usecs = this.usecs.number(row);
    if (!Number.isNaN(usecs)) return usecs;
    const text = this.#timeTexts.get(row);
    return (text === undefined ? null : usecsOfText(text)) ?? NaN;
  }

  /** Fields that have no column, as label and value in their order. */
  others(row: number): [label: string, value: string][] {
    const at = this.#otherAt.get(row);
    if (!at) return [];
    return JSON.parse(this.#others.get(at, this.#otherBytes.get(row))) as [string, string][];
  }

  /** What is wrong with an event, in words; empty for a sound one. */
  damage(row: number): readonly string[] {
    return this.#damage.get(row) ?? [];
  }

  get damaged(): Iterable<number> {
    return this.#damage.keys();
  }

  /** True when two rows say the same, wherever and with whatever spacing they were written. */
  equal(a: number, b: number): boolean {
    const same = (column: { get(row: number): number }) => column.get(a) === column.get(b);
    const exact = (column: ExactColumn) => column.text(a) === column.text(b);
    return (
      exact(this.usecs) &&
      exact(this.seq) &&
      exact(this.reboot) &&
      this.timeText(a) === this.timeText(b) &&
      same(this.command) &&
      same(this.opcode) &&
      same(this.session) &&
      same(this.response) &&
      same(this.logType) &&
      same(this.userName) &&
      same(this.userType) &&
      exact(this.privateKey) &&
      exact(this.publicKey) &&
      this.#otherText(a) === this.#otherText(b)
    );
  }

  /** True when one of two rows is damaged and what it has is what the other says too: a copy that was cut. */
  isCutCopy(a: number, b: number): boolean {
    if (!this.#damage.has(a) && !this.#damage.has(b)) return false;
    const { texts } = this;
    const columns = [this.command, this.opcode, this.session, this.response];
    const details = [this.logType, this.userName, this.userType];
    return (
      this.usecs.text(a) === this.usecs.text(b) &&
      [...columns, ...details].every((column) =>
        begins(texts.text(column.get(a)), texts.text(column.get(b))),
      ) &&
      [this.privateKey, this.publicKey].every((column) => begins(column.text(a), column.text(b)))
    );
  }

  #otherText(row: number): string {
    const at = this.#otherAt.get(row);
    return at ? this.#others.get(at, this.#otherBytes.get(row)) : '';
  }

  #setOthers(row: number, fields: ReadonlyMap<string, string>): void {
    let others: [string, string][] | null = null;
    for (const [label, value] of fields) if (!OWN.has(label)) (others ??= []).push([label, value]);
    if (!others) {
      this.#otherAt.set(row, 0);
      return;
    }
    const before = this.#others.end;
    this.#otherAt.set(row, this.#others.add(JSON.stringify(others)));
    this.#otherBytes.set(row, this.#others.end - before);
  }

  #check(row: number, fields: ReadonlyMap<string, string>): void {
    let problems: string[] | null = null;
    const tell = (problem: string) => (problems ??= []).push(problem);
    for (const label of REQUIRED) if (!fields.get(label)) tell(`${label} is missing`);
    for (const [one, other] of PAIRS) if (fields.has(one) && !fields.get(other)) tell(`${other} is missing`);
    const announced = ANNOUNCED.get(this.names.get(this.logType.get(row)).name ?? '');
    if (announced !== undefined && [...fields.keys()].at(-1) === 'Log type') tell(`${announced} missing`);
    const text = this.#timeTexts.get(row);
    if (text !== undefined) {
      const said = usecsOfText(text);
      const usecs = this.usecs.value(row);
      if (said === null) tell(`"${text.slice(0, 100)}" is no time`);
      else if (usecs !== null && usecs !== said) tell('the time as text and usecs differ');
    }
    if (fields.has('Time') && this.usecs.value(row) === null) tell('usecs is missing');
    for (const [label, column] of [
      ['Sequence No', this.seq],
      ['Reboot counter', this.reboot],
    ] as const) {
      if (fields.get(label) && column.value(row) === null) tell(`${label} is no number`);
    }
    if (problems) this.#damage.set(row, problems);
  }
}

/** True when one of two texts is the other's beginning, or not there. */
function begins(a: string | null, b: string | null): boolean {
  const [one, other] = [a ?? '', b ?? ''];
  return one.startsWith(other) || other.startsWith(one);
}
