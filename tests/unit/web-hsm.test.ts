import { describe, expect, it } from 'vitest';
import type { HsmLanes } from '../../workers/engine/hsm-api';
import { EVENT_FIELDS, KEY_FIELDS } from '../../workers/hsm/fields';
import { keyTable } from '../../workers/hsm/key-table';
import type { HsmStep } from '../../workers/hsm/story';
import { eventsBetween, placeAt, storyOf } from '../../workers/hsm/story';
import { matchingRows } from '../../workers/analysis/table';
import { parseQuery } from '../../workers/query';
import { keysOf, userOf } from '../../web/views/hsm/event-words';
import { countsIn } from '../../web/views/hsm/lane-painter';
import { elapsed, microsBetween, moment } from '../../web/views/hsm/moment';
import { spanQuery } from '../../web/views/hsm/queries';
import { pictureOf } from '../../web/views/hsm/step-kinds';
import type { CaseEvent } from '../../workers/hsm/finding';
import { hsmOfTexts } from './hsm-reading';
import { written } from './hsm-writing';

describe('times', () => {
  it('keep their microseconds in every zone', () => {
    const time = '2018-01-24T00:39:30.328334Z';
    expect(moment(time, 'UTC')).toBe('2018-01-24 00:39:30.328334');
    expect(moment(time, 'Asia/Seoul')).toBe('2018-01-24 09:39:30.328334');
    expect(moment('2024-09-04T20:41:23.671Z', 'UTC')).toBe('2024-09-04 20:41:23.671');
    expect(moment(null, 'UTC')).toBe('—');
  });

  it('lie apart exactly, also backwards', () => {
    const [made, sent] = ['2018-01-24T00:39:30.328334Z', '2018-01-24T00:39:30.330956Z'];
    expect(microsBetween(made, sent)).toBe(2622);
    expect(elapsed(made, sent)).toBe('+2.6 ms');
    expect(elapsed(sent, made)).toBe('−2.6 ms');
    expect(elapsed(made, '2018-01-24T00:39:30.328374Z')).toBe('+40 µs');
    expect(elapsed(made, null)).toBe('');
  });
});

describe('queries from the lanes', () => {
  const stream = { name: 'hsm-abcde123456', files: [{ id: 1, path: 'a b.txt' }] };

  it('name the stream, or the file of one without a name, and take the whole span in', () => {
    const query = spanQuery(stream, { from: 1516754363172.777, to: 1516754370330.9 });
    expect(query).toBe(
      'stream:hsm-abcde123456 after:2018-01-24T00:39:23.172Z before:2018-01-24T00:39:30.331Z',
    );
    expect(spanQuery({ ...stream, name: null }, null)).toBe('file:"a b.txt"');
    expect(spanQuery(null, null)).toBe('');
    expect(() => parseQuery(query, { anchor: null, zone: 'UTC' }, EVENT_FIELDS)).not.toThrow();
  });
});

const step = (opcode: string, stream: number, more: Partial<HsmStep> = {}): HsmStep => ({
  index: 0,
  time: null,
  stream,
  streamName: `hsm-${stream}`,
  opcode,
  words: null,
  ok: true,
  failure: null,
  user: null,
  by: null,
  basis: 'none',
  acrossGap: false,
  keys: [],
  ...more,
});

describe('the picture of a key', () => {
  it('has a lane for each HSM and ways from where it was taken out to where it arrived', () => {
    const { lanes, steps, ways } = pictureOf([
      step('CN_GENERATE_KEY', 3),
      step('CN_EXTRACT_MASKED_OBJECT_USER', 3),
      step('CN_INSERT_MASKED_OBJECT_USER', 1),
      step('CN_INSERT_MASKED_OBJECT_USER', 2, { ok: false }),
      step('CN_NEVER_HEARD_OF', 2),
      step('CN_TOMBSTONE_OBJECT', 3),
    ]);
    expect(lanes.map(({ stream }) => stream)).toEqual([3, 1, 2]);
    expect(steps.map(({ kind, lane }) => `${kind} ${lane}`)).toEqual([
      'made 0',
      'sent 0',
      'received 1',
      'received 2',
      'other 2',
      'destroyed 0',
    ]);
    expect(ways).toEqual([[1, 2]]);
  });

  it('does not lead a way from an HSM to itself', () => {
    expect(
      pictureOf([step('CN_EXTRACT_MASKED_OBJECT_USER', 1), step('CN_INSERT_MASKED_OBJECT_USER', 1)]).ways,
    ).toEqual([]);
  });
});

describe('words of an event', () => {
  it('tell who acted on whom, and who may have been it', () => {
    const event = { attributedTo: null, userName: null, basis: 'none' as const, candidates: [] };
    expect(userOf({ ...event, attributedTo: 'admin', userName: 'bob' })).toBe('admin → bob');
    expect(userOf({ ...event, attributedTo: 'bob', userName: 'bob' })).toBe('bob');
    expect(userOf({ ...event, basis: 'ambiguous', candidates: ['a', 'b'] })).toBe('a / b ?');
    expect(userOf(event)).toBe('');
    expect(keysOf({ privKeyHandle: 131079, pubKeyHandle: 131078 })).toBe('131079, 131078');
    expect(keysOf({ privKeyHandle: 7, pubKeyHandle: 0 })).toBe('7');
  });
});

describe('counts of a lane', () => {
  const lanes: HsmLanes = {
    from: 0,
    to: 100,
    bins: 10,
    counts: Uint32Array.of(...Array<number>(10).fill(9), 0, 1, 2, 3, 0, 0, 0, 0, 0, 4),
    failed: Uint32Array.of(...Array<number>(10).fill(9), 0, 0, 1, 0, 0, 0, 0, 0, 0, 4),
  };

  it('are those of the bins that the span touches, in its own stream', () => {
    expect(countsIn(lanes, 1, { from: 12, to: 25 })).toEqual({ events: 3, failed: 1, from: 10, to: 30 });
    expect(countsIn(lanes, 1, { from: 95, to: 140 })).toEqual({ events: 4, failed: 4, from: 90, to: 100 });
    expect(countsIn(lanes, 1, { from: -20, to: 5 })).toEqual({ events: 0, failed: 0, from: 0, to: 10 });
  });
});

describe('stories and tables for the page', () => {
  const events: CaseEvent[] = [
    { stream: 'hsm-aaaaaaaaaaa', seq: 0, at: 0, opcode: 'CN_LOGIN', user: 'bob' },
    { stream: 'hsm-aaaaaaaaaaa', seq: 1, at: 1, opcode: 'CN_GENERATE_KEY', key: 9 },
    { stream: 'hsm-bbbbbbbbbbb', seq: 0, at: 1.08, opcode: 'CN_INSERT_MASKED_OBJECT_USER', key: 9 },
    {
      stream: 'hsm-aaaaaaaaaaa',
      seq: 2,
      at: 2,
      opcode: 'CN_LOGIN',
      user: 'eve',
      response: '163:HSM Error: RET_USER_LOGIN_FAILURE',
    },
    { stream: 'hsm-aaaaaaaaaaa', seq: 3, at: 3, opcode: 'CN_GENERATE_KEY', key: 12 },
  ];
  const streams = ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb'];
  const opened = () =>
    hsmOfTexts(
      streams.map((stream) => ({
        stream,
        text: events
          .filter((event) => event.stream === stream)
          .map((event) => written(event))
          .join('\n'),
      })),
    );

  it('find the steps of a key with their place among all events', async () => {
    const hsm = await opened();
    const { steps, total } = storyOf(hsm, hsm.keys[0]!.rows);
    expect(total).toBe(2);
    expect(steps.map(({ index, opcode, streamName, by }) => [index, opcode, streamName, by])).toEqual([
      [1, 'CN_GENERATE_KEY', 'hsm-aaaaaaaaaaa', 'bob'],
      [2, 'CN_INSERT_MASKED_OBJECT_USER', 'hsm-bbbbbbbbbbb', null],
    ]);
    const row = hsm.events.order[3]!;
    const { file, line } = hsm.events.store;
    expect(placeAt(hsm, file.get(row), line.get(row))).toBe(3);
    expect(placeAt(hsm, 99, 1)).toBeNull();
  });

  it('tell failed events of a span first when there are too many', async () => {
    const hsm = await opened();
    const from = Date.UTC(2018, 0, 24);
    const story = eventsBetween(hsm, 0, { from, to: from + 10_000 }, 2);
    expect(story.total).toBe(4);
    expect(story.steps.map(({ ok }) => ok)).toContain(false);
    expect(story.steps).toHaveLength(2);
    expect(eventsBetween(hsm, 0, { from, to: from + 1 }, 5).total).toBe(1);
  });

  it('keys are asked and ordered like any table', async () => {
    const table = keyTable(await opened());
    const found = (query: string) => matchingRows(table, query, async () => undefined);
    expect(table.fields).toBe(KEY_FIELDS);
    expect([...(await found('was:copied'))]).toEqual([0]);
    expect([...(await found('key:12'))]).toEqual([1]);
    expect([...(await found('stream:hsm-b* user:bob'))]).toEqual([0]);
    expect(table.row(0)).toMatchObject({ handle: 9, madeBy: 'bob', copies: 1, exports: 0, eventCount: 2 });
    expect(table.comparator('copies')!(0, 1)).toBeGreaterThan(0);
    expect(table.comparator('nothing')).toBeNull();
    expect(table.values('key', '1', 5)).toEqual(['12']);
  });
});
