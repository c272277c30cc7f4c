import type { FileRow } from '../../../workers/engine/engine-api';
import type { App } from '../../app/app.svelte';
import { visible } from '../../format/visible';
import { download as save } from '../../saving/download';

/** Saves a file's content under its own name. */
export async function download(app: App, file: FileRow): Promise<void> {
  const { source, path } = file;
  const blob = await app.engine.call((engine) => engine.read({ source, path }));
  save(blob, visible(path.slice(path.lastIndexOf('/') + 1)) || 'file');
}
