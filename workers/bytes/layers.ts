import type { GzipCheckpoint } from './gzip-checkpoint';

/** Index of a layer in the case's table. */
export type LayerId = number;

/**
 * One way bytes lie in other bytes. A file of the case is a range of a layer; a layer leads, through its parents,
 * to a dropped file. Plain data: layers go to IndexedDB and to the scan workers.
 *
 * ```text
 * hostd.0.gz in a host bundle in a vCenter zip:
 *   gzip ─▶ slice of ─▶ gzip (the .tgz) ─▶ slice of ─▶ blob (the .zip)
 * ```
 */
export type Layer =
  /** A dropped file. */
  | { kind: 'blob'; blob: number; size: number }
  | { kind: 'slice'; parent: LayerId; offset: number; size: number }
  /** What a gzip file (or a raw deflate stream) inflates to; `size` grows while it is being read. */
  | {
      kind: 'inflated';
      parent: LayerId;
      format: 'gzip' | 'deflate';
      size: number;
      complete: boolean;
      checkpoints: GzipCheckpoint[];
    }
  /** Fragments put together. */
  | { kind: 'joined'; parts: LayerRange[]; size: number }
  /** A sparse tar entry: stored pieces one after another at `offset`, holes read as zeros. */
  | {
      kind: 'sparse';
      parent: LayerId;
      offset: number;
      pieces: { offset: number; bytes: number }[];
      size: number;
    }
  /** UTF-16 text as UTF-8; `steps` say which source offset a UTF-8 offset is at. */
  | {
      kind: 'utf16';
      parent: LayerId;
      offset: number;
      bytes: number;
      bigEndian: boolean;
      size: number;
      steps: { source: number; at: number }[];
    };

export interface LayerRange {
  layer: LayerId;
  offset: number;
  size: number;
}

/** The layers of a case in the order they were found: a parent comes before its children. */
export class LayerTable {
  readonly layers: Layer[];
  /** Layers added or changed since the last `takeChanges`. */
  #changed = new Set<LayerId>();

  constructor(layers: Layer[] = []) {
    this.layers = layers;
  }

  add(layer: Layer): LayerId {
    const id = this.layers.push(layer) - 1;
    this.#changed.add(id);
    return id;
  }

  get(id: LayerId): Layer {
    const layer = this.layers[id];
    if (!layer) throw new RangeError(`there is no layer ${id}`);
    return layer;
  }

  /** To be called when a layer has grown. */
  touch(id: LayerId): void {
    this.#changed.add(id);
  }

  /** Forgets the layers from `count` on. */
  truncate(count: number): void {
    this.layers.length = count;
    for (const id of this.#changed) if (id >= count) this.#changed.delete(id);
  }

  /** What another copy of the table lacks: layers by id. */
  takeChanges(): [LayerId, Layer][] {
    const changes = [...this.#changed]
      .sort((a, b) => a - b)
      .map((id): [LayerId, Layer] => [id, this.get(id)]);
    this.#changed.clear();
    return changes;
  }

  applyChanges(changes: readonly [LayerId, Layer][]): void {
    for (const [id, layer] of changes) this.layers[id] = layer;
  }
}
