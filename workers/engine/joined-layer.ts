import type { LayerId, LayerTable } from '../bytes/layers';

/** A byte order mark at the beginning. */
const MARK_BYTES = 3;

/**
 * The layer of fragments that all of a file was put together in, which is compressed or UTF-16 there or as it is; null of
 * any other file, one that lies in an archive that was put together among them: that has a header in front.
 */
export function joinedLayer(layers: LayerTable, range: { layer: LayerId; offset: number }): LayerId | null {
  for (let { layer, offset } = range; ;) {
    const own = layers.get(layer);
    if (own.kind === 'joined') return offset <= MARK_BYTES ? layer : null;
    if (own.kind === 'utf16') [layer, offset] = [own.parent, own.offset];
    else if (own.kind === 'inflated' && own.format === 'gzip' && offset <= MARK_BYTES)
      [layer, offset] = [own.parent, 0];
    else return null;
  }
}
