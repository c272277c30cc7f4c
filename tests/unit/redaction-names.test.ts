import { describe, expect, test } from 'vitest';
import { CONFIDENTIAL_NAMES, NAME_ROADS } from '../../workers/redaction/confidential-names';
import { openedCase, unwatched, type GivenFile } from './analysis-case';

async function namesOf(files: readonly GivenFile[]): Promise<string[]> {
  const reader = await openedCase(files);
  const names = await CONFIDENTIAL_NAMES.run(reader, unwatched());
  return names.map(({ kind, text }) => `${kind} ${text}`);
}

describe.each(NAME_ROADS.map(({ id, samples }) => ({ id, samples })))('names by $id', ({ samples }) => {
  test('has samples', () => expect(samples.length).toBeGreaterThan(0));
  test.each(samples.map((sample) => ({ sample, title: sample.path })))('$title', async ({ sample }) => {
    // A folder around it, as in a bundle; a file by itself where the path has none.
    const path = sample.path.includes('/') ? `dropped/${sample.path}` : sample.path;
    const found = await namesOf([{ path, content: sample.content }]);
    expect(found).toEqual(expect.arrayContaining(sample.finds.map(([kind, text]) => `${kind} ${text}`)));
    const texts = found.map((name) => name.slice(name.indexOf(' ') + 1));
    for (const text of sample.leaves ?? []) expect(texts).not.toContain(text);
  });
});
