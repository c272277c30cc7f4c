import { describe, expect, test } from 'vitest';
import type { CaseEvent, HsmRule, RuleCase } from '../../workers/hsm/finding';
import { hsmFindings, RULES } from '../../workers/hsm/rules';
import { hsmOfTexts } from './hsm-reading';
import { written } from './hsm-writing';

const modules = import.meta.glob<{ default: HsmRule; cases: RuleCase[] }>('../../workers/hsm/rules/*.ts', {
  eager: true,
});

/** One stream where a case does not say which. */
const USUAL = 'hsm-abcde123456';

async function findingsOf(events: readonly CaseEvent[]) {
  const texts = new Map<string, string>();
  for (const event of events) {
    const stream = event.stream ?? USUAL;
    texts.set(stream, `${texts.get(stream) ?? ''}${written(event)}\n`);
  }
  const clusters = new Map(events.map(({ stream = USUAL, cluster = null }) => [stream, cluster]));
  const from = await hsmOfTexts(
    Array.from(texts, ([stream, text]) => ({ stream, cluster: clusters.get(stream) ?? null, text })),
  );
  return hsmFindings(from, async () => undefined);
}

describe.each(Object.entries(modules))('%s', (path, { default: rule, cases }) => {
  test('is called as its file', () => expect(path).toBe(`../../workers/hsm/rules/${rule.id}.ts`));

  test('has a case that fires and one that must not', () => {
    expect(cases.some(({ finds }) => finds.length > 0)).toBe(true);
    expect(cases.some(({ finds }) => finds.length === 0)).toBe(true);
  });

  test.each(cases)('$name', async ({ events, finds }) => {
    const found = (await findingsOf(events)).filter((finding) => finding.rule === rule.id);
    expect(found).toMatchObject(finds);
    expect(found).toHaveLength(finds.length);
    for (const { events: proof, explanation, from } of found) {
      expect(proof.length).toBeGreaterThan(0);
      expect(explanation.length).toBeGreaterThan(40);
      expect(from).not.toBeNull();
    }
  });
});

test('every rule of the page API is there', () => {
  expect(RULES.map(({ id }) => id)).toEqual(
    (
      'clock-step contradiction damaged-event duplicate key-destroyed key-exported key-imported key-not-synced ' +
      'key-shared login-after-burst login-burst login-failed password-changed reboot sequence-gap stream-starts-late ' +
      'user-created user-deleted user-out-of-step zeroized'
    ).split(' '),
  );
});
