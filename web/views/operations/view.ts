import { text } from '../../text';
import type { View } from '../views';
import OperationsView from './OperationsView.svelte';

export const view: View = {
  id: 'operations',
  title: text.operations.title,
  rank: 30,
  icon: 'M9 4a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM3 20c0-3.3 2.7-6 6-6 1.5 0 2.9.6 4 1.5M13.5 18.5l2.5 2.5 5-5.5M17 5h4M17 9h4',
  component: OperationsView,
};
