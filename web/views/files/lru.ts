/** A map that keeps what was used last. */
export class Lru<Key, Value> {
  readonly #map = new Map<Key, Value>();

  constructor(private readonly most: number) {}

  get(key: Key): Value | undefined {
    const value = this.#map.get(key);
    if (value !== undefined) {
      this.#map.delete(key);
      this.#map.set(key, value);
    }
    return value;
  }

  has(key: Key): boolean {
    return this.#map.has(key);
  }

  set(key: Key, value: Value): void {
    this.#map.delete(key);
    this.#map.set(key, value);
    if (this.#map.size > this.most) {
      const [oldest] = this.#map.keys();
      if (oldest !== undefined) this.#map.delete(oldest);
    }
  }

  delete(key: Key): void {
    this.#map.delete(key);
  }
}
