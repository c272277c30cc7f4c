import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright/test';
import type { FileReference, VmxSecrets } from '../../workers/public-api';
import { KeySafeWriter } from '../unit/envelope-key-writing';
import { base64, bundleWithDumps, decrypt, optionsOf, type Asked } from './decrypting';
import { caseOf, fixture, keyOf } from './envelope-cases';
import { everythingKept } from './kept';
import { expect, open, test } from './page';

const KERNEL_DUMP = caseOf('vmkernel-zdump.1');
const GCM = caseOf('v2-gcm-42893-bytes.ve');
const RSA = caseOf('rsa-4096.ve');
const VMX_PASSWORD = 'Sesam öffne dich';
const VMX_KEY = randomBytes(32);
const VMX_MARKER = 'plain-configuration-7c21';

const vmx = new TextEncoder().encode(
  new KeySafeWriter()
    .phrase(VMX_PASSWORD)
    .serverKey('vm-9', VMX_KEY)
    .lines(`annotation = "${VMX_MARKER}"`)
    .join('\n'),
);

const hexAndBase64 = (name: string, bytes: Buffer): [string, Buffer][] => [
  [name, bytes],
  [`${name} in hex`, Buffer.from(bytes.toString('hex'))],
  [`${name} in base64`, Buffer.from(bytes.toString('base64').replace(/=+$/, ''))],
];

/** Everything that was given as a secret or came out of something locked. */
async function secretsOf(plain: readonly Buffer[]): Promise<[name: string, secret: Buffer][]> {
  const pem = Buffer.from(fixture(RSA.privateKey!)).toString();
  const texts: [string, string][] = [
    ['password', KERNEL_DUMP.password!],
    ['wrong password', 'AnotherSecretWord'],
    ['wrong password of a private key', 'WrongSecretWord'],
    ['password of the private key', RSA.privateKeyPassword!],
    ['what was given as a key', 'ThisIsNoKeyButASecret'],
    ['private key', pem.split('\n')[5]!],
    ['password of a virtual machine', VMX_PASSWORD],
    ['wrong password of a virtual machine', 'WrongMachineWord'],
    ['configuration of a virtual machine', VMX_MARKER],
  ];
  return [
    ...texts.map(([name, text]): [string, Buffer] => [name, Buffer.from(text)]),
    ...hexAndBase64('key of the key file', Buffer.from(await keyOf(KERNEL_DUMP))),
    ...hexAndBase64('raw key', Buffer.from(GCM.rawKeyHex!, 'hex')),
    ...hexAndBase64('key of a virtual machine', VMX_KEY),
    ...plain.map((bytes, n): [string, Buffer] => {
      const middle = Math.floor(bytes.length / 2);
      return [`plain data ${n}`, bytes.subarray(middle, middle + 48)];
    }),
  ];
}

/** Uses every kind of secret through the page's API, rightly and wrongly. */
async function useAllSecrets(page: Page) {
  const messages: string[] = [];
  const plain: Buffer[] = [];
  const use = async (envelope: FileReference | { base64: string }, options: Asked) => {
    const isBytes = typeof envelope === 'object' && 'base64' in envelope;
    const answer = await decrypt(page, isBytes ? envelope : { reference: envelope }, options);
    if ('code' in answer) messages.push(`${answer.code} ${answer.message}`);
    else plain.push(answer.plain);
  };
  const useVmx = async (secrets: VmxSecrets) => {
    const [text, message] = await page.evaluate(
      (given) =>
        window.bundlescope.openVmx('vm.vmx', given).then(
          ({ text }) => [text, null],
          (error: Error) => [null, `${String(error)} ${JSON.stringify(error)} ${error.stack}`],
        ),
      secrets,
    );
    if (text === null) messages.push(message!);
    else expect(text).toContain(VMX_MARKER);
  };
  const password = KERNEL_DUMP.password!;
  await page.evaluate(
    (text) => window.bundlescope.unlock('vm-support-incident-key', { password: text }),
    password,
  );
  await use('var/core/vmkernel-zdump.1', {});
  await use('var/core/vmkernel-zdump.2', { password });
  await use('config.ve', { rawKey: GCM.rawKeyHex!, aad: GCM.aad! });
  await use({ base64: base64(fixture(RSA.file)) }, optionsOf(RSA));
  await useVmx({ password: VMX_PASSWORD });
  await useVmx({ rawKey: VMX_KEY.toString('hex') });
  expect([plain.length, messages]).toEqual([4, []]);

  await use('config.ve', { rawKey: GCM.rawKeyHex!, aad: 'another' });
  await use('var/core/hostd-zdump.000', { rawKey: GCM.rawKeyHex! });
  await use('var/core/hostd-zdump.000', { rawKey: 'ThisIsNoKeyButASecret' });
  await use('var/core/hostd-zdump.000', { key: 'ThisIsNoKeyButASecret' });
  await use('var/core/vmkernel-zdump.3', { password: 'AnotherSecretWord' });
  await use('var/core/vmkernel-zdump.3', { ...optionsOf(RSA), privateKeyPassword: 'WrongSecretWord' });
  // A private key where a key file is wanted.
  await use('var/core/vmkernel-zdump.3', { keyFile: base64(fixture(RSA.privateKey!)), password });
  await useVmx({ password: 'WrongMachineWord' });
  await useVmx({ rawKey: GCM.rawKeyHex! });
  await useVmx({ rawKey: 'ThisIsNoKeyButASecret' });
  await useVmx({ key: 'ThisIsNoKeyButASecret' });
  await useVmx({
    privateKey: Buffer.from(fixture(RSA.privateKey!)).toString(),
    privateKeyPassword: 'WrongSecretWord',
  });
  expect([plain.length, messages.length]).toEqual([4, 12]);
  return { messages, plain };
}

const port = Number(process.env.BUNDLESCOPE_TEST_PORT ?? 4174);

const ORIGINS = [
  { name: 'an insecure origin', baseURL: undefined, isSecure: false },
  // Has caches, a private file system and crypto.subtle.
  { name: 'a secure origin', baseURL: `http://localhost:${port}/sub/path/`, isSecure: true },
];

for (const { name, baseURL, isSecure } of ORIGINS) {
  test.describe(`on ${name}`, () => {
    if (baseURL) test.use({ baseURL });

    test('no secret is left in storage, in the address, on the console or in an error', async ({ page }) => {
      const heard: string[] = [];
      page.on('console', (message) => heard.push(message.text()));
      expect(await page.evaluate(() => [isSecureContext, 'caches' in window])).toEqual([isSecure, isSecure]);
      await open(page, [
        await bundleWithDumps(),
        { name: 'config.ve', bytes: fixture(GCM.file) },
        { name: 'vm.vmx', bytes: vmx },
      ]);
      const { messages, plain } = await useAllSecrets(page);
      await page.evaluate(() => window.bundlescope.whenIdle({ stored: true }));
      const kept = await everythingKept(page);
      // The search finds what is there: dropped files are stored as they are.
      for (const bytes of [fixture(GCM.file), vmx]) expect(kept.includes(Buffer.from(bytes))).toBe(true);
      const entries = await page.evaluate(() => performance.getEntries().map((entry) => entry.name));
      const html = await page.evaluate(() => document.documentElement.outerHTML);
      const places: [string, Buffer][] = [
        ['storage', kept],
        ['the address', Buffer.from(page.url())],
        ['what the browser has loaded', Buffer.from(entries.join('\n'))],
        ['the page', Buffer.from(html)],
        ['the console', Buffer.from(heard.join('\n'))],
        ['an error text', Buffer.from(messages.join('\n'))],
      ];
      const secrets = await secretsOf(plain);
      for (const [place, content] of places)
        for (const [what, secret] of secrets)
          expect(content.includes(secret), `${what} in ${place}`).toBe(false);
    });

    test('whatever is put anywhere would be found', async ({ page }) => {
      const heard: string[] = [];
      page.on('console', (message) => heard.push(message.text()));
      const planted = await page.evaluate(async () => {
        localStorage.setItem('a', 'planted-local');
        sessionStorage.setItem('planted-session', '');
        document.cookie = 'c=planted-cookie';
        history.replaceState({ deep: ['planted-history'] }, '');
        window.name = 'planted-name';
        const database = await new Promise<IDBDatabase>((resolve) => {
          const asked = indexedDB.open('another', 1);
          asked.onupgradeneeded = () => asked.result.createObjectStore('s');
          asked.onsuccess = () => resolve(asked.result);
        });
        const bytes = (text: string) => new TextEncoder().encode(text);
        const values = [new Map([['x', [bytes('planted-bytes')]]]), new Blob(['planted-blob'])];
        for (const [key, value] of values.entries()) {
          const put = database
            .transaction('s', 'readwrite')
            .objectStore('s')
            .put(value, `planted-key-${key}`);
          await new Promise((resolve) => (put.onsuccess = resolve));
        }
        database.close();
        const places = ['local', 'session', 'cookie', 'history', 'name', 'bytes', 'blob', 'key-0', 'key-1'];
        if (!('caches' in window)) return places;
        await (await caches.open('n')).put('/planted-request', new Response('planted-response'));
        const folder = await (
          await navigator.storage.getDirectory()
        ).getDirectoryHandle('d', { create: true });
        const writable = await (await folder.getFileHandle('f', { create: true })).createWritable();
        await writable.write('planted-file');
        await writable.close();
        return [...places, 'request', 'response', 'file'];
      });
      expect(planted.length).toBe(isSecure ? 12 : 9);
      const kept = await everythingKept(page);
      for (const place of planted) expect(kept.includes(Buffer.from(`planted-${place}`)), place).toBe(true);
      // The engine's console is heard too.
      const [engine] = page.workers();
      await engine!.evaluate(() => void console.info('planted-console'));
      await expect.poll(() => heard).toContain('planted-console');
    });
  });
}
