import { describe, expect, test } from 'vitest';
import type { PackOptions } from '../../workers/public-api';
import { packOptions } from '../../web/app/packing-arguments';

const least = { dumps: 'keep', fragments: 'join' };

describe('options of pack as they are typed in the console', () => {
  test.each<[unknown, string]>([
    [undefined, 'options'],
    [null, 'options'],
    ['keep', 'options'],
    [[], 'options'],
    [{}, 'dumps'],
    [{ dumps: 'keep' }, 'fragments'],
    [{ ...least, dumps: 'encrypt' }, 'dumps'],
    [{ ...least, dumps: ['keep'] }, 'dumps'],
    [{ ...least, fragments: true }, 'fragments'],
    [{ ...least, exlude: ['a'] }, 'exlude'],
    [{ ...least, include: 'var/' }, 'include'],
    [{ ...least, include: [7] }, 'include'],
    [{ ...least, include: [''] }, 'include'],
    [{ ...least, exclude: [{ path: 'a' }] }, 'exclude'],
    [{ ...least, exclude: [{ path: 'a', source: 0.5 }] }, 'exclude'],
    [{ ...least, exclude: [null] }, 'exclude'],
    [{ ...least, after: 'yesterday' }, 'after'],
    [{ ...least, after: 1_700_000_000_000 }, 'after'],
    [{ ...least, after: new Date() }, 'after'],
    [{ ...least, before: '2026-02-03T00:00:00Z+' }, 'before'],
    [{ ...least, before: '2026-02-31T00:00:00Z' }, 'before'],
    [{ ...least, before: '2026-02-30' }, 'before'],
    [{ ...least, before: '2026-13-01T00:00:00Z' }, 'before'],
    [{ ...least, after: '2026-01-02T00:00:00Z', before: '2026-01-02T00:00:00Z' }, 'after'],
    [{ ...least, after: '2026-01-02T02:00:00+01:00', before: '2026-01-02T00:30:00Z' }, 'after'],
    [{ ...least, dumps: 'drop', redact: true }, 'redact'],
    [{ ...least, dumps: 'drop', redact: { word: ['a'] } }, 'word'],
    [{ ...least, dumps: 'drop', redact: { words: 'acme' } }, 'redact.words'],
    [{ ...least, dumps: 'drop', redact: { words: ['acme', 7] } }, 'redact.words'],
    [{ ...least, dumps: 'drop', redact: { kinds: { uuid: 0 } } }, 'redact.kinds.uuid'],
    [{ ...least, dumps: 'drop', redact: { kinds: { hostname: false } } }, 'hostname'],
    [{ ...least, dumps: 'drop', redact: { kinds: ['uuid'] } }, 'redact.kinds'],
    [{ ...least, keys: 'Passw0rd' }, 'keys'],
    [{ ...least, keys: { password: 7 } }, 'password'],
    [{ ...least, dumps: 'recrypt' }, 'to'],
    [{ ...least, dumps: 'recrypt', to: 'someone' }, 'to'],
    [{ ...least, dumps: 'recrypt', to: { publicKey: 1 } }, 'to.publicKey'],
  ])('%o is refused, and named', (options, named) => {
    expect(() => packOptions(options as PackOptions)).toThrow(
      expect.objectContaining({ code: 'bad-argument', message: expect.stringContaining(named) }),
    );
  });

  test.each(['keep', 'decrypt', 'recrypt'])(
    'redaction with dumps: %s is refused for its own reason',
    (dumps) => {
      const options = { dumps, fragments: 'join', to: { password: 'x' }, redact: {} };
      expect(() => packOptions(options as PackOptions)).toThrow(
        expect.objectContaining({
          code: 'dumps-cannot-be-redacted',
          message: expect.stringContaining('memory'),
        }),
      );
    },
  );

  test('a secret of the wrong type is not repeated', () => {
    const options = { ...least, keys: { password: ['hunter2'] } };
    expect(() => packOptions(options as never)).not.toThrow(/hunter2/);
    expect(() => packOptions(options as never)).toThrow(/password/);
  });

  test('the rest goes on, instants in UTC', () => {
    const options = {
      ...least,
      include: ['var/', { source: 1, path: 'etc/hosts' }],
      exclude: [],
      after: '2026-01-02T02:00:00+01:00',
      before: '2026-01-03',
      dumps: 'drop',
      redact: { kinds: { uuid: false, 'ip-address': true }, words: ['acme'] },
    } as PackOptions;
    expect(packOptions(options)).toEqual({
      ...options,
      after: '2026-01-02T01:00:00.000Z',
      before: '2026-01-03T00:00:00.000Z',
    });
    expect(packOptions({ ...least, after: '2026-01-02T02:00' } as PackOptions).after).toBe(
      '2026-01-02T02:00:00.000Z',
    );
    expect(packOptions({ ...least, after: undefined, redact: undefined } as never)).toMatchObject(least);
  });
});
