import type { App } from '../app/app.svelte';
import { visible } from '../format/visible';
import { text } from '../text';
import type { Gathered } from './dropped';

/** The end of every road in: opens what was gathered and tells what could not be read. */
export async function take(app: App, gathering: Gathered | Promise<Gathered>): Promise<void> {
  const gathered = await app.tell(async () => gathering);
  if (!gathered) return;
  const { inputs, unreadable } = gathered;
  const [first] = unreadable;
  if (first !== undefined) app.notify('error', text.start.unreadable(unreadable.length, visible(first)));
  else if (inputs.length === 0) app.notify('info', text.start.empty);
  await app.open(inputs);
}
