/** Texts by number, each kept once; 0 stands for none. */
export class Interned {
  readonly #ids = new Map<string, number>();
  readonly #texts: (string | null)[] = [null];

  id(text: string | null | undefined): number {
    if (text === null || text === undefined) return 0;
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    // A slice of a file's text would keep all of that text.
    const own = detached(text);
    const id = this.#texts.push(own) - 1;
    this.#ids.set(own, id);
    return id;
  }

  /** The number of a text that is there already, else null. */
  find(text: string): number | null {
    return this.#ids.get(text) ?? null;
  }

  text(id: number): string | null {
    return this.#texts[id] ?? null;
  }

  get count(): number {
    return this.#texts.length;
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A copy that shares nothing with the text it was cut from. */
function detached(text: string): string {
  return decoder.decode(encoder.encode(text));
}

/** Values by number, made from an interned text once. */
export class Derived<Value> {
  readonly #texts: Interned;
  readonly #make: (text: string | null) => Value;
  readonly #values: Value[] = [];

  constructor(texts: Interned, make: (text: string | null) => Value) {
    this.#texts = texts;
    this.#make = make;
  }

  get(id: number): Value {
    let value = this.#values[id];
    if (value === undefined) {
      value = this.#make(this.#texts.text(id));
      this.#values[id] = value;
    }
    return value;
  }
}
