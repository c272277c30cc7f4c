import { contentOf } from '../tar';
import { changing, type Damage, type EntryTest } from './damage';

/** A rotated log inside the bundle has a wrong CRC. */
export function wrongNestedCrc(entry: EntryTest): Damage {
  return changing('wrong nested crc', entry, async (found) => {
    const content = (await contentOf(found)).slice();
    content[content.length - 8]! ^= 0xff;
    return { ...found, content: [content] };
  });
}

/** A rotated log inside the bundle ends early. */
export function cutNested(entry: EntryTest, fraction: number): Damage {
  return changing('cut nested', entry, async (found) => {
    const content = await contentOf(found);
    const size = Math.floor(content.length * fraction);
    return { ...found, size, content: [content.subarray(0, size)] };
  });
}
