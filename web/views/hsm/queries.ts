import type { HsmStreamState } from '../../../workers/engine/hsm-api';
import { queryValue } from '../../format/query-text';

/** A query for the events of a stream in [from, to), ms UTC; a stream without a name is told by its file. */
export function spanQuery(
  stream: Pick<HsmStreamState, 'name' | 'files'> | null,
  span: { from: number; to: number } | null,
): string {
  const terms: string[] = [];
  if (stream) terms.push(streamTerm(stream));
  // `after:` takes what is at the instant itself as well, `before:` does not.
  if (span) terms.push(`after:${iso(Math.floor(span.from))}`, `before:${iso(Math.ceil(span.to))}`);
  return terms.filter((term) => term !== '').join(' ');
}

/** The term for a stream. */
export function streamTerm({ name, files }: Pick<HsmStreamState, 'name' | 'files'>): string {
  if (name !== null) return `stream:${queryValue(name)}`;
  const [file] = files;
  return file ? `file:${queryValue(file.path)}` : '';
}

function iso(ms: number): string {
  return new Date(Math.min(8.64e15, Math.max(-6.2e13, ms))).toISOString();
}
