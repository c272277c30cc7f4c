import { asResult } from '../failure';
import type { Engine } from './engine';
import type { TimelineApi } from './timeline-api';

/** Answers about the timeline. */
export function timelineAnswers(engine: Engine): TimelineApi {
  const open = () => engine.current();
  return {
    parse: (query) => asResult(() => engine.parse(query)),
    complete: (query, cursor) => engine.complete(query, cursor),
    search: (query, options) => asResult(async () => (await engine.search(query, options)).state()),
    rows: (search, start, count) =>
      asResult(async () => {
        const current = await open();
        const { result, direction } = current.pageSearch(search);
        return current.texts.rows(result.rows(start, count, direction), current.marks);
      }),
    record: (row) =>
      asResult(async () => {
        const current = await open();
        return current.texts.detail(row, current.marks);
      }),
    bins: (search, from, to, count) => asResult(() => engine.bins(search, from, to, count)),
    indexAtTime: (search, time) =>
      asResult(async () => {
        const { result, direction } = (await open()).pageSearch(search);
        return result.indexAtTime(time, direction);
      }),
    indexOfRow: (search, row) =>
      asResult(async () => (await open()).pageSearch(search).indexOfRow(row) ?? { index: 0, exact: false }),
    nextAtLevel: (search, index, step, level) =>
      asResult(async () => (await open()).pageSearch(search).nextAtLevel(index, step, level)),
    neighbours: (row, before, after) =>
      asResult(async () => {
        const current = await open();
        return current.texts.rows(current.content.neighbours(row, before, after), current.marks);
      }),
  };
}
