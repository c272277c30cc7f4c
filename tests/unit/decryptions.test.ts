import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BlobParts } from '../../workers/engine/blob-parts';
import { CaseContent } from '../../workers/engine/case-content';
import { CaseEnvelopes } from '../../workers/engine/case-envelopes';
import { CryptoMeans } from '../../workers/engine/crypto-means';
import { Decryptions, type DecryptingListener } from '../../workers/engine/decryptions';
import { Jobs } from '../../workers/engine/jobs';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import type { PlainPart } from '../../workers/public-api';
import { codeOf, fixture } from './envelope-decrypting';
import { freshEnvelopeKernel } from './envelope-kernel';
import { writeEnvelope, type EnvelopeSpec } from './envelope-writing';
import { CryptoWorkersOnThisThread } from './crypto-workers-on-this-thread';
import { freshKernel } from './kernel';

const KEY = randomBytes(32);
const MIB = 1 << 20;
const RAW = { rawKey: KEY.toString('hex') };

async function parts(workers = 3, maxBlob?: number) {
  const cryptoWorkers = new CryptoWorkersOnThisThread(workers);
  const crypto = new CryptoMeans({
    kernel: () => freshKernel<EngineExports>(),
    envelopeKernel: freshEnvelopeKernel,
    cryptoWorkers,
  });
  const told: [job: number, done: number, total: number][] = [];
  const listener = { tell: (...event: (typeof told)[number]): void => void told.push(event) };
  const envelopes = new CaseEnvelopes(new CaseContent(await freshKernel<EngineExports>()), crypto);
  const jobs = new Jobs(() => undefined);
  const tell: DecryptingListener = (...event) => listener.tell(...event);
  const decryptions = new Decryptions(envelopes, crypto, tell, jobs, maxBlob);
  return { cryptoWorkers, crypto, told, listener, envelopes, decryptions, jobs };
}

function envelope(plain: Uint8Array, spec: Partial<EnvelopeSpec> = {}): Blob {
  const bytes = writeEnvelope({ version: 1, cipher: 'AES-256', key: KEY, plain, ...spec });
  return new Blob([new Uint8Array(bytes)]);
}

/** The key file of `aes-256.ve`, asking for so many rounds: the key comes out for 1000 only. */
function keyFileOfRounds(rounds: number): Blob {
  const text = Buffer.from(fixture('aes-256.key')).toString('latin1');
  expect(text).toContain('rounds%3d1000%3a');
  return new Blob([text.replace('rounds%3d1000%3a', `rounds%3d${rounds}%3a`)]);
}

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

describe('a decryption', () => {
  const plain = randomBytes(5 * MIB + 77);

  test.each<[string, Partial<EnvelopeSpec>]>([
    ['sectors', {}],
    ['one message', { version: 2, cipher: 'AES-256-GCM' }],
    ['a compressed message', { version: 2, cipher: 'AES-256-GCM', compress: true }],
  ])('of %s is spread over the workers, whose keys are wiped', async (_, spec) => {
    const { cryptoWorkers, crypto, told, decryptions } = await parts();
    const { blob, authenticated, warnings } = await decryptions.toBlob(4, envelope(plain, spec), RAW);
    expect(sha(await bytesOf(blob))).toBe(sha(plain));
    expect([authenticated, warnings]).toEqual([spec.version === 2, []]);
    expect(cryptoWorkers.started).toHaveLength(3);
    for (const worker of cryptoWorkers.started) expect(worker.parts).toBeGreaterThan(0);
    await expect.poll(() => cryptoWorkers.started.map(({ openJobs }) => openJobs.size)).toEqual([0, 0, 0]);
    expect(told.every(([job, done, total]) => job === 4 && done <= total)).toBe(true);
    expect(told.map(([, done]) => done)).toEqual(told.map(([, done]) => done).sort((a, b) => a - b));
    expect(told.at(-1)![1]).toBe(told.at(-1)![2]);
    crypto.pool.end();
    expect(cryptoWorkers.started.every(({ hasEnded }) => hasEnded)).toBe(true);
  });

  test('gives the memory of its pieces back once they are in the Blob', async () => {
    const blob = new BlobParts();
    const chunks = Array.from({ length: 5 }, () => new Uint8Array(plain.subarray(0, MIB)));
    for (const chunk of chunks) await blob.add(chunk);
    expect(chunks.map(({ byteLength }) => byteLength)).toEqual([0, 0, 0, 0, MIB]);
    expect(sha(await bytesOf(blob.blob()))).toBe(sha(Buffer.concat(Array(5).fill(plain.subarray(0, MIB)))));
    expect(chunks[4]!.byteLength).toBe(0);
  });

  test('is written in order, with the clear header in front when asked for', async () => {
    const { crypto, decryptions } = await parts();
    const chunks: Buffer[] = [];
    let under = 0;
    const write = async (chunk: Uint8Array) => {
      expect(++under).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      chunks.push(Buffer.from(chunk));
      under--;
    };
    const header = randomBytes(4096);
    const dump = new Blob([new Uint8Array(header), envelope(plain)]);
    const outcome = await decryptions.into(1, dump, { ...RAW, withHeader: true }, write);
    expect(outcome).toEqual({ authenticated: false, warnings: [] });
    expect(under).toBe(0);
    expect(sha(Buffer.concat(chunks))).toBe(sha(Buffer.concat([header, plain])));
    crypto.pool.end();
  });

  test.each([
    ['a part more than its parts hold', 5 * MIB + 77, MIB, 6],
    ['whole parts only', 4 * MIB, MIB, 4],
    ['one part that is full', 5 * MIB + 77, 5 * MIB + 77, 1],
    ['ends of parts within chunks', 5 * MIB + 77, 700_001, 8],
  ])('comes in numbered parts: %s', async (_, bytes, partBytes, count) => {
    const whole = plain.subarray(0, bytes);
    const { crypto, decryptions } = await parts();
    const taken: PlainPart[] = [];
    let under = 0;
    const outcome = await decryptions.inParts(3, envelope(whole), RAW, partBytes, async (part) => {
      expect(++under).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      taken.push(part);
      under--;
    });
    expect(outcome).toEqual({ authenticated: false, warnings: [] });
    expect(taken.map(({ number }) => number)).toEqual(Array.from({ length: count }, (_, n) => n + 1));
    expect(taken.map(({ isLast }) => isLast)).toEqual(taken.map((_, n) => n === count - 1));
    expect(taken.slice(0, -1).every(({ blob }) => blob.size === partBytes)).toBe(true);
    const joined = new Blob(taken.map(({ blob }) => blob));
    expect(sha(await bytesOf(joined))).toBe(sha(whole));
    crypto.pool.end();
  });

  test('without any data is one empty part', async () => {
    const { crypto, decryptions } = await parts();
    const sizes: [size: number, isLast: boolean][] = [];
    await decryptions.inParts(3, envelope(new Uint8Array(0)), RAW, MIB, async ({ blob, isLast }) => {
      sizes.push([blob.size, isLast]);
    });
    expect(sizes).toEqual([[0, true]]);
    crypto.pool.end();
  });

  test('in parts is cancelled while a part is being taken: no other follows', async () => {
    const { cryptoWorkers, crypto, decryptions, jobs } = await parts(2);
    let count = 0;
    const cancelled = decryptions.inParts(8, envelope(plain), RAW, MIB, async () => {
      count++;
      jobs.cancel(8);
    });
    expect(await codeOf(() => cancelled)).toBe('cancelled');
    expect(count).toBe(1);
    await expect.poll(() => cryptoWorkers.started.every(({ openJobs }) => openJobs.size === 0)).toBe(true);
    crypto.pool.end();
  });

  test.each<[string, Partial<EnvelopeSpec>]>([
    ['its size known', {}],
    ['its size told by inflating only', { compress: true }],
  ])('larger than one Blob may be, %s, says what to do', async (_, spec) => {
    const { crypto, decryptions } = await parts(2, 3 * MIB);
    const failure: unknown = await decryptions.toBlob(1, envelope(plain, spec), RAW).catch((error) => error);
    expect(failure).toMatchObject({ code: 'too-large', message: expect.stringContaining('numbered parts') });
    const { blob } = await decryptions.toBlob(2, envelope(plain.subarray(0, 3 * MIB), spec), RAW);
    expect(blob.size).toBe(3 * MIB);
    crypto.pool.end();
  });

  test('ends with what fails to be written, the last chunk as well', async () => {
    const { cryptoWorkers, crypto, decryptions } = await parts(2);
    for (const failing of [2, 6]) {
      let count = 0;
      const write = async () => {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (++count === failing) throw new Error('the disk is full');
      };
      await expect(decryptions.into(failing, envelope(plain), RAW, write)).rejects.toThrow('full');
      expect(count).toBe(failing);
    }
    await expect.poll(() => cryptoWorkers.started.every(({ openJobs }) => openJobs.size === 0)).toBe(true);
    crypto.pool.end();
  });

  test('stops when it is cancelled: nothing is being written any more, the keys are wiped', async () => {
    const { cryptoWorkers, crypto, listener, decryptions, jobs } = await parts(2);
    let under = 0;
    const write = async () => {
      under++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      under--;
    };
    listener.tell = () => jobs.cancel(9);
    expect(await codeOf(() => decryptions.into(9, envelope(plain), RAW, write))).toBe('cancelled');
    expect(under).toBe(0);
    await expect.poll(() => cryptoWorkers.started.every(({ openJobs }) => openJobs.size === 0)).toBe(true);
    crypto.pool.end();
  });

  test('does not wait for workers that are warming up', async () => {
    const { cryptoWorkers, crypto, decryptions } = await parts(2);
    crypto.pool.warm();
    expect(cryptoWorkers.started).toHaveLength(2);
    const { blob } = await decryptions.toBlob(1, envelope(plain), RAW);
    expect(sha(await bytesOf(blob))).toBe(sha(plain));
    expect(cryptoWorkers.started).toHaveLength(2);
    crypto.pool.end();
  });

  test('does not wait for the rounds of a password when it is cancelled', async () => {
    const { crypto, decryptions, jobs } = await parts(1);
    const keyFile = keyFileOfRounds(10_000_000);
    const start = performance.now();
    setTimeout(() => jobs.cancel(3), 100);
    const dump = new Blob([new Uint8Array(fixture('aes-256.ve'))]);
    expect(await codeOf(() => decryptions.toBlob(3, dump, { keyFile, password: 'Passw0rd!' }))).toBe(
      'cancelled',
    );
    expect(performance.now() - start).toBeLessThan(3_000);
    // The worker is free for what comes next.
    const { blob } = await decryptions.toBlob(4, dump, {
      keyFile: keyFileOfRounds(1000),
      password: 'Passw0rd!',
    });
    expect(blob.size).toBe(42_893);
    expect(performance.now() - start).toBeLessThan(4_000);
    crypto.pool.end();
  });

  test('fails when its worker dies; the next one has a fresh worker', async () => {
    const { cryptoWorkers, crypto, listener, decryptions } = await parts(1);
    listener.tell = () => cryptoWorkers.started[0]!.die();
    expect(await codeOf(() => decryptions.toBlob(1, envelope(plain), RAW))).toBe('crypto-worker-died');
    expect(cryptoWorkers.started[0]!.hasEnded).toBe(true);
    listener.tell = () => undefined;
    const { blob } = await decryptions.toBlob(2, envelope(plain), RAW);
    expect(sha(await bytesOf(blob))).toBe(sha(plain));
    expect(cryptoWorkers.started).toHaveLength(2);
    crypto.pool.end();
  });
});

describe('keys of a visit', () => {
  const keyFile = new Blob([new Uint8Array(fixture('aes-256.key'))]);
  const dump = new Blob([new Uint8Array(fixture('aes-256.ve'))]);

  test('are kept under one name until they are forgotten', async () => {
    const { crypto, envelopes, decryptions } = await parts();
    const first = await envelopes.unlock(keyFile, { password: 'Passw0rd!' });
    expect(await envelopes.unlock(keyFile, { password: 'Passw0rd!' })).toEqual(first);
    expect(envelopes.ring.list()).toEqual([first]);
    const kept = envelopes.ring.keys[0]!.bytes;
    expect((await decryptions.toBlob(1, dump, {})).blob.size).toBe(42_893);
    expect((await decryptions.toBlob(2, dump, { key: first.id })).blob.size).toBe(42_893);
    envelopes.forgetKeys();
    expect([...kept].every((byte) => byte === 0)).toBe(true);
    expect(await codeOf(() => decryptions.toBlob(3, dump, {}))).toBe('key-needed');
    crypto.pool.end();
  });

  test('are not waited for when unlocking is cancelled', async () => {
    const { crypto, envelopes } = await parts(1);
    const abort = new AbortController();
    for (const cancel of [() => envelopes.forgetKeys(), () => abort.abort()]) {
      setTimeout(cancel, 50);
      const opening = envelopes.unlock(keyFileOfRounds(10_000_000), { password: 'Passw0rd!' }, abort.signal);
      expect(await codeOf(() => opening)).toBe('cancelled');
    }
    expect(envelopes.ring.list()).toEqual([]);
    crypto.pool.end();
  });

  test('given as text are what they may mean', async () => {
    const { envelopes } = await parts();
    const [key, ...others] = envelopes.unlockRaw(KEY.toString('base64'));
    expect(key).toMatchObject({ cipher: 'AES-256', keyInfo: null });
    expect(others).toEqual([]);
    expect(await codeOf(async () => envelopes.unlockRaw('Passw0rd!'))).toBe('wrong-key');
  });

  test('given for one decryption are not kept', async () => {
    const { crypto, envelopes, decryptions } = await parts();
    await decryptions.toBlob(1, dump, { keyFile, password: 'Passw0rd!' });
    expect(envelopes.ring.list()).toEqual([]);
    crypto.pool.end();
  });
});
