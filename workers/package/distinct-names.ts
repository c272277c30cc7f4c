/** Names that stand side by side: one that is taken gets a number before its extension. */
export class DistinctNames {
  readonly #taken = new Set<string>();

  take(name: string): string {
    const plain = name.replaceAll('/', '_') || 'unnamed';
    const [, stem = plain, extension = ''] = /^(.+?)((?:\.tar)?\.[^.]{1,8})?$/s.exec(plain) ?? [];
    let distinct = plain;
    for (let number = 2; this.#taken.has(distinct); number++) distinct = `${stem}-${number}${extension}`;
    this.#taken.add(distinct);
    return distinct;
  }
}
