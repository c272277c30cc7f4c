import { text } from '../../text';
import { icons } from './icons';
import type { View } from '../views';
import TimelineView from './TimelineView.svelte';

export const view: View = {
  id: 'timeline',
  title: text.timeline.title,
  rank: 20,
  icon: icons.timeline,
  component: TimelineView,
};
