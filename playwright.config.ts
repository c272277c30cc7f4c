import { defineConfig } from 'playwright/test';
import { BROWSER_FLAGS, findBrowser } from './.ci/browser.mjs';

const PORT = Number(process.env.BUNDLESCOPE_TEST_PORT ?? 4174);

/**
 * The tests run where users are: on plain http under a name that is not localhost, so the browser withholds
 * `crypto.subtle`, OPFS, SharedArrayBuffer and the rest of what only secure origins get.
 */
export const INTRANET = `http://bundlescope.intranet.test:${PORT}`;

export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  // Long enough for a machine that does other work beside.
  expect: { timeout: 15_000 },
  // What passes only the second time is listed as flaky: a fault to be mended, but none of the build under test.
  retries: process.env.BUNDLESCOPE_SLOW_ENGINE ? 0 : 1,
  forbidOnly: true,
  reporter: process.env.CI ? [['list']] : [['list']],
  use: {
    baseURL: `${INTRANET}/sub/path/`,
    viewport: { width: 1280, height: 800 },
    launchOptions: {
      executablePath: (await findBrowser()) ?? undefined,
      args: [...BROWSER_FLAGS, '--host-resolver-rules=MAP bundlescope.intranet.test 127.0.0.1'],
    },
  },
  webServer: {
    command: `node tests/e2e/static-host.mjs ${PORT}`,
    url: `http://127.0.0.1:${PORT}/sub/path/`,
    reuseExistingServer: !process.env.CI,
  },
});
