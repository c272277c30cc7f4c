import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { Jobs } from '../../workers/engine/jobs';
import { previewOf } from '../../workers/engine/redaction-preview';
import { turnedBack } from '../../workers/engine/turned-back';
import type { AliasMap, RedactionPreview } from '../../workers/public-api';
import { checkedAliasMap } from '../../workers/redaction/alias-map';
import { openCaseOf } from './packing-case';
import { PLACEHOLDERS, plantedBundle, PLANTED_WORDS, SECRETS } from './planted-secrets';
import { redactedPackage, type RedactedPackage } from './redacted-package';
import { scanWorkers } from './scan-workers-on-this-thread';

const redact = { words: PLANTED_WORDS };

describe('a preview', () => {
  let preview: RedactionPreview;
  let packed: RedactedPackage;

  beforeAll(async () => {
    const open = await openCaseOf([await plantedBundle()], scanWorkers);
    const options = { dumps: 'drop', fragments: 'join', redact } as const;
    preview = await open.jobs.run(1, (job) => previewOf(open, job, options));
    packed = await redactedPackage(open, redact, 'join');
  }, 60_000);

  test('shows every kind, with originals and lines', () => {
    const kinds = new Set(preview.kinds.map(({ kind }) => kind));
    for (const { kind } of SECRETS) {
      if (!PLACEHOLDERS.has(kind)) expect(kinds, kind).toContain(kind);
    }
    for (const { kind, originals, first } of preview.kinds) {
      expect(originals, kind).toBeGreaterThanOrEqual(Math.min(first.length, 1));
      expect(first.length, kind).toBeLessThanOrEqual(12);
    }
    expect(preview.lines.length).toBeGreaterThan(20);
    for (const { before, after } of preview.lines) expect(after).not.toBe(before);
    expect(preview.paths.length).toBeGreaterThan(20);
    for (const { before, after } of preview.paths) expect(after).not.toBe(before);
  });

  test('has the aliases that the package has', () => {
    const aliases = new Map(packed.aliases.aliases.map(({ original, alias }) => [original, alias]));
    for (const { first } of preview.kinds) {
      for (const { original, alias } of first) expect(aliases.get(original)).toBe(alias);
    }
    const paths = new Set(packed.manifest.map(({ path }) => path.slice(path.indexOf('/') + 1)));
    const kept = preview.paths.filter(({ after }) => paths.has(after));
    expect(kept.length).toBeGreaterThan(preview.paths.length / 2);
  });
});

describe('turning back', () => {
  const map: AliasMap = {
    format: 'bundlescope-aliases',
    version: 1,
    created: '2026-01-01T00:00:00.000Z',
    aliases: [
      { kind: 'user', alias: 'user-x1', original: 'mkeller' },
      { kind: 'vm-name', alias: 'vm-x1én', original: 'Büro' },
    ],
  };

  const told: number[] = [];
  const jobs = new Jobs(({ done, total }) => told.push(done / total));
  const back = (text: string | Blob, aliases: AliasMap) =>
    jobs.run(1, (job) => turnedBack(text, aliases, job));

  test.each(['text', 'blob', 'UTF-16 with its mark'])('of a %s', async (form) => {
    const text = 'user-x1 opened vm-x1én, not user-x12\n';
    const wide = new Blob([Buffer.from(`\ufeff${text}`, 'utf16le')]);
    const given = form === 'text' ? text : form === 'blob' ? new Blob([text]) : wide;
    const bytes = Buffer.from(await (await back(given, map)).arrayBuffer());
    const expected = 'mkeller opened Büro, not user-x12\n';
    expect(bytes.toString(form.startsWith('UTF-16') ? 'utf16le' : 'utf8')).toBe(
      form.startsWith('UTF-16') ? `\ufeff${expected}` : expected,
    );
  });

  test('of a packed delivery in a text', async () => {
    const packed = gzipSync('{"message":"User Name : user-x1"}').toString('base64');
    const text = await (await back(`{"awslogs":{"data":"${packed}"}}`, map)).text();
    const { awslogs } = JSON.parse(text) as { awslogs: { data: string } };
    const plain = await new Response(
      new Blob([Buffer.from(awslogs.data, 'base64')]).stream().pipeThrough(new DecompressionStream('gzip')),
    ).text();
    expect(plain).toBe('{"message":"User Name : mkeller"}');
  });

  test('tells how far it is, and is cancelled on the way', async () => {
    const long = 'user-x1 was here\n'.repeat(300_000);
    expect((await back(long, map)).size).toBe(long.length);
    expect(told.at(-1)).toBe(1);
    told.length = 0;
    const turning = back(long, map);
    setTimeout(() => jobs.cancel(1), 0);
    await expect(turning).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).not.toContain(1);
    expect((await back('user-x1', map)).size).toBe(7);
  });

  test('refuses an archive', async () => {
    await expect(back(new Blob([gzipSync('x')]), map)).rejects.toMatchObject({ code: 'not-a-text' });
  });

  test.each([
    [null, 'not-an-alias-map'],
    ['x', 'not-an-alias-map'],
    [{ ...map, format: 'other' }, 'not-an-alias-map'],
    [{ ...map, version: 2 }, 'alias-map-version'],
    [{ ...map, aliases: { length: 1 } }, 'not-an-alias-map'],
    [{ ...map, aliases: [null] }, 'not-an-alias-map'],
    [{ ...map, aliases: [{ kind: 'user', alias: '', original: 'x' }] }, 'not-an-alias-map'],
    [{ ...map, aliases: [{ kind: 'user', alias: 'x'.repeat(20_000), original: 'x' }] }, 'not-an-alias-map'],
    [{ ...map, aliases: [{ kind: 'user', alias: 'x', original: 7 }] }, 'not-an-alias-map'],
  ])('refuses %j', (given, code) => {
    expect(() => checkedAliasMap(given)).toThrow(expect.objectContaining({ code }) as Error);
  });

  test('takes over what belongs into a map, and nothing else', () => {
    const given = JSON.parse(
      '{"format":"bundlescope-aliases","version":1,"__proto__":{"x":1},"aliases":[{"kind":"user","alias":"a1","original":"b1","more":1}]}',
    ) as unknown;
    expect(checkedAliasMap(given)).toEqual({
      format: 'bundlescope-aliases',
      version: 1,
      created: '',
      aliases: [{ kind: 'user', alias: 'a1', original: 'b1' }],
    });
  });
});
