import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AliasMap, RedactOptions } from '../../workers/public-api';
import { RULES } from '../../workers/findings/registry';
import { CASE_STUDIES } from './eam-case-studies';
import { SHAPES } from './hsm-deliveries';
import { bundleOf, bytesOf, KEEP, openCaseOf, pack, type Dropped } from './packing-case';
import { mapTexts, resultsOf } from './case-results';
import { plantedBundle, PLANTED_WORDS } from './planted-secrets';
import { originalOf, redactedPackage } from './redacted-package';
import { scanWorkers } from './scan-workers-on-this-thread';
import { TRACE_SOURCES } from '../../workers/trace/registry';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Files in one folder. */
function folder(files: readonly { path: string; content: string | Uint8Array }[]): Dropped[] {
  return files.map(({ path, content }) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    folderPath: `case/${path}`,
    bytes: typeof content === 'string' ? encoder.encode(content) : Uint8Array.from(content),
    modified: Date.UTC(2024, 0, 1),
  }));
}

/** Never in a text, and no part of a name. */
const BETWEEN = '\n\u0001\n';

/** Puts the originals back in every text of a result, all at once. */
function turnedBack(value: unknown, aliases: AliasMap): unknown {
  const texts: string[] = [];
  mapTexts(value, (text) => (texts.push(text), text));
  const all = decoder.decode(originalOf(encoder.encode(texts.join(BETWEEN)), aliases)).split(BETWEEN);
  let next = 0;
  return mapTexts(value, () => all[next++]!);
}

/** Lists that are in the order of names, which aliases change, in an order of their own. */
function inOrder(results: Record<string, unknown>): Record<string, unknown> {
  const sorted = (list: unknown) =>
    [...(list as unknown[])].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const hosts = (results.hosts as Record<string, unknown>[]).map((host) => ({
    ...host,
    ...Object.fromEntries(['vms', 'networks', 'datastores'].map((list) => [list, sorted(host[list])])),
  }));
  return { ...results, hosts };
}

/** The results of what was packed as it is, and of what was redacted, with the originals put back. */
async function both(dropped: readonly Dropped[], redact: RedactOptions, exclude: readonly string[]) {
  const open = await openCaseOf(dropped, scanWorkers);
  const plain = await openCaseOf(
    [{ name: 'case.tgz', bytes: await bytesOf((await pack(open, { ...KEEP, exclude })).blob) }],
    scanWorkers,
  );
  const redacted = await redactedPackage(open, redact);
  const again = await openCaseOf([{ name: 'case.tgz', bytes: redacted.bytes }], scanWorkers);
  const before = await resultsOf(plain);
  const redactedResults = await resultsOf(again);
  const after = turnedBack(redactedResults, redacted.aliases) as typeof before;
  for (const one of [open, plain, again]) one.close();
  return { before, after, redactedResults, aliases: redacted.aliases };
}

/** @param leftOut logs that cannot be redacted, and are in no redacted package */
async function expectEqual(
  dropped: readonly Dropped[],
  redact: RedactOptions = {},
  leftOut: readonly string[] = [],
): Promise<void> {
  const results = await both(dropped, redact, leftOut);
  const before = inOrder(results.before);
  const after = inOrder(results.after);
  for (const [part, expected] of Object.entries(before)) {
    const given = after[part];
    if (!Array.isArray(expected) || !Array.isArray(given))
      expect({ [part]: given }).toEqual({ [part]: expected });
    else {
      // The first that differs says more than all of them.
      const at = expected.findIndex((one, i) => JSON.stringify(one) !== JSON.stringify(given[i]));
      if (at >= 0) expect({ part, at, is: given[at] }).toEqual({ part, at, is: expected[at] });
      expect(given.length, part).toBe(expected.length);
    }
  }
}

describe('analyses of a redacted package are those of the original up to the aliases', () => {
  test('a bundle planted with secrets', async () => {
    await expectEqual([await plantedBundle()], { words: PLANTED_WORDS }, ['var/log/latin.txt']);
  });

  test.each(['6.7', '7.0', '8.0'] as const)('a bundle of %s', async (release) => {
    await expectEqual([await bundleOf({ release, logBytes: 400_000, rotated: 1 })]);
  });

  test('a bundle of a vCenter', async () => {
    await expectEqual([await bundleOf({ layout: 'vcenter', logBytes: 300_000, rotated: 1 })]);
  });

  test.each(
    TRACE_SOURCES.flatMap(({ source, samples }) =>
      samples.map((sample) => ({ id: source.id, sample, title: sample.title })),
    ),
  )('operations of $id: $title', async ({ sample }) => {
    await expectEqual(
      folder(sample.files.map(({ path, lines }) => ({ path, content: `${lines.join('\n')}\n` }))),
    );
  });

  test.each(CASE_STUDIES.map((study) => ({ study, title: study.name })))(
    'agents: $title',
    async ({ study }) => {
      await expectEqual(folder(study.files));
    },
  );

  test.each(
    RULES.flatMap(({ id, samples }) =>
      [...samples.fires, ...samples.silent].map(({ name, files }) => ({ id, files, title: name })),
    ),
  )('findings of $id: $title', async ({ files }) => {
    await expectEqual(folder(files));
  });

  test.each(Object.entries(SHAPES))('HSM events: %s', async (_, files) => {
    await expectEqual(folder(files));
  });

  test('HSM events: the logs of the document', async () => {
    const root = 'tests/fixtures/hsm';
    const names = readdirSync(root).filter((name) => name.endsWith('.log'));
    await expectEqual(
      folder(names.map((name) => ({ path: name, content: readFileSync(`${root}/${name}`) }))),
    );
  });

  test('operations in the form of figure 3', async () => {
    await expectEqual(
      folder([{ path: 'figure3.log', content: readFileSync('tests/fixtures/trace/figure3.log') }]),
    );
  });
});
