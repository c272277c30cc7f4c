import { text } from '../../text';
import type { View } from '../views';
import TimelineView from './TimelineView.svelte';

export const view: View = {
  id: 'timeline',
  title: text.timeline.title,
  rank: 2,
  icon: 'M4 6h10M4 12h16M4 18h7M18 4v4M15 16v4',
  component: TimelineView,
};
