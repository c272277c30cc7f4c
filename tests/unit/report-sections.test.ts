import { describe, expect, test } from 'vitest';
import { REPORT_SECTIONS } from '../../workers/report/registry';
import { reportOf } from './report-made';
import { harmsOf, readReport } from './report-reading';

describe.each(REPORT_SECTIONS.map((section) => [section.id, section] as const))(
  'section %s',
  (_, section) => {
    test('has samples', () => expect(section.samples.length).toBeGreaterThan(0));

    test.each(section.samples.map((sample) => [sample.name, sample] as const))('%s', async (_, sample) => {
      const read = readReport(await reportOf(sample.facts, [section]));
      expect(harmsOf(read)).toEqual([]);
      for (const text of sample.shows) expect(read.text).toContain(text);
      for (const text of sample.hides ?? []) expect(read.text).not.toContain(text);
      const isThere = read.attributes.some(
        ({ name, value }) => name === 'href' && value === `#${section.id}`,
      );
      expect(isThere).toBe(sample.shows.length > 0);
    });
  },
);

test('sections stand in the order of their ranks, each with a name of its own', () => {
  const ranks = REPORT_SECTIONS.map(({ rank }) => rank);
  expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
  expect(new Set(REPORT_SECTIONS.map(({ id }) => id)).size).toBe(REPORT_SECTIONS.length);
  expect(REPORT_SECTIONS.length).toBeGreaterThanOrEqual(11);
});
