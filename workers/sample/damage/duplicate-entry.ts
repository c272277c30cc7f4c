import { contentOf } from '../tar';
import { matches, type Damage, type EntryTest } from './damage';

/** The entry stands in the archive twice, one after the other, with the same content. */
export function duplicateEntry(entry: EntryTest): Damage {
  return {
    name: 'duplicate entry',
    entries: async function* (entries, { topFolder }) {
      for await (const found of entries) {
        if (!matches(entry, found, topFolder)) {
          yield found;
          continue;
        }
        const content = [await contentOf(found)];
        yield { ...found, content };
        yield { ...found, content };
      }
    },
  };
}
