import { beforeAll, describe, expect, it } from 'vitest';
import type { Format, Sample } from '../../workers/formats/format';
import { detectFormat, FORMATS, isLogPath, processOfPath } from '../../workers/formats/registry';
import type { Kernel } from '../../workers/kernel/kernel';
import { describeRecord, type RecordsExports } from '../../workers/kernel/records';
import { freshKernel } from './kernel';
import { encode, expectedRow, parseAll, type ReadRow } from './logs';

const samplesOf = import.meta.glob<Sample[]>('../../workers/formats/logs/*.ts', {
  eager: true,
  import: 'samples',
});
const formatOf = import.meta.glob<Format>('../../workers/formats/logs/*.ts', {
  eager: true,
  import: 'default',
});
const files = Object.keys(formatOf).map((file) => ({
  name: file.slice(file.lastIndexOf('/') + 1),
  format: formatOf[file]!,
  samples: samplesOf[file]!,
}));

let kernel: Kernel<RecordsExports>;
beforeAll(async () => {
  kernel = await freshKernel<RecordsExports>();
});

const hints = (sample: Sample) => ({
  process: sample.path ? processOfPath(sample.path) : null,
  year: sample.year,
});
const fields = (row: ReadRow) => {
  const rest: Partial<ReadRow> = { ...row };
  delete rest.offset;
  delete rest.line;
  return rest;
};

describe.each(files)('$name', ({ format, samples }) => {
  it('has samples', () => expect(samples.length).toBeGreaterThan(0));

  it.each(samples)('reads $text', (sample) => {
    const { rows } = parseAll(kernel, format, encode(`${sample.text}\n`), hints(sample));
    expect(rows.map(fields)).toEqual([expectedRow(sample)]);
  });

  it.each(samples)('describes $text', (sample) => {
    const { process, year = 2024 } = hints(sample);
    const described = describeRecord(kernel, encode(`${sample.text}\n`), {
      format,
      processHint: process,
      yearHint: year,
    });
    const { time, ...rest } = described;
    const { message } = sample.expect;
    expect({ ...rest, time: time === null ? null : new Date(time).toISOString() }).toEqual({
      ...expectedRow(sample),
      message,
    });
  });

  it('reads all of them in one file, with either line end, without the last one, in any order', () => {
    const year = samples.find((sample) => sample.year)?.year;
    for (const order of [samples, samples.toReversed()]) {
      const timed = order.filter((sample) => sample.expect.time);
      const expected = timed.map((sample) => ({ ...expectedRow(sample), process: expect.anything() }));
      for (const end of ['\n', '\r\n']) {
        const text = timed.map((sample) => sample.text.replaceAll('\n', end)).join(end);
        const { rows } = parseAll(kernel, format, encode(text), { process: 'x', year });
        // The year of samples without one is that of their neighbours here.
        const same = rows.map((row, i) =>
          row.timeKnownBy === 'year-inferred' ? { ...fields(row), time: timed[i]!.expect.time } : fields(row),
        );
        expect(same.map((row) => ({ ...row, process: null }))).toEqual(
          expected.map((row) => ({ ...row, process: null })),
        );
      }
    }
  });

  it('reads the same when the text comes in two pieces, cut anywhere', () => {
    const text = encode(samples.map((sample) => sample.text.replaceAll('\n', '\r\n')).join('\n') + '\r\n');
    const whole = parseAll(kernel, format, text).rows;
    const step = Math.max(1, Math.floor(text.length / 600));
    for (let cut = 1; cut < text.length; cut += step) {
      const { rows } = parseAll(kernel, format, text, { pieces: [cut] });
      if (JSON.stringify(rows) !== JSON.stringify(whole)) expect(rows, `cut at ${cut}`).toEqual(whole);
    }
  });

  it('reads the same when every byte comes alone', () => {
    for (const sample of samples) {
      const text = encode(`${sample.text}\r\n${sample.text}`);
      const pieces = Array.from({ length: text.length - 1 }, (_, i) => i + 1);
      const whole = parseAll(kernel, format, text).rows;
      expect(parseAll(kernel, format, text, { pieces }).rows).toEqual(whole);
    }
  });

  it('is found by content', () => {
    const text = encode(samples.map((sample) => `${sample.text}\n`).join(''));
    expect(detectFormat(kernel, text, 'renamed', true)?.id).toBe(format.id);
    for (const { path } of samples) {
      if (path) expect(detectFormat(kernel, text, path, true)?.id).toBe(format.id);
    }
  });
});

describe('what is no log', () => {
  it.each([
    ['esx.conf', '/system/uuid = "5b2cf72d-c314-ef74-0f37-8cdf9d51786c"\n/adv/Misc/HostName = "esx1"\n'],
    ['JSON', '{\n  "time": "2018-07-05T21:06:22.793Z",\n  "a": [1, 2]\n}\n'],
    ['XML', '<?xml version="1.0"?>\n<ConfigRoot>\n  <item id="1">x</item>\n</ConfigRoot>\n'],
    ['CSV', 'time,level\n2018-07-05T21:06:22.793Z,info\n2018-07-05T21:06:23.793Z,info\n'],
    ['a script', '#!/bin/sh\nset -e\nfor f in *.FRAG-*; do cat "$f"; done\n'],
    ['a table', 'Name            UUID\n----            ----\nvm1             564d...\n'],
    ['esxcfg-info', '+Host : \n   \\==+Hardware Info : \n      |----BIOS UUID.....0x42\n'],
    ['README', 'Command line: /bin/vm-support\nCaptured on: 2023-12-05T17:35:29\nOptions: -\n'],
    ['nothing', ''],
    ['noise', '\0\x01\x02]]]===[[[\n\n\n'],
  ])('%s', (_, text) => {
    expect(detectFormat(kernel, encode(text), 'commands/x.txt', true)).toBe(null);
  });
});

describe('paths', () => {
  it.each([
    ['var/run/log/hostd.log', 'hostd'],
    ['var/run/log/hostd.0.gz', 'hostd'],
    ['hostd-probe.log', 'hostd-probe'],
    ['var/log/vmware/vpxd/vpxd-12.log.gz', 'vpxd'],
    ['var/log/vmkwarning-3.log', 'vmkwarning'],
    ['vmkernel', 'vmkernel'],
    ['.log', null],
    ['mixed.log', null],
    ['hostd4.log', null],
    ['vmware-3.log', null],
    ['hostd.log-old.txt', null],
  ])('%s names %s', (path, process) => expect(processOfPath(path)).toBe(process));

  it.each([
    ['var/log/anything', true],
    ['var/run/log/vsandevicemonitord.log', true],
    ['scratch/log/x', true],
    ['vmfs/volumes/1/vm/vmware-3.log', true],
    ['x.log.gz', true],
    ['hostd.7.gz', true],
    ['etc/vmware/esx.conf', false],
    ['commands/esxcfg-info_-a.txt', false],
    ['README', false],
  ])('%s is a log: %s', (path, isLog) => expect(isLogPath(path)).toBe(isLog));
});

it('has one id per format', () => {
  expect(new Set(FORMATS.map((format) => format.id)).size).toBe(FORMATS.length);
});
