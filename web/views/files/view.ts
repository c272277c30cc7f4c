import { text } from '../../text';
import type { View } from '../views';
import Files from './Files.svelte';

export const view: View = {
  id: 'files',
  title: text.files.title,
  rank: 30,
  icon: 'M3 6.5V18a1.5 1.5 0 0 0 1.5 1.5h15A1.5 1.5 0 0 0 21 18V9a1.5 1.5 0 0 0-1.5-1.5H12l-2-3H4.5A1.5 1.5 0 0 0 3 6z',
  component: Files,
};
