import type { Command } from '../../commands/registry.svelte';
import { text } from '../../text';
import { FORMATS, type Exporting } from './exporting.svelte';
import { TABS, type OperationsState, type Tab } from './operations.svelte';

const TAB_KEYS: Record<Tab, string> = { operations: 'o', days: 'd', sessions: 's', completeness: 'c' };

/** Everything that can be done in the view of operations. */
export function operationsCommands(
  view: OperationsState,
  exporting: Exporting,
  focusQuery: () => void,
): Command[] {
  const words = text.operations.commands;
  const { app } = view;
  const shown = (): boolean => app.view === 'operations' && app.case !== null;
  const inTable = (): boolean => shown() && view.tab === 'operations';
  const inRows = (): boolean => shown() && (view.tab === 'operations' || view.tab === 'sessions');
  const rows = () => (view.tab === 'sessions' ? view.sessions : view.table);
  const command = (
    id: string,
    title: string,
    keys: readonly string[],
    run: () => void | Promise<void>,
    enabled: () => boolean = shown,
  ): Command => ({ id: `operations.${id}`, title, group: words.group, keys, enabled, run });

  return [
    ...TABS.map((tab) => command(`tab-${tab}`, words[tab], [TAB_KEYS[tab]], () => view.show(tab))),
    command('query', words.query, ['/'], focusQuery, inRows),
    command('down', words.down, ['j'], () => rows().select(rows().selected + 1), inRows),
    command('up', words.up, ['k'], () => rows().select(Math.max(0, rows().selected - 1)), inRows),
    command(
      'details',
      words.details,
      ['i'],
      () => view.openSelected(),
      () => inTable() && view.table.selected >= 0,
    ),
    command(
      'close',
      words.close,
      ['Escape'],
      () => view.closeDetail(),
      () => inTable() && view.detail !== null,
    ),
    command(
      'timeline',
      words.timeline,
      ['t'],
      () => {
        const row = view.detail?.evidence[0]?.row;
        if (row !== undefined) app.show({ view: 'timeline', row });
      },
      () => inTable() && view.detail !== null,
    ),
    command(
      'tree',
      words.tree,
      ['u'],
      () => view.setTree(!view.showsTree),
      () => inTable() && view.detail !== null,
    ),
    ...FORMATS.map((format) =>
      command(
        `export-${format}`,
        words.export[format],
        format === 'ndjson' ? ['x'] : format === 'csv' ? ['X'] : [],
        () => exporting.run(format),
        () => shown() && view.table.total > 0 && view.table.problem === null,
      ),
    ),
    command(
      'clear',
      words.clear,
      [],
      () => rows().run(''),
      () => inRows() && rows().query !== '',
    ),
  ];
}
