import type { Browser, Page } from 'playwright';
import type { Figure } from './suite';

/** Longest task that the page's thread may have, ms. */
const LIMIT = 50;
const TRACED = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', '__metadata'];

/** The longest task on the page's thread while it does something, from the browser's own trace. */
export async function watchedTasks(
  page: Page,
  browser: Browser,
  doing: string,
  work: () => Promise<unknown>,
): Promise<Figure[]> {
  await browser.startTracing(page, { categories: TRACED });
  await page.evaluate(observe);
  await work();
  await page.waitForTimeout(500);
  const { longTasks, slowestEvent } = await page.evaluate(() => window.benchTasks!());
  const { wall, cpu } = longestTask(await browser.stopTracing());
  return [
    {
      what: `longest task of the page while ${doing}`,
      value: wall,
      unit: 'ms',
      target: { atMost: LIMIT },
      note: `by the clock; ${longTasks} over 50 ms; slowest event ${slowestEvent} ms`,
    },
    {
      what: `longest task of the page while ${doing}`,
      value: cpu,
      unit: 'ms',
      target: { atMost: LIMIT },
      note: 'processor time: without waiting for other programs',
    },
  ];
}

/** Begins to watch long tasks and slow events; runs in the page. */
function observe(): void {
  let longTasks = 0;
  let slowestEvent = 0;
  const tasks = new PerformanceObserver((list) => (longTasks += list.getEntries().length));
  const events = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) slowestEvent = Math.max(slowestEvent, duration);
  });
  tasks.observe({ type: 'longtask' });
  events.observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  window.benchTasks = () => {
    tasks.disconnect();
    events.disconnect();
    return { longTasks, slowestEvent };
  };
}

declare global {
  interface Window {
    benchTasks?: () => { longTasks: number; slowestEvent: number };
  }
}

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds. */
  dur?: number;
  tdur?: number;
  args?: { name?: string };
}

/** The longest tasks (not always the same one) of any renderer's main thread in a trace, in ms of wall and of processor time. */
function longestTask(trace: Buffer): { wall: number; cpu: number } {
  const { traceEvents } = JSON.parse(trace.toString('utf8')) as { traceEvents: TraceEvent[] };
  const mains = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  let wall = 0;
  let cpu = 0;
  let tasks = 0;
  for (const event of traceEvents) {
    if (event.ph !== 'X' || !/^(RunTask|ThreadControllerImpl::RunTask)$/.test(event.name)) continue;
    if (!mains.has(`${event.pid} ${event.tid}`)) continue;
    tasks++;
    wall = Math.max(wall, (event.dur ?? 0) / 1000);
    cpu = Math.max(cpu, (event.tdur ?? event.dur ?? 0) / 1000);
  }
  if (tasks === 0) throw new Error('the trace holds no tasks of the page');
  return { wall, cpu };
}
