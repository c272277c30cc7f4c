import { text } from '../../text';
import type { View } from '../views';
import HandoverView from './HandoverView.svelte';

export const view: View = {
  id: 'handover',
  title: text.handover.title,
  rank: 70,
  icon: 'M3 8l9-4.5L21 8v8.5L12 21l-9-4.5zM3 8l9 4.5L21 8M12 12.5V21',
  component: HandoverView,
};
