import { expect, it } from 'vitest';
import { RULES } from '../../workers/findings/registry';
import { findingsOf } from './findings-of';

/** Numbers that are the same every time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 32;
  }
}

const SIGNS = [
  '{',
  '}',
  '[',
  ']',
  "'",
  '"',
  '\n',
  '\r\n',
  '\0',
  '|',
  '<unset>',
  'null',
  '(',
  ')',
  ' = ',
  'Ａ',
  '\ud800',
];

/** The text with some of it cut out, doubled, or replaced by signs that mean something. */
function damaged(text: string, random: () => number): string {
  let damagedText = text;
  for (let n = 0; n < 8; n++) {
    const at = Math.floor(random() * (damagedText.length + 1));
    const length = Math.floor(random() * 40);
    const sign = SIGNS[Math.floor(random() * SIGNS.length)]!;
    const how = Math.floor(random() * 4);
    const cut = damagedText.slice(at, at + length);
    const put = how === 0 ? '' : how === 1 ? cut + cut : how === 2 ? sign : sign + cut;
    damagedText = damagedText.slice(0, at) + put + damagedText.slice(at + length);
  }
  return random() < 0.3 ? damagedText.slice(0, Math.floor(random() * damagedText.length)) : damagedText;
}

const samples = RULES.flatMap(({ samples: { fires } }) => fires);

it.each([1, 2, 3, 4])('no damaged sample breaks the diagnosis (seed %i)', async (seed) => {
  const source = numbers(seed);
  const random = () => source.next().value as number;
  for (let n = 0; n < samples.length; n++) {
    const files = samples[n]!.files.map((file) => ({ ...file, content: damaged(file.content, random) }));
    const findings = await findingsOf(files);
    for (const { evidence } of findings) {
      expect(evidence.length).toBeGreaterThan(0);
      for (const { file, line, lines } of evidence) {
        const given = files.find(({ path }) => path.endsWith(file));
        expect(given).toBeDefined();
        if (line === null) continue;
        expect(line + lines - 1).toBeLessThanOrEqual(given!.content.split('\n').length);
      }
    }
  }
});
