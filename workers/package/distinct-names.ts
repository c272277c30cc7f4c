/** Names that stand side by side: one that is taken gets a number before its extension. */
export class DistinctNames {
  readonly #taken = new Set<string>();
  /** The number that a name gets next, by the name: there may be thousands of one. */
  readonly #next = new Map<string, number>();

  take(name: string): string {
    const plain = name.replaceAll('/', '_') || 'unnamed';
    const [, stem = plain, extension = ''] = /^(.+?)((?:\.tar)?\.[^.]{1,8})?$/s.exec(plain) ?? [];
    let distinct = plain;
    let number = this.#next.get(plain) ?? 2;
    while (this.#taken.has(distinct)) distinct = `${stem}-${number++}${extension}`;
    this.#next.set(plain, number);
    this.#taken.add(distinct);
    return distinct;
  }
}
