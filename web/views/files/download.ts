import type { FileRow } from '../../../workers/engine/engine-api';
import type { App } from '../../app/app.svelte';
import { visible } from '../../format/visible';

/** How long the browser may take to begin with the download, ms. */
const REVOKE_AFTER = 60_000;

/** Saves a file's content under its own name. */
export async function download(app: App, file: FileRow): Promise<void> {
  const { source, path } = file;
  const blob = await app.engine.call((engine) => engine.read({ source, path }));
  // Whatever the bundle says, the browser is to save it and not to show it.
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = visible(path.slice(path.lastIndexOf('/') + 1)) || 'file';
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER);
}
