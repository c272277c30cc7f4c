import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';
import { expect } from 'vitest';
import { writeReport } from '../../workers/report/document';
import type { ReportFacts } from '../../workers/report/report-facts';
import { REPORT_STYLE } from '../../workers/report/style';
import { emptyFacts } from '../../workers/report/samples';
import type { ReportSection } from '../../workers/report/section';

export interface ReadReport {
  /** What is read of it, runs of white space as one space. */
  text: string;
  tags: Set<string>;
  attributes: { tag: string; name: string; value: string }[];
  /** Texts of `<style>`. */
  styles: string[];
  policy: string;
  /** Elements left open, or closed twice. */
  unbalanced: string[];
}

const VOID = new Set(['meta', 'br', 'rect']);

/** Reads a report as a browser does. */
export function readReport(markup: string): ReadReport {
  const read: ReadReport = {
    text: '',
    tags: new Set(),
    attributes: [],
    styles: [],
    policy: '',
    unbalanced: [],
  };
  const open: string[] = [];
  const parser = new Parser({
    onopentag(tag, attributes) {
      read.tags.add(tag);
      if (!VOID.has(tag)) open.push(tag);
      for (const [name, value] of Object.entries(attributes)) read.attributes.push({ tag, name, value });
      if (attributes['http-equiv'] === 'Content-Security-Policy') read.policy = attributes.content ?? '';
      if (/^(?:p|td|th|li|dd|dt|h\d|div|br|tr|caption)$/.test(tag)) read.text += ' ';
    },
    ontext(text) {
      if (open.at(-1) === 'style') read.styles.push(text);
      else read.text += text;
    },
    onclosetag(tag, implied) {
      if (VOID.has(tag)) return;
      if (implied || open.pop() !== tag) read.unbalanced.push(tag);
    },
  });
  parser.end(markup);
  read.text = read.text.replace(/\s+/g, ' ');
  return read;
}

export const base64Digest = (text: string): string => createHash('sha256').update(text).digest('base64');

export async function reportOf(
  facts: Partial<ReportFacts>,
  sections?: readonly ReportSection[],
): Promise<string> {
  const pieces = await writeReport(
    { ...emptyFacts(), ...facts },
    base64Digest(REPORT_STYLE),
    async () => undefined,
    sections,
  );
  return pieces.join('');
}

/** Whatever stands in a report: no script, no event, nothing from elsewhere, no style but its own. */
export function expectHarmless({ tags, attributes, styles, policy, unbalanced }: ReadReport): void {
  const allowed =
    'html head meta title style body header main section nav footer h1 h2 h3 h4 p a ol ul li dl dt dd div span strong em br code pre table caption thead tbody tr th td svg rect';
  expect([...tags].filter((tag) => !allowed.split(' ').includes(tag))).toEqual([]);
  expect(unbalanced).toEqual([]);
  for (const { tag, name, value } of attributes) {
    expect(name).not.toMatch(/^on|^style$|^src|^srcset$|^action$|^ping$|^background$|^xlink/);
    if (name === 'href') expect(value).toMatch(/^#[a-z0-9-]+$/);
    if (name === 'http-equiv') expect([tag, value]).toEqual(['meta', 'Content-Security-Policy']);
  }
  expect(styles).toHaveLength(1);
  expect(styles[0]).not.toMatch(/url\(|@import|https?:/i);
  expect(policy).toBe(
    `default-src 'none'; style-src 'sha256-${base64Digest(styles[0]!)}'; base-uri 'none'; form-action 'none'`,
  );
}
