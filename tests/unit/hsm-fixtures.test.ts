import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HsmEvent } from '../../workers/public-api';
import { eventsOf, openedHsm } from './hsm-reading';

interface Expected {
  files: Record<
    string,
    {
      stream: string | null;
      events: Partial<HsmEvent>[];
      findings: { attribution?: { seq: number; user: string; basis: string; acrossGap?: boolean }[] };
    }
  >;
  variants: Record<string, string>;
}

const folder = new URL('../fixtures/hsm/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const expected = JSON.parse(text('expected.json')) as Expected;
const names = Object.keys(expected.files);
const file = (name: string, content = text(name)) => ({ path: name.split('/').at(-1)!, content });

const events = (given: HsmEvent[], of: Partial<HsmEvent>[]) =>
  given.map((event) => {
    const members = Object.keys(of[0] ?? {}) as (keyof HsmEvent)[];
    return Object.fromEntries(members.map((member) => [member, event[member]]));
  });

describe.each(names)('%s', (name) => {
  const { stream, events: wanted, findings } = expected.files[name]!;

  test('gives exactly the events that are expected', async () => {
    const got = await eventsOf(await openedHsm([file(name)]));
    expect(events(got, wanted)).toEqual(wanted);
    expect(got.map((event) => event.stream)).toEqual(wanted.map(() => stream));
  });

  test('attributes as expected', async () => {
    const got = await eventsOf(await openedHsm([file(name)]));
    for (const { seq, user, basis, acrossGap = false } of findings.attribution ?? []) {
      const event = got.find((one) => one.seq === seq);
      expect(event).toMatchObject({ attributedTo: user, basis, acrossGap });
    }
  });
});

test.each(Object.entries(expected.variants))('%s gives what %s gives', async (variant, name) => {
  const { events: wanted, stream } = expected.files[name]!;
  const got = await eventsOf(await openedHsm([file(variant)]));
  expect(events(got, wanted)).toEqual(wanted);
  expect(got[0]?.stream).toBe(stream);
});

test('all files together give each file what it gives alone', async () => {
  const opened = await openedHsm(names.map((name) => file(name)));
  for (const name of names) {
    const { events: wanted } = expected.files[name]!;
    const got = await eventsOf(opened, `file:${name}`);
    expect(events(got, wanted)).toEqual(wanted);
  }
});
