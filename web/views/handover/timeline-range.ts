import type { App } from '../../app/app.svelte';
import { timelineOf } from '../timeline/timeline.svelte';
import { rangeOfQuery, type TimeRange } from './time-range';

/** What the timeline is held to now: by its query, else by its picture where that is zoomed; null without either. */
export function timelineRange(app: App): TimeRange | null {
  const timeline = timelineOf(app);
  // Nobody may have looked at the timeline of this case yet.
  if (!timeline.isCurrent) {
    const { query } = (app.remembered().timeline ?? {}) as { query?: unknown };
    return typeof query === 'string' ? rangeOfQuery(query, app.zone, app.case?.from ?? null) : null;
  }
  const { zoom } = timeline.histogram;
  const picture = zoom && { after: Math.floor(zoom.from), before: Math.ceil(zoom.to) };
  return rangeOfQuery(timeline.search.query, app.zone, timeline.anchor) ?? picture;
}
