import { utf8 } from '../bytes';
import { fileEntry } from '../tar';
import { adding, type Damage } from './damage';

/** So many files of one byte or none. */
export function manyEntries(count = 1_000_000): Damage {
  const contents = [utf8(''), utf8('1')];
  return adding('many entries', function* ({ topFolder, host }) {
    for (let n = 0; n < count; n++) {
      yield fileEntry(`${topFolder}/tmp/many/${n % 1000}/${n}.txt`, contents[n & 1]!, host.collectedAt);
    }
  });
}
