import { createHash } from 'node:crypto';
import { Parser } from 'htmlparser2';

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

const ALLOWED = new Set(
  'html head meta title style body header main section nav footer h1 h2 h3 h4 p a ol ul li dl dt dd div span strong em br code pre table caption thead tbody tr th td svg rect'.split(
    ' ',
  ),
);

/** What must not be in a report, whatever was opened: scripts, events, addresses, any style but its own. Empty for a good one. */
export function harmsOf({ tags, attributes, styles, policy, unbalanced }: ReadReport): string[] {
  const harms = [...tags].filter((tag) => !ALLOWED.has(tag)).map((tag) => `<${tag}>`);
  harms.push(...unbalanced.map((tag) => `unbalanced <${tag}>`));
  for (const { tag, name, value } of attributes) {
    if (/^on|^style$|^src|^action$|^ping$|^background$|^xlink/.test(name)) harms.push(`${name}="${value}"`);
    if (name === 'href' && !/^#[a-z0-9-]+$/.test(value)) harms.push(`href="${value}"`);
    if (name === 'http-equiv' && !(tag === 'meta' && value === 'Content-Security-Policy')) harms.push(value);
  }
  if (styles.length !== 1) harms.push(`${styles.length} styles`);
  if (/url\(|@import|https?:/i.test(styles.join(''))) harms.push('an address in the style');
  const digest = base64Digest(styles[0] ?? '');
  if (policy !== `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`)
    harms.push(`policy ${policy}`);
  return harms;
}
