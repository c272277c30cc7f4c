/** Something in a chain, with its neighbours. */
interface Link<Item> {
  item: Item;
  older: Link<Item> | null;
  newer: Link<Item> | null;
}

/** Things in the order they came, the newest first to be looked at; any of them goes without the others being moved. */
export class NewestFirst<Item> {
  readonly #links = new Map<Item, Link<Item>>();
  #newest: Link<Item> | null = null;

  get size(): number {
    return this.#links.size;
  }

  add(item: Item): void {
    const link = { item, older: this.#newest, newer: null };
    if (this.#newest) this.#newest.newer = link;
    this.#newest = link;
    this.#links.set(item, link);
  }

  delete(item: Item): void {
    const link = this.#links.get(item);
    if (!link) return;
    this.#links.delete(item);
    if (link.older) link.older.newer = link.newer;
    if (link.newer) link.newer.older = link.older;
    else this.#newest = link.older;
  }

  /** The newest ones, `most` at most. */
  *newest(most: number): Generator<Item> {
    let link = this.#newest;
    for (let count = 0; link && count < most; count++) {
      yield link.item;
      link = link.older;
    }
  }
}
