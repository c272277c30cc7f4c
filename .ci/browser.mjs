// Finds a Chromium for the tests, or installs one: an installed browser first, then Playwright's own download,
// then the system's package manager.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Path of a usable browser, or null. */
export async function findBrowser() {
  const installed = CANDIDATES.find((path) => path && existsSync(path));
  if (installed) return installed;
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  return existsSync(own) ? own : null;
}

/** Flags that keep the browser quiet on a machine without a network. */
export const BROWSER_FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function run(command, args) {
  console.log(`$ ${command} ${args.join(' ')}`);
  return spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' }).status === 0;
}

async function ensureBrowser() {
  if (await findBrowser()) return;
  console.log('No Chromium found: installing one for the tests …');
  run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
  if (await findBrowser()) return;
  const sudo = process.getuid?.() === 0 ? [] : ['sudo'];
  const managers = [
    ['apt-get', ['update'], ['install', '-y', 'chromium']],
    ['dnf', null, ['install', '-y', 'chromium']],
    ['apk', null, ['add', 'chromium']],
    ['pacman', null, ['-S', '--noconfirm', 'chromium']],
    ['brew', null, ['install', '--cask', 'chromium']],
  ];
  for (const [manager, refresh, install] of managers) {
    if (spawnSync(manager, ['--version'], { stdio: 'ignore' }).error) continue;
    const words = manager === 'brew' ? [manager] : [...sudo, manager];
    if (refresh) run(words[0], [...words.slice(1), ...refresh]);
    run(words[0], [...words.slice(1), ...install]);
    if (await findBrowser()) return;
  }
  throw new Error('no Chromium could be installed; set CHROMIUM_PATH to one');
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await ensureBrowser();
