/**
 * Data objects as EAM prints them in its logs, in both printings: `(vim.fault.X) {` … `}` with `null` for what is
 * unset, and `eam.Agent.RuntimeInfo {` … `}` with `<unset>` and strings in single quotes. Balanced by braces, because
 * indentation does not survive copying; an object that the log cut off is read as far as it goes.
 */

/** null stands for unset. */
export type DataValue = string | null | DataValue[] | DataObject;

export interface DataObject {
  kind: 'object';
  /** VMODL name without the Java binding's package; '' of an object without a name. */
  type: string;
  fields: Map<string, DataValue>;
}

export interface FoundObjects {
  objects: DataObject[];
  /** True when the text ended inside an object. */
  cut: boolean;
}

/** Most values read of one text: hostile ones could hold millions. */
const MOST_VALUES = 200_000;
const MOST_DEPTH = 64;
const BINDING = 'com.vmware.vim.binding.';

/** Every data object that stands in the text, the outer ones; what is between them is passed over. */
export function dataObjects(text: string): FoundObjects {
  const objects: DataObject[] = [];
  let cut = false;
  const budget = { values: MOST_VALUES };
  const start = /\(([\w.$]{1,200})\)[ \t]{0,20}\{|\b([A-Za-z]\w{0,80}(?:\.[\w$]{1,80}){1,12})[ \t]{0,20}\{/g;
  for (let found = start.exec(text); found; found = start.exec(text)) {
    const reading = new Reading(text, start.lastIndex, budget);
    objects.push(reading.object(found[1] ?? found[2]!, 0));
    cut ||= reading.cut;
    start.lastIndex = reading.at;
    if (budget.values <= 0) break;
  }
  return { objects, cut: cut || budget.values <= 0 };
}

/** The object and every object inside it, outer ones first. */
export function* withInner(value: DataValue | undefined): Generator<DataObject> {
  if (value === null || value === undefined || typeof value === 'string') return;
  if (Array.isArray(value)) {
    for (const item of value) yield* withInner(item);
    return;
  }
  yield value;
  for (const field of value.fields.values()) yield* withInner(field);
}

/** A field that is a text, or null. */
export function textField(object: DataObject, name: string): string | null {
  const value = object.fields.get(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/**
 * The id in a printed reference: `Agent:<uuid>:null` and `HostSystem:host-12:<server>` name their object in the middle;
 * ids are often made unrecognisable in published logs, so any text will do. Null of no reference.
 */
export function referenceId(value: DataValue | undefined): string | null {
  if (value === null || value === undefined || Array.isArray(value)) return null;
  if (typeof value === 'string') {
    const parts = /^\s*(?:ManagedObjectReference:\s*)?[A-Za-z][\w.]*:([^:]+)(?::[^:]*)?\s*$/.exec(value);
    return (parts?.[1] ?? value).trim() || null;
  }
  return textField(value, 'value') ?? textField(value, 'val') ?? textField(value, '_value');
}

/** The ids in a field that holds one reference or several. */
export function referenceIds(value: DataValue | undefined): string[] {
  const all = Array.isArray(value) ? value : [value];
  return all.map((one) => referenceId(one)).filter((id) => id !== null);
}

/** A reference as the Java binding prints it inside of objects: its own commas and signs do not end the field. */
const JAVA_REFERENCE =
  /ManagedObjectReference:\s{0,8}type\s?=\s?'?([A-Za-z][\w.]{0,100})'?,\s{0,8}value\s?=\s?'?([^,'\r\n}\]]{1,200})'?(?:,\s{0,8}serverGuid\s?=\s?'?([^,'\r\n}\]]{0,100})'?)?/y;

const TOKEN_END = new Set([',', '\n', '\r', '}', ']', '{', '[', '=']);

class Reading {
  readonly #text: string;
  readonly #budget: { values: number };
  at: number;
  cut = false;

  constructor(text: string, at: number, budget: { values: number }) {
    this.#text = text;
    this.at = at;
    this.#budget = budget;
  }

  /** Behind its opening brace. */
  object(name: string, depth: number): DataObject {
    const type = name.startsWith(BINDING) ? name.slice(BINDING.length) : name;
    const fields = new Map<string, DataValue>();
    const object: DataObject = { kind: 'object', type, fields };
    while (this.#more()) {
      this.#skip();
      const c = this.#text[this.at];
      if (c === undefined) break;
      if (c === '}') {
        this.at++;
        return object;
      }
      if (c === ']') return object; // a brace is missing: the list that holds this object ends here
      const key = this.#token();
      this.#blanks();
      if (this.#text[this.at] !== '=') {
        // no `name = value`: a stray word or sign
        if (key === '') this.at++;
        continue;
      }
      this.at++;
      fields.set(key, this.#value(depth + 1));
    }
    this.cut = true;
    return object;
  }

  #value(depth: number): DataValue {
    this.#blanks();
    const c = this.#text[this.at];
    if (c === undefined) return this.#ended();
    if (c === "'" || c === '"') return this.#string(c);
    if (c === '[') return this.#list(depth);
    if (c === '{') return this.#nested('', depth);
    if (c === 'M') {
      JAVA_REFERENCE.lastIndex = this.at;
      const [all, type, id, server = 'null'] = JAVA_REFERENCE.exec(this.#text) ?? [];
      if (all !== undefined) {
        this.at += all.length;
        return `${type}:${id!.trim()}:${server.trim()}`;
      }
    }
    if (c === '(') {
      const close = this.#text.indexOf(')', this.at);
      if (close < 0 || close - this.at > 200) return this.#bare();
      const name = this.#text.slice(this.at + 1, close).trim();
      this.at = close + 1;
      return this.#typed(name, depth);
    }
    const begin = this.at;
    const word = this.#token();
    const next = this.#text[this.at];
    if (next === '{') return this.#nested(word, depth);
    if (next === '[') return this.#list(depth);
    this.at = begin;
    return this.#bare();
  }

  /** Behind `(type)` or `type`. */
  #typed(name: string, depth: number): DataValue {
    this.#blanks();
    const c = this.#text[this.at];
    if (c === '{') return this.#nested(name, depth);
    if (c === '[') return this.#list(depth);
    return this.#value(depth + 1);
  }

  #nested(name: string, depth: number): DataObject {
    this.at++;
    if (depth < MOST_DEPTH) return this.object(name, depth);
    this.#skipBalanced();
    return { kind: 'object', type: name, fields: new Map() };
  }

  #list(depth: number): DataValue[] {
    this.at++;
    if (depth >= MOST_DEPTH) {
      this.#skipBalanced();
      return [];
    }
    const items: DataValue[] = [];
    while (this.#more()) {
      this.#skip();
      const c = this.#text[this.at];
      if (c === undefined) break;
      if (c === ']') {
        this.at++;
        // `Issue[] [ … ]`: the brackets were part of the type
        const inner = /^[ \t]*\[/.exec(this.#text.slice(this.at, this.at + 8));
        if (items.length > 0 || !inner) return items;
        this.at += inner[0].length;
        continue;
      }
      if (c === '}') return items;
      const before = this.at;
      items.push(this.#value(depth + 1));
      if (this.at === before) this.at++;
    }
    this.cut = true;
    return items;
  }

  /** In quotes; a quote inside counts as text unless a comma, bracket or line end stands behind it. */
  #string(quote: string): string {
    const begin = this.at + 1;
    for (let end = this.#text.indexOf(quote, begin); end >= 0; end = this.#text.indexOf(quote, end + 1)) {
      let next = end + 1;
      while (this.#text[next] === ' ' || this.#text[next] === '\t') next++;
      const c = this.#text[next];
      if (c === undefined || c === ',' || c === '\n' || c === '\r' || c === ']' || c === '}') {
        this.at = end + 1;
        return this.#text.slice(begin, end);
      }
    }
    this.at = this.#text.length;
    this.cut = true;
    return this.#text.slice(begin);
  }

  /** Up to the comma or line end: numbers, enums, `<unset>`, texts without quotes. */
  #bare(): DataValue {
    const rest = /[,\n\r}\]]/g;
    rest.lastIndex = this.at;
    const end = rest.exec(this.#text)?.index ?? this.#text.length;
    const word = this.#text.slice(this.at, end).trim();
    this.at = end;
    return word === 'null' || word === '<unset>' || word === 'Unset' ? null : word;
  }

  #ended(): null {
    this.cut = true;
    return null;
  }

  #token(): string {
    const begin = this.at;
    while (this.at < this.#text.length && !TOKEN_END.has(this.#text[this.at]!)) this.at++;
    return this.#text.slice(begin, this.at).trim();
  }

  #more(): boolean {
    return this.at < this.#text.length && --this.#budget.values > 0;
  }

  #blanks(): void {
    while (this.#text[this.at] === ' ' || this.#text[this.at] === '\t') this.at++;
  }

  #skip(): void {
    while (this.at < this.#text.length && /[\s,]/.test(this.#text[this.at]!)) this.at++;
  }

  #skipBalanced(): void {
    let open = 1;
    for (; this.at < this.#text.length && open > 0; this.at++) {
      const c = this.#text[this.at];
      if (c === '{' || c === '[') open++;
      if (c === '}' || c === ']') open--;
    }
  }
}
