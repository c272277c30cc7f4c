import { describe, expect, test } from 'vitest';
import { CONFIDENTIAL_NAMES } from '../../workers/redaction/confidential-names';
import { openedCase, unwatched } from './analysis-case';
import { plantedBundle, SECRETS } from './planted-secrets';

const NAMED = new Set(['host-name', 'user', 'vm-name', 'datastore', 'serial-number', 'cloud-name', 'key-id']);

describe('a bundle with more than 200 secrets', () => {
  test('has them', () => expect(new Set(SECRETS.map(({ text }) => text)).size).toBeGreaterThanOrEqual(200));

  test('tells all of its names', async () => {
    const { name, bytes } = await plantedBundle();
    const reader = await openedCase([{ path: name, content: bytes }]);
    const started = performance.now();
    const names = await CONFIDENTIAL_NAMES.run(reader, unwatched());
    const found = new Set(names.map(({ kind, text }) => `${kind} ${text}`));
    const missing = SECRETS.filter(({ kind, text }) => NAMED.has(kind) && !found.has(`${kind} ${text}`));
    expect(missing).toEqual([]);
  });
});
