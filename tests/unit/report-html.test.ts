/* eslint-disable no-control-regex -- such characters are what this is about */
import { describe, expect, test } from 'vitest';
import { html, Html, preformatted, styleElement } from '../../workers/report/html';
import { REPORT_LIMITS } from '../../workers/report/limits';
import { ReportPage } from '../../workers/report/page';
import { REPORT_SECTIONS } from '../../workers/report/registry';
import { emptyFacts } from '../../workers/report/samples';
import { REPORT_STYLE } from '../../workers/report/style';
import { reportOf } from './report-made';
import { harmsOf, readReport } from './report-reading';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='x",
  '</title></style></pre></table></section><svg/onload=x>',
  '<!-- <![CDATA[ ]]> -->',
  '&lt;b&gt; &amp; &#x3c;',
  'javascript:alert(1)',
  'cod‮egnp ‪x‬ ⁦y⁩ ‏z',
  'bell\u0007 esc\u001b[31m nul\u0000 \u0085\u2028\ufeff',
  '\ud800 lone',
  '`${7*7}` {{7*7}}',
];
const ALL = HOSTILE.join(' | ');

describe('markup', () => {
  test('texts in it are text, whatever they hold', () => {
    for (const text of HOSTILE) {
      const markup = String(html`<p title="${text}">${text}</p>`);
      expect(markup.match(/</g)).toHaveLength(2);
      expect(markup.match(/"/g)).toHaveLength(2);
      expect(markup).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200f\u2028\ufeff]/);
    }
    expect(String(html`<p>${'a\nb\t‮c'}</p>`)).toBe('<p>a␊b␉‹U+202E›c</p>');
    expect(String(html`<pre>${preformatted('a\nb\t‮c<')}</pre>`)).toBe('<pre>a\nb\t‹U+202E›c&lt;</pre>');
  });

  test('only markup made here stays markup; nothing can pass for it', () => {
    const part = html`<b>${1}</b>`;
    expect(String(html`<p>${[part, null, false, undefined, 'x<']}</p>`)).toBe('<p><b>1</b>x&lt;</p>');
    const forged = { toString: () => '<script>', markup: '<script>', length: 8 };
    const heir = Object.create(Html.prototype) as Html;
    for (const value of [forged, heir, { __html: '<b>' }, () => '<b>', true, Symbol('x')])
      expect(() => html`<p>${value as never}</p>`).toThrow(TypeError);
    expect(String(html`<p>${String(part)}</p>`)).not.toContain('<b>');
  });

  test('a value may stand in text and in harmless attributes alone', () => {
    const v = 'x';
    // Under another name, so that no formatter mends them.
    const made = html;
    const bad = [
      () => made`<p ${v}="1">x</p>`,
      () => made`<p ${v}>x</p>`,
      () => made`<${v}>x</p>`,
      () => made`<p title=${v}>x</p>`,
      () => made`<p title='${v}'>x</p>`,
      () => made`<p onclick="${v}">x</p>`,
      () => made`<p style="${v}">x</p>`,
      () => made`<a href="${v}">x</a>`,
      () => made`<a href="https://${v}">x</a>`,
      () => made`<img src="${v}">`,
      () => made`<script>${v}</script>`,
      () => made`<style>${v}</style>`,
      () => made`<p title="${v}`,
    ];
    for (const one of bad) expect(one, String(one)).toThrow(TypeError);
    expect(String(html`<a href="#finding-${7}">${v}</a>`)).toBe('<a href="#finding-7">x</a>');
    expect(() => styleElement('p{}</style><script>')).toThrow(TypeError);
  });

  test('a text without end is cut, and says so', () => {
    const long = String(html`<p>${'x'.repeat(1_000_000)}</p>`);
    expect(long.length).toBeLessThan(10_100);
    expect(long).toContain('[…]');
    expect(String(preformatted('y'.repeat(1_000_000))).length).toBeLessThan(10_100);
  });
});

test('a table has its caption, headings of columns and rows, and ends when the report is too large', () => {
  const page = new ReportPage(emptyFacts());
  const columns = [
    { head: 'Name', cell: ({ n }: { n: number }) => `row ${n}` },
    { head: 'Text', kind: 'long' as const, cell: () => 'x'.repeat(9_000) },
  ];
  const rows = Array.from({ length: 3_000 }, (_, n) => ({ n }));
  const markup = String(page.table('All of them', columns, rows));
  expect(markup.length).toBeLessThan(17 * 1024 * 1024);
  const read = readReport(markup);
  expect(read.text).toContain('All of them Name Text row 0');
  expect(read.text).toMatch(/The report has become too large: 1,\d{3} rows of this table are left out/);
  expect(read.unbalanced).toEqual([]);
  const scopes = read.attributes.filter(({ name }) => name === 'scope').map(({ value }) => value);
  expect(scopes.filter((scope) => scope === 'col')).toHaveLength(2);
});

/** The facts of a sample, with every text in them hostile. */
function madeHostile<T>(value: T, key = ''): T {
  // What the program itself chooses from.
  const own = ['zone', 'kind', 'severity', 'opensWith', 'confidence', 'vendor', 'result', 'opId', 'iso'];
  if (typeof value === 'string') return (own.includes(key) ? value : ALL) as T;
  if (Array.isArray(value)) return value.map((one: unknown) => madeHostile(one, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, madeHostile(one, name)])) as T;
}

describe('a report of hostile facts', () => {
  test.each(REPORT_SECTIONS.map((section) => [section.id, section] as const))(
    'is harmless in section %s',
    async (_, section) => {
      for (const { facts } of section.samples) {
        const markup = await reportOf(madeHostile({ ...facts, caseName: ALL }), [section]);
        const read = readReport(markup);
        expect(harmsOf(read)).toEqual([]);
        expect(read.text).toContain('<script>alert(1)</script>');
        expect(read.text).toContain('cod‹U+202E›egnp');
        expect(markup).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }
    },
  );
});

test('what a report is bounded by is named in it', async () => {
  const { text } = readReport(await reportOf({}));
  for (const limit of [REPORT_LIMITS.findings, REPORT_LIMITS.evidence, REPORT_LIMITS.operations])
    expect(text).toContain(limit.toLocaleString('en'));
});

test('the style sheet loads nothing and prints on A4 with its headings repeated', () => {
  expect(REPORT_STYLE).not.toMatch(/url\(|@import|expression|https?:/i);
  expect(REPORT_STYLE).toContain('size: A4');
  expect(REPORT_STYLE).toContain('table-header-group');
  expect(REPORT_STYLE).toContain('prefers-color-scheme: dark');
});
