import { describe, expect, test } from 'vitest';
import type { DeliveredEvent } from '../../workers/hsm/delivery/delivered';
import { deliveryShape } from '../../workers/hsm/delivery/delivery-shape';
import { samples, TailDelivery } from '../../workers/hsm/delivery/tail-delivery';
import { certificateEvents } from '../../workers/hsm/certificates';
import { openedCase, unwatched } from './analysis-case';
import { eventsOf, openedHsm } from './hsm-reading';

const bytesOf = (text: string) => new TextEncoder().encode(text);

function delivered(text: string, step: number): { events: DeliveredEvent[]; problem: string | null } {
  const events: DeliveredEvent[] = [];
  const reader = new TailDelivery((event) => events.push(event));
  const bytes = bytesOf(text);
  let problem: string | null = null;
  for (let at = 0; at < bytes.length && problem === null; at += step)
    problem = reader.push(bytes.subarray(at, at + step), at + step >= bytes.length);
  return { events, problem };
}

describe('what aws logs tail writes', () => {
  test.each(samples)('$title', ({ text, expect: expected }) => {
    expect(deliveryShape(bytesOf(text))).toBe('tail');
    // However it is cut.
    for (const step of [1, 7, 1 << 20])
      expect(delivered(text, step)).toEqual({ events: expected, problem: null });
  });

  test.each([
    '2018-01-24T00:39:30.841000+00:00 web-1 GET /index.html\n',
    '2018-01-24T00:39:30 Time: now\n',
    '2018-01-24T00:39:30.841Z Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\n',
    'Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\n',
    '2018-01-24T00:39:30 {"message": "hello"}\n',
    '2018-01-24T00:39:30.841000+00:00 hsm-abcde123456\n',
  ])('another log is none: %s', (text) => expect(deliveryShape(bytesOf(text))).toBeNull());

  test('a message without end is told, and what stands before it stays', () => {
    const endless = `${samples[0]!.text}2018-01-24T00:39:31.000000+00:00 hsm-abcde123456 Time: ${'x'.repeat(5 << 20)}`;
    const { events, problem } = delivered(endless, 64 * 1024);
    expect(problem).toMatch(/too long/);
    expect(events.slice(0, 2)).toEqual(samples[0]!.expect);
  });

  test('a log of each stream, as of every other delivery', async () => {
    const text = samples[0]!.text;
    const events = await eventsOf(await openedHsm([{ path: 'tail.txt', content: text }]));
    expect(events.map(({ stream, opcode, seq, file }) => [stream, opcode, seq, file])).toEqual([
      ['hsm-abcde123456', 'CN_GENERATE_KEY', 1, 'tail.txt/hsm-abcde123456.log'],
      ['hsm-zyxwv987654', null, 14, 'tail.txt/hsm-zyxwv987654.log'],
    ]);
  });

  test('the short form names no stream; its file may', async () => {
    const { text } = samples[1]!;
    const [unnamed, named] = await Promise.all(
      ['tail.txt', 'hsm-abcde123456.txt'].map(async (path) =>
        eventsOf(await openedHsm([{ path, content: text }])),
      ),
    );
    expect(unnamed).toMatchObject([{ stream: null, seq: 1, file: 'tail.txt/events.log' }]);
    expect(named).toMatchObject([{ stream: 'hsm-abcde123456', seq: 1 }]);
  });

  test('messages of JSON over several lines are those of the stream named after the cluster', async () => {
    const { text } = samples[2]!;
    const reader = await openedCase([{ path: 'tail.txt', content: Buffer.from(`\ufeff${text}`, 'utf16le') }]);
    expect(await certificateEvents(reader, unwatched())).toMatchObject([
      { stream: 'cluster-likphkxygsn', opcode: 'CreateObject', objectHandle: '463180677312929947' },
    ]);
  });
});
