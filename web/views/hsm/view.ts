import { text } from '../../text';
import type { View } from '../views';
import HsmView from './HsmView.svelte';

export const view: View = {
  id: 'hsm',
  title: text.hsm.title,
  rank: 60,
  icon: 'M9 3a6 6 0 1 1 0 12A6 6 0 0 1 9 3zm0 4a2 2 0 1 1 0 4 2 2 0 0 1 0-4zM13.5 13l7 7M17 16.5l2-2M19 18.5l2-2',
  component: HsmView,
};
