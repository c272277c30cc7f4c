import type { Bytes } from './bytes';

const FRAGMENT = 1024 * 1024;

export interface Piece {
  path: string;
  content: Bytes;
}

/** What comes through a pipe is read in chunks of 1 MiB; one shorter chunk keeps its plain name. */
export function fragmentsOf(path: string, content: Bytes): Piece[] {
  if (content.length < FRAGMENT) return [{ path, content }];
  const pieces: Piece[] = [];
  for (let at = 0; at < content.length; at += FRAGMENT) {
    const number = String(pieces.length).padStart(5, '0');
    pieces.push({ path: `${path}.FRAG-${number}`, content: content.subarray(at, at + FRAGMENT) });
  }
  return pieces;
}
