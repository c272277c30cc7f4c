import type { Command } from '../../commands/registry.svelte';
import { text } from '../../text';
import { causesOf, SEVERITIES } from './finding-lines';
import { TABS, type FindingsState, type Tab } from './findings.svelte';

const TAB_KEYS: Record<Tab, string> = { findings: 'f', agencies: 'a', threads: 'h', database: 'b' };

/** Everything that can be done in the view of findings. */
export function findingsCommands(view: FindingsState, focusFilter: () => void): Command[] {
  const words = text.findings.commands;
  const { app } = view;
  const shown = (): boolean => app.view === 'findings' && app.case !== null;
  const inFindings = (): boolean => shown() && view.tab === 'findings';
  const inList = (): boolean => shown() && view.currentList !== null;
  const inOne = (): boolean => inFindings() && view.shown !== null;
  const command = (
    id: string,
    title: string,
    keys: readonly string[],
    run: () => void | Promise<void>,
    enabled: () => boolean = shown,
  ): Command => ({ id: `findings.${id}`, title, group: words.group, keys, enabled, run });
  const cause = (): number | null => causesOf(view.findings.value ?? [])[view.open] ?? null;

  return [
    ...TABS.map((tab) => command(`tab-${tab}`, words[tab], [TAB_KEYS[tab]], () => view.show(tab))),
    command('down', words.down, ['j'], () => view.currentList?.move(1), inList),
    command('up', words.up, ['k'], () => view.currentList?.move(-1), inList),
    command(
      'open',
      words.open,
      ['i'],
      () => view.currentList?.open(view.currentList.selected),
      () => inList() && (view.currentList?.selected ?? -1) >= 0,
    ),
    command(
      'close',
      words.close,
      ['Escape'],
      () => view.close(),
      () => shown() && view.hasDetail,
    ),
    command(
      'timeline',
      words.timeline,
      ['t'],
      () => {
        const row = view.shown?.evidence.find((one) => one.row !== undefined)?.row;
        if (row !== undefined) app.show({ view: 'timeline', row });
      },
      () => inOne() && view.shown?.evidence.some((one) => one.row !== undefined) === true,
    ),
    command(
      'file',
      words.file,
      ['e'],
      () => {
        const first = view.shown?.evidence[0];
        if (!first) return;
        const { source, file, line } = first;
        app.show({ view: 'files', source, path: file, line: line ?? undefined });
      },
      () => inOne() && (view.shown?.evidence.length ?? 0) > 0,
    ),
    command(
      'cause',
      words.cause,
      ['c'],
      () => {
        const of = cause();
        if (of !== null) view.openFinding(of);
      },
      () => inOne() && cause() !== null,
    ),
    ...SEVERITIES.map((severity, index) =>
      command(
        `severity-${severity}`,
        words.severity(text.findings.severities[severity]),
        [String(index + 1)],
        () => view.toggle(severity),
        inFindings,
      ),
    ),
    command('clear', words.clear, ['0'], () => view.clearFilter(), inFindings),
    command('search', words.search, ['/'], focusFilter, () => shown() && view.tab !== 'findings'),
    command(
      'trouble',
      words.trouble,
      ['x'],
      () => view.agencies.setFilter({ onlyTrouble: !view.agencies.filter.onlyTrouble }),
      () => shown() && view.tab === 'agencies',
    ),
    command(
      'idle',
      words.idle,
      ['x'],
      () => view.threads.setFilter({ idle: !view.threads.filter.idle }),
      () => shown() && view.tab === 'threads',
    ),
    command('rules', words.rules, ['r'], () => void (view.showsRules = true), inFindings),
  ];
}
