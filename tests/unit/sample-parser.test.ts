import { expect, it } from 'vitest';
import { detectFormat, PLAIN, SAMPLE_BYTES } from '../../workers/formats/registry';
import type { RecordsExports } from '../../workers/kernel/records';
import type { Release } from '../../workers/sample/index';
import { freshKernel } from './kernel';
import { parseAll } from './logs';
import { readFiles, write } from './sample-reading';

/** The engine's parser over every log of a bundle; its rows of headers and cut records are no records here. */
it.each<Release>(['6.7', '7.0', '8.0'])('the parser finds what the truth of %s says', async (release) => {
  const plant = [
    { log: 'hostd', text: 'needle', at: 0.4, level: 'warning', opId: 'op-9', user: 'root' },
  ] as const;
  const bundle = await write({ release, logBytes: 1_500_000, rotated: 3, compress: 'none', plant });
  const kernel = await freshKernel<RecordsExports>();
  const files = await readFiles(bundle);
  const expected: unknown[] = [];
  const found: unknown[] = [];
  for (const truth of Object.values(bundle.truth.files)) {
    const bytes = files.get(truth.path)!;
    const sample = bytes.subarray(0, SAMPLE_BYTES);
    const format = detectFormat(kernel, sample, truth.path, sample.length === bytes.length) ?? PLAIN;
    const year = new Date(bundle.truth.host.collectedAt).getUTCFullYear();
    const { rows, file } = parseAll(kernel, format, bytes, { year });
    const cut = truth.orphanLines > 0 ? 1 : 0;
    const lines = new TextDecoder().decode(bytes).split('\n');
    const own = rows.slice(cut).filter(({ line }) => !lines[line - 1]!.includes('Section for VMware ESX'));
    const levels: Record<string, number> = {};
    for (const { level } of own) levels[level ?? 'none'] = (levels[level ?? 'none'] ?? 0) + 1;
    const times = own.flatMap(({ time }) => (time === null ? [] : [Date.parse(time)]));
    const [first, last] = [Math.min(...times), Math.max(...times)];
    found.push({ path: truth.path, rows: file.rows, lines: file.lines, levels, first, last });
    const counted = Object.fromEntries(Object.entries(truth.levels).filter(([, count]) => count > 0));
    const all = truth.records + truth.headers + cut;
    expected.push({
      path: truth.path,
      rows: all,
      lines: truth.lines,
      levels: counted,
      first: truth.first,
      last: truth.last,
    });
    for (const { path, line, time, level, fields } of bundle.truth.planted) {
      if (path !== truth.path) continue;
      const row = rows.find((candidate) => candidate.line === line)!;
      expect(row).toMatchObject({
        time: new Date(time!).toISOString(),
        level,
        opId: fields.opId,
        user: fields.user,
      });
    }
  }
  expect(found).toEqual(expected);
});
