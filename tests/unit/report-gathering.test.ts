import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { CaseContent } from '../../workers/engine/case-content';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import { OpenCase } from '../../workers/engine/open-case';
import { gatherReport } from '../../workers/engine/report-gathering';
import { groupInputs } from '../../workers/engine/source-intake';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import { newCaseRecord } from '../../workers/store/case-record';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { freshEnvelopeKernel } from './envelope-kernel';
import { freshKernel } from './kernel';
import { scanWorkers } from './scan-workers-on-this-thread';

const MINUTE = 60_000;
const START = Date.UTC(2024, 4, 17, 10);
const line = (minute: number, text: string, level = 'info') =>
  `${new Date(START + minute * MINUTE).toISOString()} ${level} hostd[2099425] [Originator@6876 sub=Vimsvc opID=op-${minute}] ${text}\n`;
const minutes = (from: number, to: number, text: string) =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i, `${text} ${from + i}`)).join('');

/** An hour of hostd.log in two files, of which 20 minutes are missing; vpxa.log fills 5 of them. */
const FILES: Record<string, string> = {
  'esx/var/run/log/hostd.0.log': minutes(0, 20, 'old'),
  'esx/var/run/log/hostd.log': minutes(41, 60, 'new'),
  'esx/var/run/log/vpxa.log': minutes(21, 25, 'vpxa').replaceAll('hostd[', 'vpxa['),
  'esx/etc/hosts': '127.0.0.1 localhost\n192.0.2.7 esx07.lab.example esx07\n',
};

async function opened(files: Record<string, string>): Promise<OpenCase> {
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers: new CryptoWorkersOnThisThread(1),
  });
  const ignored = () => undefined;
  const content = new CaseContent(await freshKernel<EngineExports>());
  const open = new OpenCase(newCaseRecord(''), content, scanWorkers, crypto, {
    changed: ignored,
    progressed: ignored,
    searched: ignored,
    troubled: ignored,
    decrypting: ignored,
    analysing: ignored,
    working: ({ done, total }) => told.push(done / total),
  });
  const inputs = Object.entries(files).map(([path, text]) => ({
    file: new File([text], path.slice(path.lastIndexOf('/') + 1), { lastModified: START }),
    folderPath: path,
  }));
  for (const dropped of groupInputs(inputs)) await open.read(open.announce(dropped), dropped);
  return open;
}

let told: number[] = [];

test('facts of a report are those of the case', async () => {
  told = [];
  const open = await opened(FILES);
  open.marks.set(3, 'a note');
  open.record.view = { timeline: { query: 'level>=info' } };
  const facts = await open.jobs.run(1, (job) => gatherReport(open, 'Europe/Berlin', job));
  const digest = createHash('sha256');
  for (const path of Object.keys(FILES).sort()) digest.update(FILES[path]!);
  expect(facts.sources.first).toMatchObject([
    { name: 'esx', kind: 'folder', files: 4, records: 46, sha256: digest.digest('hex'), trouble: null },
  ]);
  expect(facts).toMatchObject({
    caseName: 'esx',
    zone: 'Europe/Berlin',
    query: 'level>=info',
    records: 46,
    from: START,
    to: START + 60 * MINUTE,
    leftOutVisit: false,
    hsm: null,
  });
  expect(facts.levels.filter(({ records }) => records > 0)).toEqual([{ level: 'info', records: 46 }]);
  expect(facts.hosts.first[0]).toMatchObject({ hostname: expect.stringContaining('esx07') as string });
  // Rotated files are one log; its silence is known, and that of the source as a whole.
  expect(facts.logs.first.map(({ path, files, records }) => [path, files, records])).toEqual([
    ['var/run/log/hostd.log', 2, 41],
    ['var/run/log/vpxa.log', 1, 5],
  ]);
  expect(facts.logs.first[0]!.longestSilence).toEqual({ from: START + 20 * MINUTE, to: START + 41 * MINUTE });
  expect(facts.logs.first[0]!.density.reduce((sum, count) => sum + count, 0)).toBe(41);
  expect(facts.silences.first).toEqual([
    {
      source: 0,
      from: START,
      to: START + 60 * MINUTE,
      atLeast: 5 * MINUTE,
      silences: { total: 1, first: [{ from: START + 25 * MINUTE, to: START + 41 * MINUTE }] },
    },
  ]);
  expect(facts.marks).toEqual({
    total: 1,
    first: [
      {
        source: 0,
        file: expect.any(String) as string,
        line: expect.any(Number) as number,
        time: expect.any(Number) as number,
        text: expect.stringContaining('hostd[2099425]') as string,
        cut: false,
        note: 'a note',
      },
    ],
  });
  expect(facts.made.version).toMatch(/^\d+\.\d+\.\d+/);
  expect(told.toSorted((a, b) => a - b)).toEqual(told);
});

test('a report that is cancelled ends as cancelled, and the case can be asked again', async () => {
  const open = await opened(FILES);
  const cancelled = open.jobs.run(7, (job) => gatherReport(open, 'UTC', job));
  open.jobs.cancel(7);
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  const facts = await open.jobs.run(8, (job) => gatherReport(open, 'UTC', job));
  expect(facts.records).toBe(46);
});

test('long lines are cut, long lists counted', async () => {
  const open = await opened({ 'esx/hostd.log': line(0, 'x'.repeat(50_000)) + minutes(1, 1_500, 'm') });
  for (let row = 0; row < 1_200; row++) open.marks.set(row, row === 0 ? 'n'.repeat(20_000) : '');
  const { marks } = await open.jobs.run(1, (job) => gatherReport(open, 'UTC', job));
  expect(marks.total).toBe(1_200);
  expect(marks.first).toHaveLength(1_000);
  expect(marks.first[0]!.text).toHaveLength(1_000);
  expect(marks.first[0]!.cut).toBe(true);
  expect(marks.first[0]!.note).toHaveLength(10_000);
});
