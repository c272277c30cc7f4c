import { expect, test } from 'vitest';
import { reportOf } from '../../workers/engine/taking';
import { groupInputs } from '../../workers/engine/source-intake';
import { bytesOf, JOIN, openCaseOf, pack } from './packing-case';

const START = Date.UTC(2025, 0, 1);
const iso = (ms: number) => new Date(ms).toISOString();
const LINES = 20_000;
const LOG = Array.from(
  { length: LINES },
  (_, i) => `${iso(START + i * 1000)} info hostd[1] [Originator@6876 sub=Default] step ${i}\n`,
).join('');
const LATE = START + (LINES - 10) * 1000;

const dropped = (name: string) =>
  groupInputs([{ file: new File([LOG], name, { lastModified: LATE }), folderPath: '' }])[0]!;

/** Cancelled at the first step of its reading. */
async function halfRead(name = 'hostd.log') {
  const open = await openCaseOf([]);
  const source = open.announce(dropped(name));
  const reading = open.read(source, dropped(name));
  open.cancel(source.id);
  await reading;
  expect(open.content.records).toBeGreaterThan(100);
  expect(open.content.records).toBeLessThan(LINES / 2);
  return { open, source };
}

test('the report of an opening that was cancelled says what was not read to its end', async () => {
  const { open, source } = await halfRead();
  const waiting = open.announce(dropped('vpxa.log'));
  open.cancel(waiting.id);
  await open.read(waiting, dropped('vpxa.log'));
  const { sources } = reportOf(open, 0, [source, waiting], []);
  expect(sources.map(({ name, warnings }) => [name, warnings])).toEqual([
    ['hostd.log', [{ code: 'cancelled', path: '', offset: null, message: 'cancelled: what was read stays' }]],
    ['vpxa.log', [{ code: 'cancelled', path: '', offset: null, message: 'cancelled before it was read' }]],
  ]);
});

test('and that of one that was read to its end says nothing', async () => {
  const open = await openCaseOf([{ name: 'hostd.log', bytes: new TextEncoder().encode(LOG) }]);
  expect(reportOf(open, 0, open.content.sources, []).sources.map(({ warnings }) => warnings)).toEqual([[]]);
});

test('a log that was not read to its end is not cut by time: the rest may be in the range', async () => {
  const { open } = await halfRead();
  const { blob, manifest } = await pack(open, { ...JOIN, after: iso(LATE) });
  const reason = 'it was not read to its end: nobody knows when the rest of it was written';
  expect(manifest).toMatchObject([{ path: 'hostd.log', action: 'kept', bytes: LOG.length, reason }]);
  const again = await openCaseOf([{ name: 'packed.tgz', bytes: await bytesOf(blob) }]);
  expect(again.content.records).toBe(LINES);
});
