import { text } from '../../text';
import type { View } from '../views';
import Overview from './Overview.svelte';

export const view: View = {
  id: 'overview',
  title: text.overview.title,
  rank: 10,
  icon: 'M4 4h7v9H4zM13 4h7v5h-7zM13 11h7v9h-7zM4 15h7v5H4z',
  component: Overview,
};
