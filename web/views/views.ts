import type { Component } from 'svelte';

/**
 * A view of the open case: one folder here with a `view.ts` that exports `view`. The frame finds them by itself.
 */
export interface View {
  id: string;
  title: string;
  /** Position in the navigation. */
  rank: number;
  /** Path data of a 24 x 24 icon, stroked. */
  icon: string;
  component: Component;
}

const modules = import.meta.glob<{ view: View }>('./*/view.ts', { eager: true });

export const views: readonly View[] = Object.values(modules)
  .map((module) => module.view)
  .sort((a, b) => a.rank - b.rank);
