import { text } from '../../text';
import type { View } from '../views';
import FindingsView from './FindingsView.svelte';

export const view: View = {
  id: 'findings',
  title: text.findings.title,
  rank: 50,
  icon: 'M10 4a6 6 0 1 1 0 12 6 6 0 0 1 0-12zm4.3 10.3L20 20M10 7v3.5M10 13v.2',
  component: FindingsView,
};
