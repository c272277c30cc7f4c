/** A line of vpxa or vpxd about a call (`VpxLRO`), or about who logged in. */
export type LroLine =
  | { type: 'begin'; id: string; object: string | null; method: string; session: string | null }
  | { type: 'finish'; id: string }
  | { type: 'error'; id: string; method: string | null }
  | { type: 'auth'; who: string };

/** Longest first line looked at. */
const MAX_LINE = 2_000;
const PREFIX = '[VpxLRO] -- ';

/**
 * `[VpxLRO] -- BEGIN <id> -- <object> -- <method> -- <session>`, `FINISH <id>` and `ERROR <id> -- … -- <method>: <fault>`;
 * `[Auth]: User <name>`. The object may be empty (`-- --`). Null for other lines.
 */
export function lroLine(message: string): LroLine | null {
  const end = message.indexOf('\n');
  const line = message.slice(0, Math.min(end < 0 ? message.length : end, MAX_LINE)).trimEnd();
  if (line.startsWith('[Auth]: User ')) return { type: 'auth', who: line.slice('[Auth]: User '.length) };
  if (!line.startsWith(PREFIX)) return null;
  const parts = line.slice(PREFIX.length).split(/ ?-- /);
  const [word, id = ''] = (parts[0] ?? '').split(' ');
  if (id === '') return null;
  switch (word) {
    case 'BEGIN': {
      const [, object = '', method = '', session = ''] = parts;
      return {
        type: 'begin',
        id,
        object: object.trim() === '' ? null : object.trim(),
        method: method.trim(),
        // `52d1b0d0-…(529e2ae0-…)`: the session and the client's
        session: session.split('(', 1)[0]!.trim() || null,
      };
    }
    case 'FINISH':
      return { type: 'finish', id };
    case 'ERROR':
      return { type: 'error', id, method: parts.at(-1)?.split(':', 1)[0]?.trim() ?? null };
    default:
      return null;
  }
}
