import type { App } from '../../app/app.svelte';

/** Bytes of one file, by range. */
export interface Content {
  bytes: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}

export function contentOf(app: App, file: { id: number; bytes: number }): Content {
  return {
    bytes: file.bytes,
    read: (offset, length) => app.engine.call((engine) => engine.readRange(file.id, offset, length)),
  };
}
