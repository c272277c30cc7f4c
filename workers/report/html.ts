import { visible, visibleLine } from '../shown/visible';

/** What may stand in a hole of `html`: everything but markup made by it is text. */
export type HtmlValue = Html | string | number | null | undefined | false | readonly HtmlValue[];

/** Attributes that a value may stand in: none of them loads, runs or styles anything. */
const SAFE_ATTRIBUTES =
  /^(?:id|class|title|scope|colspan|datetime|role|lang|aria-[a-z]+|x|y|width|height|fill-opacity|viewbox)$/;
/** Elements whose content is no text to the browser. */
const RAW_ELEMENTS = /^(?:script|style|textarea|iframe|noscript|noembed|noframes|xmp|plaintext)$/;

/** Longest text of one value, in characters; longer ones are cut and say so. */
const MOST_TEXT = 10_000;
const CUT = ' […]';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Markup. Only `html` and the functions beside it make it; a text never becomes it. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Characters of it. */
  get length(): number {
    return this.#markup.length;
  }

  toString(): string {
    return this.#markup;
  }

  /** Whether a value is markup that was made here: the private member cannot be imitated. */
  static is(value: unknown): value is Html {
    return typeof value === 'object' && value !== null && #markup in value;
  }

  static filled(parts: TemplateStringsArray, values: readonly HtmlValue[]): Html {
    checkHoles(parts);
    let markup = parts[0]!;
    for (const [i, value] of values.entries()) markup += written(value) + parts[i + 1]!;
    return new Html(markup);
  }

  static style(css: string): Html {
    if (css.includes('<')) throw new TypeError('a style sheet that holds "<" could end its element');
    return new Html(`<style>${css}</style>`);
  }

  static preformatted(text: string): Html {
    return new Html(bounded(text).split('\n').map(lineOf).join('\n'));
  }
}

/**
 * Markup with values in it. Texts are escaped, and characters in them that act on the display become visible signs; a
 * list is its values one after another; null, undefined and false are nothing. Throws TypeError where a value would
 * stand anywhere but in text or in the quoted value of a harmless attribute.
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return Html.filled(parts, values);
}

/** A style sheet of our own. Throws TypeError for one that could end its element. */
export const styleElement = (css: string): Html => Html.style(css);

/** A text of several lines for `<pre>`: line ends and tabs stay, all else is made visible. */
export const preformatted = (text: string): Html => Html.preformatted(text);

function written(value: HtmlValue): string {
  if (value === null || value === undefined || value === false) return '';
  if (Html.is(value)) return value.toString();
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escaped(visible(bounded(value)));
  if (Array.isArray(value)) return value.map(written).join('');
  throw new TypeError('this is neither a text nor markup made by `html`');
}

function bounded(text: string): string {
  return text.length > MOST_TEXT ? text.slice(0, MOST_TEXT) + CUT : text;
}

function lineOf(line: string): string {
  return escaped(visibleLine(line));
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ESCAPES[character]!);
}

const checked = new WeakSet<TemplateStringsArray>();

/** Where each hole of a template is; the template's own text is ours and well-formed. */
function checkHoles(parts: TemplateStringsArray): void {
  if (checked.has(parts)) return;
  let place: 'text' | 'tag' | 'value' = 'text';
  let element = '';
  let attribute = '';
  let before = '';
  for (const [i, part] of parts.entries()) {
    for (let at = 0; at < part.length; at++) {
      const character = part[at]!;
      if (place === 'text' && character === '<') {
        place = 'tag';
        element = /^[a-z0-9]*/i.exec(part.slice(at + 1))![0].toLowerCase();
      } else if (place === 'tag' && character === '>') place = 'text';
      else if (place === 'tag' && character === '"') {
        place = 'value';
        attribute = /([^\s"=]+)=$/.exec(part.slice(0, at))?.[1]?.toLowerCase() ?? '';
        before = '';
      } else if (place === 'value' && character === '"') place = 'tag';
      else if (place === 'value') before += character;
    }
    if (i === parts.length - 1) break;
    const isFragment = attribute === 'href' && before.startsWith('#');
    const isSafe =
      place === 'text'
        ? !RAW_ELEMENTS.test(element)
        : place === 'value' && (SAFE_ATTRIBUTES.test(attribute) || isFragment);
    if (!isSafe) throw new TypeError(`no value may stand in <${element}> after "${part.slice(-40)}"`);
    if (place === 'value') before += '?';
  }
  if (place !== 'text') throw new TypeError(`a template ends inside <${element}>`);
  checked.add(parts);
}
