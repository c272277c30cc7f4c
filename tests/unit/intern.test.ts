import { beforeEach, describe, expect, it } from 'vitest';
import {
  DICTIONARIES,
  type DictionaryExports,
  KernelDictionary,
  MAX_STRING_BYTES,
  OVERFLOW_ID,
} from '../../workers/kernel/dictionary';
import type { Kernel } from '../../workers/kernel/kernel';
import { freshKernel } from './kernel';

let kernel: Kernel<DictionaryExports>;
let dictionary: KernelDictionary;
beforeEach(async () => {
  kernel = await freshKernel<DictionaryExports>();
  dictionary = new KernelDictionary(kernel);
});

describe('ids', () => {
  it('start at 1, are the same for equal strings and separate between dictionaries', () => {
    expect(dictionary.size('opId')).toBe(1);
    expect(dictionary.text('opId', 0)).toBe(null);
    expect(dictionary.intern('opId', 'a')).toBe(1);
    expect(dictionary.intern('opId', 'b')).toBe(2);
    expect(dictionary.intern('opId', 'a')).toBe(1);
    expect(dictionary.intern('user', 'b')).toBe(1);
    expect(dictionary.text('opId', 2)).toBe('b');
    expect(dictionary.text('opId', 3)).toBe(null);
    expect(dictionary.intern('opId', '')).toBe(0);
  });

  it('tell strings of all lengths apart, NULs at their end too', () => {
    const texts = Array.from({ length: 70 }, (_, i) => 'x'.repeat(i + 1));
    texts.push(
      'x\0',
      'x\0\0',
      `${'x'.repeat(16)}\0`,
      `${'x'.repeat(15)}\0`,
      'y'.repeat(40),
      `${'x'.repeat(39)}y`,
    );
    const ids = texts.map((text) => dictionary.intern('component', text));
    expect(new Set(ids).size).toBe(texts.length);
    expect(ids.map((id) => dictionary.text('component', id))).toEqual(texts);
  });

  it('hold through growth to hundreds of thousands', () => {
    const n = 200_000;
    let wrong = 0;
    for (let i = 1; i <= n; i++) if (dictionary.intern('opId', `op-${i}`) !== i) wrong++;
    expect(wrong).toBe(0);
    expect(dictionary.size('opId')).toBe(n + 1);
    for (let i = 1; i <= n; i += 997) {
      expect(dictionary.intern('opId', `op-${i}`)).toBe(i);
      expect(dictionary.text('opId', i)).toBe(`op-${i}`);
    }
  });

  it('end at 65,534 where the column has 16 bits; the rest share an ellipsis', () => {
    for (let i = 1; i < OVERFLOW_ID; i++) dictionary.intern('user', `u${i}`);
    expect(dictionary.intern('user', 'one more')).toBe(OVERFLOW_ID);
    expect(dictionary.intern('user', 'another')).toBe(OVERFLOW_ID);
    expect(dictionary.intern('user', 'u65534')).toBe(65534);
    expect(dictionary.text('user', OVERFLOW_ID)).toBe('…');
    expect(dictionary.size('user')).toBe(65536);
    const restored = dictionary.serialise();
    expect(dictionary.restore(restored)).toBe(true);
    expect(dictionary.text('user', OVERFLOW_ID)).toBe('…');
    expect(dictionary.intern('user', 'third')).toBe(OVERFLOW_ID);
  });

  it('stand for at most 4,096 bytes', () => {
    const id = dictionary.intern('component', 'x'.repeat(MAX_STRING_BYTES + 5));
    expect(dictionary.text('component', id)).toBe('x'.repeat(MAX_STRING_BYTES));
    expect(dictionary.intern('component', 'x'.repeat(MAX_STRING_BYTES + 9))).toBe(id);
  });
});

describe('matching', () => {
  const matches = (pattern: string, ...texts: string[]) => {
    for (const text of texts) dictionary.intern('user', text);
    const bytes = dictionary.matching('user', pattern);
    expect(bytes.length).toBe(dictionary.size('user'));
    return texts.filter((text) => bytes[dictionary.intern('user', text)]);
  };
  const users = ['root', 'ROOT', 'rooted', 'vpxuser:LAB\\Anna', 'a.b', 'axb', '', 'Änne', 'x*y'].filter(
    Boolean,
  );

  it.each([
    ['root', ['root', 'ROOT']],
    ['Root*', ['root', 'ROOT', 'rooted']],
    ['*', users],
    ['*oo*', ['root', 'ROOT', 'rooted']],
    ['vpxuser:*\\anna', ['vpxuser:LAB\\Anna']],
    ['a.b', ['a.b']],
    ['*b', ['a.b', 'axb']],
    ['r**t', ['root', 'ROOT']],
    ['änn*', ['Änne']],
    ['*ä*e', ['Änne']],
    ['', []],
    ['roo', []],
    ['oot', []],
  ])('%s', (pattern, expected) => expect(matches(pattern, ...users)).toEqual(expected));

  it('agrees with a regular expression', () => {
    let seed = 3;
    const random = (n: number) => ((seed = (seed * 1103515245 + 12345) & 0x7fffffff) >>> 16) % n;
    const word = (letters: string, most: number) =>
      Array.from({ length: 1 + random(most) }, () => letters[random(letters.length)]).join('');
    const texts = [...new Set(Array.from({ length: 300 }, () => word('abA', 7)))];
    for (let i = 0; i < 200; i++) {
      const pattern = word('ab*', 6);
      const expression = new RegExp(`^${pattern.replaceAll('*', '[^]*')}$`, 'i');
      expect(matches(pattern, ...texts)).toEqual(texts.filter((text) => expression.test(text)));
    }
  });
});

describe('storing', () => {
  it('gives every id back', () => {
    DICTIONARIES.forEach((name, i) => {
      for (let k = 0; k <= i * 60; k++) dictionary.intern(name, `${name} ${k} ${'ä'.repeat(k % 40)}`);
    });
    const stored = dictionary.serialise();
    const texts = () =>
      DICTIONARIES.map((name) =>
        Array.from({ length: dictionary.size(name) }, (_, id) => dictionary.text(name, id)),
      );
    const before = texts();
    dictionary.clear();
    expect(DICTIONARIES.map((name) => dictionary.size(name))).toEqual(DICTIONARIES.map(() => 1));
    expect(dictionary.restore(stored)).toBe(true);
    expect(texts()).toEqual(before);
    expect(dictionary.serialise()).toEqual(stored);
    expect(dictionary.intern('process', 'new')).toBe(before[0]!.length);
  });

  it('refuses what is damaged and stays usable', () => {
    for (const text of ['a', 'b', 'c']) dictionary.intern('opId', text);
    const stored = dictionary.serialise();
    for (let length = 0; length < stored.length; length++) {
      expect(dictionary.restore(stored.slice(0, length))).toBe(false);
    }
    expect(dictionary.restore(Uint8Array.of(...stored, 0))).toBe(false);
    expect(dictionary.restore(Uint8Array.of(stored[0]! + 1, ...stored.slice(1)))).toBe(false);
    for (let i = 0; i < stored.length; i++) {
      const bent = stored.slice();
      bent[i]! ^= 0xff;
      dictionary.restore(bent);
    }
    dictionary.clear();
    expect(dictionary.intern('opId', 'z')).toBe(1);
  });

  it('gives memory back when cleared', () => {
    const fill = () => {
      for (let i = 0; i < 10_000; i++) dictionary.intern('opId', `operation ${i}`);
      dictionary.clear();
    };
    fill();
    const before = kernel.exports.reservedBytes();
    for (let i = 0; i < 5; i++) fill();
    expect(kernel.exports.reservedBytes()).toBe(before);
  });
});
