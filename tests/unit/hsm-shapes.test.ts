import { describe, expect, test } from 'vitest';
import { certificateEvents, certificateMessage } from '../../workers/hsm/certificates';
import type { HsmCase } from '../../workers/hsm/hsm-case';
import { hsmFindings } from '../../workers/hsm/rules';
import { openedCase, unwatched, type GivenFile } from './analysis-case';
import { filterLogEvents, getLogEvents, insights, plain, SHAPES, STORY, STREAMS } from './hsm-deliveries';
import { eventsOf, openedHsm } from './hsm-reading';

/** Everything but where it stands, which the shapes differ in. */
async function told(from: HsmCase) {
  const events = await eventsOf(from);
  const findings = await hsmFindings(from, async () => undefined);
  return {
    events: events.map(({ file, line, ...event }) => ({ ...event, known: file !== '' && line > 0 })),
    findings: findings.filter(({ rule }) => rule !== 'duplicate'),
  };
}

const whole = openedHsm(plain('line-each')).then(told);

describe('every shape', () => {
  test('the story has what is compared', async () => {
    const { events, findings } = await whole;
    expect(events).toHaveLength(STORY.length);
    expect(new Set(events.map(({ stream }) => stream))).toEqual(new Set(STREAMS));
    expect(findings.map(({ rule }) => rule).sort()).toEqual([
      'key-exported',
      'login-failed',
      'sequence-gap',
      'stream-starts-late',
    ]);
  });

  test.each(Object.entries(SHAPES))('%s', async (_, files) => {
    expect(await told(await openedHsm(files))).toEqual(await whole);
  });

  test.each(Object.entries(SHAPES))('%s, loaded beside plain text, adds nothing', async (_, files) => {
    const both = await openedHsm([...files, ...plain('one-line').map(renamed)]);
    expect(both.events.duplicates).toHaveLength(STORY.length);
    expect(await told(both)).toEqual(await whole);
  });
});

const renamed = ({ path, content }: GivenFile): GivenFile => ({ path: `again/${path}`, content });

test('what does not name a stream stays apart, and is named by hand through its file', async () => {
  const files = STREAMS.map((stream, i) => ({ path: `page-${i}.json`, content: getLogEvents(stream) }));
  const from = await openedHsm([...files, ...files.map(renamed)]);
  const events = await eventsOf(from);
  expect(events).toHaveLength(2 * STORY.length);
  expect(events.every(({ stream }) => stream === null)).toBe(true);
  expect(new Set(events.map(({ file }) => file))).toContain('page-0.json/events.log');
  expect(from.events.streams).toHaveLength(4);
});

describe('damaged exports', () => {
  const cut = (text: string) => text.slice(0, Math.floor(text.length * 0.6));

  test.each([
    ['JSON', 'filtered.json', cut(filterLogEvents())],
    ['JSON with rubbish in it', 'filtered.json', filterLogEvents().replace('"ingestionTime"', '\u0001')],
    ['CSV', 'results.csv', cut(insights())],
  ])('%s: what was read stays, and it is told', async (_, path, content) => {
    const reader = await openedCase([{ path, content }]);
    const files = [...reader.files()];
    expect(files[0]).toMatchObject({ path, bytes: new TextEncoder().encode(content).length });
    const from = await openedHsm([{ path, content }]);
    expect(from.events.order.length).toBeLessThanOrEqual(STORY.length);
    expect(from.events.order.length).toBeGreaterThan(path.endsWith('csv') ? 1 : 0);
  });

  test('JSON of another kind, CSV of another kind are left alone', async () => {
    const files = [
      { path: 'case/a.json', content: '{"events": [{"message": "hello", "level": 3}]}' },
      { path: 'case/b.csv', content: 'time,message\n1,hello\n' },
      { path: 'case/c.json', content: '[{"Time": "02/21/19"}]' },
    ];
    const reader = await openedCase(files);
    expect([...reader.files()].map(({ path }) => path)).toEqual(['a.json', 'b.csv', 'c.json']);
  });
});

describe('the stream named after the cluster', () => {
  const message = (handle: string, timestamp: number) =>
    `{"object_handle": ${handle}, "op_code": "CreateObject", "response": "OK", "attributes": null, "timestamp": ${timestamp}}`;
  const messages = [message('463180677312929947', 1725482483671), message('7', 1725482484000)];
  const shapes: Record<string, GivenFile[]> = {
    'plain text': [{ path: 'cluster-likphkxygsn.log', content: messages.join('\n') }],
    'filter-log-events': [
      {
        path: 'x.json',
        content: JSON.stringify({
          events: messages.map((text, i) => ({
            logStreamName: 'cluster-likphkxygsn',
            timestamp: 1725482483671 + i,
            message: text,
            eventId: String(i),
          })),
          searchedLogStreams: [],
        }),
      },
    ],
  };

  test.each(Object.entries(shapes))('%s: handles of 64 bits are exact', async (_, files) => {
    const events = await certificateEvents(await openedCase(files), unwatched());
    expect(events).toMatchObject([
      {
        time: '2024-09-04T20:41:23.671Z',
        objectHandle: '463180677312929947',
        opcode: 'CreateObject',
        response: 'OK',
        attributes: null,
        stream: 'cluster-likphkxygsn',
        line: 1,
      },
      { objectHandle: 7, line: 2 },
    ]);
    expect((await openedHsm(files)).events.order).toHaveLength(0);
  });

  test('a file of any name, members in any order and spacing', async () => {
    const turned = '{ "op_code" : "DestroyObject", "object_handle" : 7, "response" : "OK" }';
    const files = [{ path: 'certs.txt', content: `${messages.join('\n')}\n${turned}\n` }];
    const events = await certificateEvents(await openedCase(files), unwatched());
    expect(events.map(({ opcode, stream }) => [opcode, stream])).toEqual([
      ['CreateObject', null],
      ['CreateObject', null],
      ['DestroyObject', null],
    ]);
    const other = await openedCase([{ path: 'certs.txt', content: `${turned}\n` }]);
    expect(await certificateEvents(other, unwatched())).toHaveLength(1);
  });

  test('the same messages in two shapes are told once, and two of one file are two', async () => {
    const [first = ''] = messages;
    const twice = [{ path: 'cluster-likphkxygsn.log', content: `${first}\n${first}\n${messages[1]}\r\n` }];
    const [both, unnamed] = await Promise.all(
      [
        [...twice, ...shapes['filter-log-events']!],
        [
          { path: 'a.log', content: first },
          { path: 'b.log', content: first },
        ],
      ].map(async (files) => certificateEvents(await openedCase(files), unwatched())),
    );
    expect(both!.map(({ objectHandle }) => objectHandle)).toEqual([
      '463180677312929947',
      '463180677312929947',
      7,
    ]);
    expect(unnamed).toHaveLength(2);
  });

  test('members in any order, handles among the attributes exact, texts that look like members', () => {
    const line =
      '{"attributes": {"note": "\\"object_handle\\": 5", "key": 18446744073709551615, "part": 1.5}, "op_code": "SetAttributeValues", "object_handle": 463180677312929947, "response": "OK", "timestamp": 1e999}';
    expect(certificateMessage(line)).toEqual({
      time: null,
      objectHandle: '463180677312929947',
      opcode: 'SetAttributeValues',
      response: 'OK',
      attributes: { note: '"object_handle": 5', key: '18446744073709551615', part: 1.5 },
    });
    for (const wrong of ['{"op_code": 5', '[{"op_code": 5}]', 'null', '{"object_handle": {}}']) {
      expect(certificateMessage(wrong)?.opcode ?? null).toBeNull();
    }
  });
});
