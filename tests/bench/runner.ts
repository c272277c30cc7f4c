import { writeFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type LaunchOptions } from 'playwright';
import { build } from 'vite';
import { kernelBytes } from '../../.ci/worker-source';
import type {} from './page/main';
import { isMet, table, type SuiteResult } from './report';
import { serve } from './server';
import type { Bench, Figure, Origin, PageSuite } from './suite';

/** How long a page is left alone before anything is opened, in ms: so long at least a user looks for the file. */
const SETTLE = 2_500;
const HOST = 'bundlescope.intranet.test';

const modules = import.meta.glob<{ default: PageSuite }>('./suites/page/*.ts', { eager: true });
const pageSuites = Object.values(modules).map((module) => module.default);

/** Where the server is reached, by kind of origin. */
type Addresses = Record<Origin, string>;

const benchUrl = (address: string) => `${address}/bench/`;

interface Options {
  quick: boolean;
  /** Names of the suites to run; all when empty. */
  only: string[];
}

function readOptions(args: readonly string[]): Options {
  const options: Options = { quick: false, only: [] };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--quick') options.quick = true;
    else if (args[i] === '--only') options.only = (args[++i] ?? '').split(',').filter(Boolean);
    else throw new Error(`unknown option "${args[i]}": --quick, --only name[,name]`);
  }
  return options;
}

/** Runs the bench on the build in `dist/`; answers the exit code. */
export async function bench(root: string, args: readonly string[]): Promise<number> {
  const { quick, only } = readOptions(args);
  const page = join(root, 'node_modules/.cache/bundlescope-bench/page');
  await buildPage(root, page);
  const { port, server } = await serve({ '/bench/': page, '/sub/path/': join(root, 'dist') });
  const addresses: Addresses = {
    insecure: `http://${HOST}:${port}`,
    secure: `http://localhost:${port}`,
  };
  const launch = await launchOptions(root);
  const browser = () => chromium.launch(launch);
  const machine = await describeMachine(browser);
  console.log(machine);
  const results: SuiteResult[] = [];
  try {
    const workerSuites = await workerSuitesOf(browser, benchUrl(addresses.insecure));
    const names = [...workerSuites, ...pageSuites].map(({ name }) => name);
    const unknown = only.filter((name) => !names.includes(name));
    if (unknown.length > 0) throw new Error(`no suite "${unknown[0]}": there are ${names.join(', ')}`);
    for (const name of names) {
      if (only.length > 0 && !only.includes(name)) continue;
      console.log(`${name} …`);
      const inWorker = workerSuites.find((suite) => suite.name === name);
      const run = inWorker
        ? runInWorkers(
            browser,
            inWorker.origins.map((origin) => benchUrl(addresses[origin])),
            name,
            quick,
          )
        : pageSuites.find((suite) => suite.name === name)!.run(benchOf(browser, addresses, quick));
      results.push(await resultOf(name, run));
      console.log(table([results.at(-1)!]));
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
  console.log(`\n${machine}\n\n${table(results)}\n`);
  const json = { machine, date: new Date().toISOString(), quick, suites: results.map(withVerdicts) };
  await writeFile(join(root, 'bench-results.json'), `${JSON.stringify(json, null, 2)}\n`);
  console.log('written to bench-results.json');
  return results.some(({ error }) => error !== undefined) ? 1 : 0;
}

async function resultOf(suite: string, run: Promise<Figure[]>): Promise<SuiteResult> {
  try {
    return { suite, figures: await run };
  } catch (error) {
    return { suite, figures: [], error: error instanceof Error ? error.message : String(error) };
  }
}

function withVerdicts({ suite, figures, error }: SuiteResult) {
  return { suite, error, figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })) };
}

async function buildPage(root: string, outDir: string): Promise<void> {
  await build({
    root: join(root, 'tests/bench/page'),
    base: './',
    configFile: false,
    logLevel: 'warn',
    plugins: [kernelBytes()],
    worker: { format: 'es', plugins: () => [kernelBytes()] },
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  });
}

async function launchOptions(root: string): Promise<LaunchOptions> {
  // Not part of the bundle: it is plain JavaScript that the tests use as it stands.
  const { BROWSER_FLAGS, findBrowser } = await import(
    /* @vite-ignore */ pathToFileURL(join(root, '.ci/browser.mjs')).href
  );
  return {
    executablePath: (await findBrowser()) ?? undefined,
    args: [...BROWSER_FLAGS, `--host-resolver-rules=MAP ${HOST} 127.0.0.1`],
  };
}

async function describeMachine(launch: () => Promise<Browser>): Promise<string> {
  const browser = await launch();
  const version = browser.version();
  await browser.close();
  const load = loadavg()[0]!.toFixed(1);
  return `${cpus()[0]?.model.trim()}, ${cpus().length} cores, Chromium ${version}, ${process.platform}; load at start ${load}`;
}

async function withPage<T>(
  launch: () => Promise<Browser>,
  url: string,
  work: (page: Awaited<ReturnType<Browser['newPage']>>) => Promise<T>,
): Promise<T> {
  const browser = await launch();
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction(() => 'benchWorker' in window);
    return await work(page);
  } finally {
    await browser.close();
  }
}

function workerSuitesOf(launch: () => Promise<Browser>, url: string) {
  return withPage(launch, url, (page) => page.evaluate(() => window.benchWorker.suites()));
}

async function runInWorkers(
  launch: () => Promise<Browser>,
  urls: readonly string[],
  name: string,
  quick: boolean,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const url of urls) {
    const run = withPage(launch, url, (page) =>
      page.evaluate(([suite, small]) => window.benchWorker.run(suite, small), [name, quick] as const),
    );
    figures.push(...(await run));
  }
  return figures;
}

function benchOf(browser: () => Promise<Browser>, addresses: Addresses, quick: boolean): Bench {
  const pageUrl = (origin: Origin) => `${addresses[origin]}/sub/path/`;
  return {
    quick,
    pageUrl,
    browser,
    async freshPage(origin = 'insecure') {
      const own = await browser();
      const page = await own.newPage({ viewport: { width: 1280, height: 800 } });
      page.setDefaultTimeout(0);
      await page.goto(pageUrl(origin));
      await page.waitForFunction(() => 'bundlescope' in window);
      await page.evaluate(() => window.bundlescope.whenIdle());
      return {
        page,
        browser: own,
        settle: () => page.waitForTimeout(SETTLE),
        close: () => own.close(),
      };
    },
  };
}
