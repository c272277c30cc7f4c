import type { LayerRange, LayerTable } from './layers';

/** Bytes of dropped files, about, that a range of a layer was read out of. */
export interface DroppedBytes {
  bytes: number;
  /** It was compressed there. */
  isInflated: boolean;
}

/** How many bytes of what was dropped a range takes up: between two checkpoints as if all were equally dense. */
export function droppedBytes(table: LayerTable, { layer: id, offset, size }: LayerRange): DroppedBytes {
  const layer = table.get(id);
  if (size <= 0) return { bytes: 0, isInflated: false };
  switch (layer.kind) {
    case 'blob':
      return { bytes: size, isInflated: false };
    case 'slice':
      return droppedBytes(table, { layer: layer.parent, offset: layer.offset + offset, size });
    case 'inflated': {
      const end = { inflatedAt: layer.size, compressedFrom: table.get(layer.parent).size };
      const from = compressedPlace(layer.checkpoints, end, offset);
      const to = compressedPlace(layer.checkpoints, end, offset + size);
      const within = droppedBytes(table, { layer: layer.parent, offset: from, size: to - from });
      return { bytes: within.bytes, isInflated: true };
    }
    case 'joined': {
      const sum = { bytes: 0, isInflated: false };
      let at = 0;
      for (const part of layer.parts) {
        const from = Math.max(offset, at);
        const to = Math.min(offset + size, at + part.size);
        if (to > from) {
          const range = { layer: part.layer, offset: part.offset + from - at, size: to - from };
          const taken = droppedBytes(table, range);
          sum.bytes += taken.bytes;
          sum.isInflated ||= taken.isInflated;
        }
        at += part.size;
      }
      return sum;
    }
    case 'sparse': {
      const stored = layer.pieces.reduce((sum, piece) => sum + piece.bytes, 0);
      const all = droppedBytes(table, { layer: layer.parent, offset: layer.offset, size: stored });
      return { ...all, bytes: (all.bytes * size) / layer.size };
    }
    case 'utf16': {
      const share = layer.bytes / layer.size;
      const within = { layer: layer.parent, offset: layer.offset + offset * share, size: size * share };
      return droppedBytes(table, within);
    }
  }
}

interface Place {
  inflatedAt: number;
  compressedFrom: number;
}

/** Where in the compressed bytes a place of the inflated ones is; the checkpoints rise up to `end`. */
function compressedPlace(checkpoints: readonly Place[], end: Place, at: number): number {
  let low = 0;
  let high = checkpoints.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (checkpoints[middle]!.inflatedAt <= at) low = middle + 1;
    else high = middle;
  }
  const from = checkpoints[low - 1] ?? { inflatedAt: 0, compressedFrom: 0 };
  const to = checkpoints[low] ?? end;
  const span = to.inflatedAt - from.inflatedAt;
  const share = span > 0 ? Math.min(1, (at - from.inflatedAt) / span) : 1;
  return from.compressedFrom + share * (to.compressedFrom - from.compressedFrom);
}
