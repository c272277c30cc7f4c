import type { App } from '../../app/app.svelte';
import { timelineOf } from '../timeline/timeline.svelte';
import { rangeOfQuery, type TimeRange } from './time-range';

/** What the timeline is held to now: by its query, else by its picture where that is zoomed; null without either. */
export function timelineRange(app: App): TimeRange | null {
  const timeline = timelineOf(app);
  const kept = (app.remembered().timeline ?? {}) as { query?: unknown };
  const query = timeline.query || (typeof kept.query === 'string' ? kept.query : '');
  const { zoom } = timeline.histogram;
  const picture = zoom && { after: Math.floor(zoom.from), before: Math.ceil(zoom.to) };
  return rangeOfQuery(query, app.zone, timeline.anchor) ?? picture;
}
