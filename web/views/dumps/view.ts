import { text } from '../../text';
import type { View } from '../views';
import DumpsView from './DumpsView.svelte';

export const view: View = {
  id: 'dumps',
  title: text.dumps.title,
  rank: 40,
  icon: 'M6 11h12v9H6zM8.5 11V7.5a3.5 3.5 0 0 1 7 0V11M12 14.5v2',
  component: DumpsView,
};
