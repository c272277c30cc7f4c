import type { Page } from 'playwright';
import { bundleFile } from '../../inputs';
import { giveFile, openGiven } from '../../page-file';
import type { Figure, PageSuite } from '../../suite';

const LIMIT = 50;
const QUERY = 'level>=warning component:Vimsvc.* -user:root';

/** The longest task on the page's thread, from the browser's own trace. */
export default {
  name: 'longest-task',
  async run(bench) {
    const mebibytes = bench.quick ? 16 : 256;
    const file = await bundleFile(mebibytes);
    const { page, browser, settle, close } = await bench.freshPage();
    const figures: Figure[] = [];
    const watched = async (doing: string, work: () => Promise<unknown>) => {
      await browser.startTracing(page, { categories: TRACED });
      await page.evaluate(observe);
      await work();
      await page.waitForTimeout(500);
      const { longTasks, slowestEvent } = await page.evaluate(() => window.benchTasks!());
      const { wall, cpu } = longestTask(await browser.stopTracing());
      figures.push(
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
      );
    };
    try {
      await settle();
      await giveFile(page, file.path);
      await watched(`loading ${mebibytes} MiB of logs`, () => openGiven(page));
      await page.locator('nav button').filter({ hasText: 'Timeline' }).first().click();
      await page.locator('.pane .row').first().waitFor();
      await page.waitForTimeout(1_000);
      await watched('scrolling the timeline', () => scroll(page));
      await watched('typing a query', () => type(page));
    } finally {
      await close();
    }
    return figures;
  },
} satisfies PageSuite;

const TRACED = ['devtools.timeline', 'disabled-by-default-devtools.timeline', 'toplevel', '__metadata'];

async function scroll(page: Page): Promise<void> {
  const box = (await page.locator('.pane').last().boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let step = 0; step < 150; step++) {
    await page.mouse.wheel(0, step % 40 === 39 ? 100_000 : 300);
    await page.waitForTimeout(16);
  }
}

async function type(page: Page): Promise<void> {
  await page.getByRole('combobox').first().click();
  await page.keyboard.type(QUERY, { delay: 40 });
  await page.keyboard.press('Escape');
  await page.keyboard.press('/');
  await page.keyboard.press('Enter');
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
