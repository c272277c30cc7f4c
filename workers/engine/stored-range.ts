import type { LayerRange } from '../bytes/layers';
import type { CaseContent } from './case-content';

/** A byte order mark at the beginning. */
const MARK_BYTES = 3;

/**
 * Where the entry of a file or archive lies in the archive around it, in the form it was stored in there: compressed,
 * UTF-16, with holes; of what was put together its first piece. Null for what lies in none.
 * @param child a file by its number, or a nested archive as the complement of its container's
 */
export function storedRange({ files, containers, layers }: CaseContent, child: number): LayerRange | null {
  let range: LayerRange;
  if (child >= 0) {
    range = files.place(child);
  } else {
    const { stored } = containers.get(~child);
    if (!stored) return null;
    const size = stored.size ?? layers.get(stored.layer).size - stored.offset;
    range = { layer: stored.layer, offset: stored.offset, size };
  }
  for (let { layer, offset, size } = range; ;) {
    const own = layers.get(layer);
    if (own.kind === 'slice') {
      const whole = offset === 0 ? own.size : size;
      ({ layer, offset, size } = { layer: own.parent, offset: own.offset + offset, size: whole });
    } else if (own.kind === 'utf16') {
      ({ layer, offset, size } = { layer: own.parent, offset: own.offset, size: own.bytes });
    } else if (own.kind === 'sparse') {
      const bytes = own.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
      ({ layer, offset, size } = { layer: own.parent, offset: own.offset, size: bytes });
    } else if (own.kind === 'joined' && offset === 0 && own.parts[0]) {
      ({ layer, offset, size } = own.parts[0]);
    } else if (own.kind === 'inflated' && offset <= MARK_BYTES && isWithin(layers.get(own.parent).kind)) {
      // What is compressed by itself begins there: in an archive files begin behind a header.
      layer = own.parent;
      offset = 0;
    } else return { layer, offset, size };
  }
}

function isWithin(kind: string): boolean {
  return kind === 'slice' || kind === 'inflated' || kind === 'joined';
}
