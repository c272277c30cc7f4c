import { describe, expect, it } from 'vitest';
import { blobOrReference, secretOptions } from '../../web/app/secret-arguments';

describe('options with secrets', () => {
  it.each([
    [{ password: 4711 }, 'password is a text'],
    [{ password: null }, 'password is a text'],
    [{ rawKey: 4711 }, 'rawKey is a text'],
    [{ aad: 4711 }, 'aad is a text'],
    [{ withHeader: 'no' }, 'withHeader is true or false'],
    [{ offset: NaN }, 'offset is a whole number of bytes from 0 on'],
    [{ offset: -1 }, 'offset is a whole number of bytes from 0 on'],
    [{ offset: '4711' }, 'offset is a whole number of bytes from 0 on'],
    [{ keyFile: 4711 }, 'keyFile takes a Blob, a path, or { source, path }'],
    ['4711', 'options are an object, such as { password: "…" }'],
    [null, 'options are an object, such as { password: "…" }'],
  ])('refuses %j and does not repeat it', (options, message) => {
    const refused = expect(() => secretOptions(options as object));
    refused.toThrow(expect.objectContaining({ code: 'bad-argument', message }));
  });

  it('lets through what is right', () => {
    const options = { password: '', offset: 4096, salvage: true, keyFile: new Blob([]), aad: undefined };
    expect(secretOptions(options)).toBe(options);
    expect(secretOptions(undefined)).toEqual({});
    expect(blobOrReference('a/path', 'decrypt')).toBe('a/path');
    expect(() => blobOrReference(undefined as never, 'decrypt')).toThrow('decrypt takes a Blob');
  });
});
