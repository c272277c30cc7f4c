import type { Span } from './ast';
import { QueryError } from './query-error';
import { quoted } from './quote';

interface Regex {
  source: string;
  flags: string;
}

/** The expression with its slashes escaped; throws a QueryError when it is none or the flags are not ours. */
export function checkedRegex({ source, flags }: Regex, at: Span): Regex {
  const bad = [...flags].find((flag, index) => !'imsu'.includes(flag) || flags.indexOf(flag) !== index);
  if (bad) {
    throw new QueryError(
      'query-bad-regex',
      at,
      `the flag ${bad} ${flags.indexOf(bad) === flags.lastIndexOf(bad) ? 'is not known; use i, m, s, u' : 'stands twice'}. ` +
        'To search for this text instead, put it in quotes',
      quoted(`/${source}/${flags}`),
    );
  }
  try {
    new RegExp(source, flags);
    return { source: escapeSlashes(source), flags };
  } catch (error) {
    const reason = (error as Error).message.replace(/^.*\/[a-z]*: /s, '');
    throw new QueryError(
      'query-bad-regex',
      at,
      `this is no regular expression: ${reason}. To search for the text itself, put it in quotes`,
      quoted(`/${source}/${flags}`),
    );
  }
}

/** `/source/flags` that the lexer takes for one regular expression. */
export function regexText({ source, flags }: Regex): string {
  return `/${escapeSlashes(source) || '(?:)'}/${flags}`;
}

/** Escapes slashes outside classes, as the lexer wants them; leaves everything else as written. */
function escapeSlashes(source: string): string {
  let inClass = false;
  return source.replace(/\\.|[[\]/]/gs, (part) => {
    if (part === '[') inClass = true;
    else if (part === ']') inClass = false;
    return part === '/' && !inClass ? '\\/' : part;
  });
}
