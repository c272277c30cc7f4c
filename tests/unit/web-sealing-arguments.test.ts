import { describe, expect, test } from 'vitest';
import type { RecryptOptions, SealOptions } from '../../workers/public-api';
import { recryptOptions, sealOptions } from '../../web/app/sealing-arguments';

describe('what is typed in the console', () => {
  test.each<unknown>([
    undefined,
    null,
    'Passw0rd!',
    { password: 7 },
    { publicKey: new Uint8Array(3) },
    { rawKey: new Uint8Array(32) },
    { cipher: null },
    { wrapped: 'yes' },
    { gzip: 1 },
    { header: 4096 },
    { header: 'true' },
    { password: 'x', gizp: true },
  ])('is refused: %o', (options) => {
    const refused = expect.objectContaining({ code: 'bad-argument' });
    expect(() => sealOptions(options as SealOptions)).toThrow(refused);
    expect(() => recryptOptions({ to: options } as RecryptOptions)).toThrow(refused);
  });

  test.each<unknown>([
    undefined,
    {},
    { to: { password: 'x' }, from: 'key-1' },
    { to: {}, deep: 'no' },
    { to: { password: 'x' }, depth: true },
  ])('is refused by recrypt: %o', (options) => {
    expect(() => recryptOptions(options as RecryptOptions)).toThrow(
      expect.objectContaining({ code: 'bad-argument' }),
    );
  });

  test('goes on as it is', () => {
    for (const header of [true, false, new Blob([new Uint8Array(4096)]), new Uint8Array(4096)]) {
      const to: SealOptions = { password: 'x', wrapped: true, cipher: 'AES-128', header };
      expect(sealOptions(to)).toBe(to);
      const options: RecryptOptions = { from: { password: 'a' }, to, deep: true };
      expect(recryptOptions(options)).toBe(options);
    }
  });

  test('no message repeats a value', () => {
    try {
      sealOptions({ password: { secret: 'hunter2' } } as unknown as SealOptions);
      expect.unreachable();
    } catch (error) {
      expect((error as Error).message).not.toContain('hunter2');
    }
  });
});
