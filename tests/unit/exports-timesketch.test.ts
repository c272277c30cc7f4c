import { describe, expect, it } from 'vitest';
import { exportFormat } from '../../workers/export/registry';
import type { PlacedBy } from '../../workers/export/export-format';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../../workers/export/sample-records';
import { HOSTILE_RECORDS, HOSTILE_STATEMENT } from './export-records';
import { exportedText } from './export-reading';

/** What Timesketch's importer takes out of every event: names of its own. */
const TAKEN_OUT = ['_id', '_type', '_index', '_source', '__ts_timeline_id'];
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/;

/**
 * Reads events by the rules of Timesketch's own importer of JSON lines: each line is an object with `message`,
 * `datetime` and `timestamp_desc`; a `timestamp` is in microseconds since 1970; `tag` is a list.
 * @see timesketch/lib/utils.py, docs/guides/user/import-from-json-csv.md (github.com/google/timesketch)
 */
function imported(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .slice(0, -1)
    .map((line, i) => {
      const event = JSON.parse(line) as Record<string, unknown>;
      for (const name of ['message', 'datetime', 'timestamp_desc']) {
        if (typeof event[name] !== 'string') throw new Error(`line ${i + 1} has no ${name}`);
      }
      if (!ISO.test(String(event.datetime))) throw new Error(`line ${i + 1}: ${String(event.datetime)}`);
      const ms = Date.parse(String(event.datetime));
      if (!Number.isInteger(event.timestamp) || event.timestamp !== ms * 1000)
        throw new Error(`line ${i + 1}: ${String(event.timestamp)} is not ${String(event.datetime)}`);
      if (event.timestamp_desc === '') throw new Error(`line ${i + 1} does not say what its time is`);
      if ('tag' in event && !Array.isArray(event.tag))
        throw new Error(`line ${i + 1} has a tag that is no list`);
      for (const name of TAKEN_OUT) if (name in event) throw new Error(`line ${i + 1} loses ${name}`);
      for (const [name, value] of Object.entries(event)) {
        if (value === null || typeof value === 'object')
          throw new Error(`line ${i + 1}: ${name} is no value`);
      }
      return event;
    });
}

describe('Timesketch', () => {
  const timesketch = exportFormat('timesketch');

  it('takes every record, those without an instant too', () => {
    const events = imported(exportedText(timesketch, SAMPLE_STATEMENT, SAMPLE_RECORDS));
    expect(events.map(({ message }) => message)).toEqual(SAMPLE_RECORDS.map(({ event }) => event.message));
    expect(events.map(({ timestamp }) => timestamp)).toEqual(
      SAMPLE_RECORDS.map(({ placed }) => placed.instant * 1000),
    );
    expect(imported(exportedText(timesketch, HOSTILE_STATEMENT, HOSTILE_RECORDS))).toHaveLength(
      HOSTILE_RECORDS.length,
    );
  });

  it('says of every time what it is', () => {
    const known: PlacedBy[] = [
      'stated',
      'zone-assumed',
      'year-inferred',
      'inherited',
      'next-record',
      'file-modified',
      'opened',
    ];
    const [whole] = SAMPLE_RECORDS;
    const records = known.map((by) => ({ ...whole!, placed: { ...whole!.placed, by } }));
    const events = imported(exportedText(timesketch, SAMPLE_STATEMENT, records));
    expect(new Set(events.map((event) => event.timestamp_desc)).size).toBe(known.length);
    expect(events.map((event) => event.time_known_by)).toEqual(known);
    expect(events[0]!.timestamp_desc).toBe('Log time');
  });

  it('writes times before 1970 and far from now', () => {
    const [whole] = SAMPLE_RECORDS;
    for (const instant of [-1, -62_135_596_800_000, 4_102_444_800_001, 253_402_300_799_999]) {
      const record = { ...whole!, instant, placed: { instant, by: 'stated' as const } };
      const [event] = imported(exportedText(timesketch, SAMPLE_STATEMENT, [record]));
      expect(event!.timestamp).toBe(instant * 1000);
    }
  });
});
