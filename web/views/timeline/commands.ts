import { text } from '../../text';
import type { Command } from '../../commands/registry.svelte';
import { copyText } from '../../parts/copy';
import type { Timeline } from './timeline.svelte';

/** Things that Enter means something for by itself. */
const CONTROLS = 'button, a, summary, label, input';

/** Everything that can be done in the timeline. Every record of a result is a hit of its query, so `n` goes on by one. */
export function commandsOf(
  timeline: Timeline,
  { focusQuery, hasColumns }: { focusQuery: () => void; hasColumns: () => boolean },
): Command[] {
  const words = text.timeline.commands;
  const { app, histogram } = timeline;
  const shown = (): boolean => app.view === 'timeline' && app.case !== null;
  const inList = (): boolean => shown() && timeline.side.dialog === 'none';
  const chosen = (): boolean => shown() && (timeline.walk.hasChosen || timeline.search.asking);
  const command = (
    id: string,
    title: string,
    keys: readonly string[],
    run: () => void | Promise<void>,
    enabled: () => boolean = shown,
  ): Command => ({ id: `timeline.${id}`, title, group: words.group, keys, enabled, run });

  /** What is done with rows: with those of the query that was asked last. */
  const inRows = (
    id: string,
    title: string,
    keys: readonly string[],
    act: () => unknown,
    enabled?: () => boolean,
  ): Command => command(id, title, keys, () => timeline.inTurn(act), enabled);

  const toLevel = (step: 1 | -1, level: 'error' | 'warning') => async (): Promise<void> => {
    if (await timeline.walk.stepAtLevel(step, level)) return;
    const none = text.timeline.noFurther[level];
    timeline.tell(step > 0 ? none.next : none.previous);
  };

  return [
    command('query', words.query, ['/'], focusQuery),
    inRows('next-hit', words.nextHit, ['n'], () => timeline.walk.step(1)),
    inRows('previous-hit', words.previousHit, ['N'], () => timeline.walk.step(-1)),
    inRows('next-error', words.nextError, ['e'], toLevel(1, 'error')),
    inRows('previous-error', words.previousError, ['E'], toLevel(-1, 'error')),
    inRows('next-warning', words.nextWarning, ['w'], toLevel(1, 'warning')),
    inRows('previous-warning', words.previousWarning, ['W'], toLevel(-1, 'warning')),
    inRows('down', words.down, ['j', 'ArrowDown'], () => timeline.walk.step(1), inList),
    inRows('up', words.up, ['k', 'ArrowUp'], () => timeline.walk.step(-1), inList),
    inRows('page-down', words.pageDown, ['PageDown'], () => timeline.walk.page(1), inList),
    inRows('page-up', words.pageUp, ['PageUp'], () => timeline.walk.page(-1), inList),
    inRows('first', words.first, ['g', 'Home'], () => timeline.walk.select(0), inList),
    inRows('last', words.last, ['G', 'End'], () => timeline.walk.select(timeline.search.total - 1), inList),
    command('operation', words.operation, ['o'], () => timeline.followOperation()),
    inRows('mark', words.mark, ['m'], () => timeline.toggleMark(), chosen),
    command('marks', words.marks, ['M'], () => timeline.side.toggleMarks()),
    inRows(
      'detail',
      words.detail,
      ['Enter'],
      () => timeline.openDetail(),
      () => inList() && chosen() && !document.activeElement?.matches(CONTROLS),
    ),
    command(
      'back',
      words.back,
      ['Escape'],
      () => timeline.back(),
      () => shown() && timeline.canGoBack,
    ),
    command('go-to-time', words.goTo, ['t'], () => void (timeline.side.dialog = 'goto')),
    command(
      'columns',
      words.columns,
      ['c'],
      () => timeline.side.toggleColumns(),
      () => shown() && hasColumns(),
    ),
    command(
      'export',
      words.export,
      ['x'],
      () => void (timeline.side.dialog = 'export'),
      () => inList() && timeline.search.shown !== null,
    ),
    command('reverse', words.reverse, ['r'], () => timeline.search.reverse()),
    command('collapse', words.collapse, ['d'], () => timeline.search.toggleCollapse()),
    inRows('copy', words.copy, ['y'], () => copyRecord(timeline), chosen),
    inRows('open-file', words.openFile, ['f'], () => timeline.openFile(), chosen),
    command(
      'clear',
      words.clear,
      [],
      () => timeline.search.run(''),
      () => shown() && timeline.search.query !== '',
    ),
    command('zoom-in', words.zoomIn, ['+', '='], () => histogram.zoomBy(0.5)),
    command('zoom-out', words.zoomOut, ['-'], () => histogram.zoomBy(2)),
    command(
      'zoom-reset',
      words.zoomReset,
      ['0'],
      () => histogram.reset(),
      () => shown() && histogram.zoom !== null,
    ),
    command(
      'filter-range',
      words.filterRange,
      ['F'],
      () => timeline.filterToZoom(),
      () => shown() && histogram.zoom !== null,
    ),
  ];
}

async function copyRecord(timeline: Timeline): Promise<void> {
  const detail = await timeline.openDetail();
  if (detail && (await copyText(detail.raw))) timeline.tell(text.timeline.detail.copied);
}
