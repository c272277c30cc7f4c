import { describe, expect, test } from 'vitest';
import type { EnvelopeEntry, ManifestEntry } from '../../workers/public-api';
import { changedParts } from '../../web/views/handover/changed-parts';
import {
  aroundKey,
  choose,
  isIn,
  keyOf,
  patternsIn,
  referencesOf,
  stateOf,
  type Children,
  type Choices,
} from '../../web/views/handover/chosen-files';
import { countActions, filterManifest } from '../../web/views/handover/manifest-rows';
import { checksumLines, manifestLines } from '../../web/views/handover/manifest-files';
import { missingKeys } from '../../web/views/handover/missing-keys';
import { besideName, packageName, typedPackageName } from '../../web/views/handover/package-names';
import { readAliasMap } from '../../web/views/handover/alias-map';
import { readChoices } from '../../web/views/handover/saved-choices';
import { rangeOfQuery, shownInstant, typedInstant } from '../../web/views/handover/time-range';

/** A source with a few folders, as keys. */
const TREE: Record<string, readonly string[]> = {
  '0:': ['0:README', '0:etc/', '0:var/'],
  '0:etc/': ['0:etc/hosts', '0:etc/vmware/'],
  '0:etc/vmware/': ['0:etc/vmware/a.conf', '0:etc/vmware/b.conf'],
  '0:var/': ['0:var/core/', '0:var/log/'],
  '0:var/core/': ['0:var/core/one', '0:var/core/two'],
  '0:var/log/': ['0:var/log/hostd.log', '0:var/log/vmkernel.log'],
};
const FILES = Object.values(TREE)
  .flat()
  .filter((key) => !key.endsWith('/'));

function known(key: string): Children | null {
  const keys = TREE[key];
  return keys ? { count: keys.length, keys: () => keys } : null;
}

/** Which files the engine would take of references. */
function taken({ include, exclude }: Awaited<ReturnType<typeof referencesOf>>): string[] {
  const fits = (file: string, list: typeof include) =>
    list.some((one) => {
      const { source, path } = one as { source: number; path: string };
      const key = `${source}:${path}`;
      return path === '*' || key === file || (path.endsWith('/') && file.startsWith(key));
    });
  return FILES.filter((file) => fits(file, include) && !fits(file, exclude));
}

const askedChildren = async (key: string) => TREE[key]!;

describe('files chosen in a tree', () => {
  test('places have keys, and are around each other', () => {
    expect(keyOf({ source: 3, path: '', folder: true })).toBe('3:');
    expect(keyOf({ source: 3, path: 'var', folder: true })).toBe('3:var/');
    expect(keyOf({ source: 3, path: 'var/x', folder: false })).toBe('3:var/x');
    expect(aroundKey('3:var/log/x')).toEqual(['3:', '3:var/', '3:var/log/']);
    expect(aroundKey('3:var/log/')).toEqual(['3:', '3:var/']);
    expect(aroundKey('3:')).toEqual([]);
  });

  test('a folder says whether all, none or some of it is chosen', () => {
    let choices: Choices = choose(new Map(), '0:var/', true);
    expect([stateOf(choices, '0:'), stateOf(choices, '0:var/')]).toEqual(['some', 'in']);
    expect(isIn(choices, '0:var/log/hostd.log')).toBe(true);
    choices = choose(choices, '0:var/log/hostd.log', false);
    expect([stateOf(choices, '0:var/'), stateOf(choices, '0:var/log/')]).toEqual(['some', 'some']);
    expect(stateOf(choices, '0:var/core/')).toBe('in');
    choices = choose(choices, '0:var/', true);
    expect([...choices]).toEqual([['0:var/', true]]);
    expect([...choose(choices, '0:', false)]).toEqual([]);
  });

  test('a folder whose files are chosen one by one is chosen as a whole', () => {
    let choices: Choices = choose(new Map(), '0:etc/vmware/a.conf', true, known);
    choices = choose(choices, '0:etc/vmware/b.conf', true, known);
    expect([...choices]).toEqual([['0:etc/vmware/', true]]);
    choices = choose(choices, '0:etc/hosts', true, known);
    expect([...choices]).toEqual([['0:etc/', true]]);
    choices = choose(choices, '0:etc/hosts', false, known);
    choices = choose(choices, '0:etc/vmware/', false, known);
    expect([...choices]).toEqual([]);
  });

  test('a name that begins like a folder is not in it', () => {
    const choices = choose(new Map(), '1:var/', true);
    expect(isIn(choices, '1:various')).toBe(false);
    expect(isIn(choices, '11:var/x')).toBe(false);
  });

  test('whatever is clicked, the engine takes what the tree shows', async () => {
    const keys = [...Object.keys(TREE), ...FILES];
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let round = 0; round < 200; round++) {
      let choices: Choices = new Map();
      for (let click = 0; click < 8; click++) {
        const key = keys[random(keys.length)]!;
        choices = choose(choices, key, stateOf(choices, key) !== 'in', random(2) ? known : undefined);
      }
      expect(taken(await referencesOf(choices, askedChildren))).toEqual(
        FILES.filter((file) => isIn(choices, file)),
      );
    }
  });

  test('a folder of a million files is not looked through for a click', () => {
    const million = { count: 1_000_000, keys: () => expect.unreachable() as never };
    const whole = choose(new Map(), '0:', true, () => million);
    const one = choose(whole, '0:file 7', false, () => million);
    expect([...choose(one, '0:file 7', true, () => million)]).toEqual([['0:', true]]);
  });

  test('only folders with something chosen inside of what is left out are asked for', async () => {
    const asked: string[] = [];
    let choices = choose(new Map(), '0:', true);
    choices = choose(choices, '0:var/', false);
    choices = choose(choices, '0:var/log/hostd.log', true);
    const references = await referencesOf(choices, async (key) => {
      asked.push(key);
      return TREE[key]!;
    });
    expect(asked).toEqual(['0:var/', '0:var/log/']);
    expect(references.include).toEqual([{ source: 0, path: '*' }]);
    expect(references.exclude).toEqual([
      { source: 0, path: 'var/core/' },
      { source: 0, path: 'var/log/vmkernel.log' },
    ]);
  });

  test('patterns stand one on a line', () => {
    expect(patternsIn(' var/log/*\n\n  *.conf \r\n')).toEqual(['var/log/*', '*.conf']);
  });
});

describe('the time range', () => {
  test('is typed in the zone, and shown as it is typed', () => {
    const typed = typedInstant('2024-05-17 12:00', 'Europe/Berlin');
    expect(typed).toEqual({ at: Date.UTC(2024, 4, 17, 10) });
    expect(shownInstant(Date.UTC(2024, 4, 17, 10), 'Europe/Berlin')).toBe('2024-05-17 12:00:00');
    expect(typedInstant(' ', 'UTC')).toEqual({ at: null });
    const exact = Date.UTC(2024, 4, 17, 10, 1, 2, 34);
    expect(typedInstant(shownInstant(exact, 'Asia/Seoul'), 'Asia/Seoul')).toEqual({ at: exact });
  });

  test('refuses what is no instant', () => {
    for (const wrong of ['soon', '-2h', '2024-13-01', '" or x', 'x" after:"2024-01-01'])
      expect(typedInstant(wrong, 'UTC')).toHaveProperty('problem');
  });

  test('comes out of a query that is held to one', () => {
    const query = 'user:root after:2024-05-01 after:2024-05-02 before:2024-05-03';
    expect(rangeOfQuery(query, 'UTC', null)).toEqual({
      after: Date.UTC(2024, 4, 2),
      before: Date.UTC(2024, 4, 3),
    });
    expect(rangeOfQuery('after:-1h', 'UTC', 7_200_000)).toEqual({ after: 3_600_000, before: null });
    expect(rangeOfQuery('after:2024-05-01 or x', 'UTC', null)).toBeNull();
    expect(rangeOfQuery('-after:2024-05-01', 'UTC', null)).toBeNull();
    expect(rangeOfQuery('after:-1h', 'UTC', null)).toBeNull();
  });
});

describe('what redaction changes in a line', () => {
  const shown = (before: string, after: string) => {
    const parts = changedParts(before, after);
    const mark = (list: typeof parts.before) =>
      list.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('');
    return [mark(parts.before), mark(parts.after)];
  };

  test('is marked, and the rest is not', () => {
    expect(shown('login from 10.1.2.3 as root', 'login from 10.0.0.1 as root')).toEqual([
      'login from [10.1.2.3] as root',
      'login from [10.0.0.1] as root',
    ]);
    expect(shown('esx01.corp: user alice@corp on esx01.corp', 'host-1: user user-1 on host-1')).toEqual([
      '[esx01.corp]: user [alice@corp] on [esx01.corp]',
      '[host-1]: user [user-1] on [host-1]',
    ]);
    expect(shown('same', 'same')).toEqual(['same', 'same']);
    expect(shown('', 'x')).toEqual(['', '[x]']);
  });

  test('nothing of a line is lost, however long it is', () => {
    const before = 'x 1 '.repeat(50_000);
    const after = `y ${before}z`;
    const parts = changedParts(before, after);
    expect(parts.before.map(({ text }) => text).join('')).toBe(before);
    expect(parts.after.map(({ text }) => text).join('')).toBe(after);
  });
});

describe('names of what is handed over', () => {
  test('a package is named after its bundle, a redacted one is not', () => {
    expect(packageName(['esx-web01-2024.tgz'], 'reconstructed', '2026-02-03')).toBe(
      'esx-web01-2024.reconstructed.tgz',
    );
    expect(packageName(['esx-web01-2024.tgz'], 'redacted', '2026-02-03')).toBe(
      'bundle-2026-02-03.redacted.tgz',
    );
    expect(packageName(['a.tgz', 'b.tgz'], 'handover', '2026-02-03')).toBe('bundle-2026-02-03.handover.tgz');
    expect(packageName(['..'], 'handover', '2026-02-03')).toBe('bundle.handover.tgz');
  });

  test('what is typed becomes a name that every file system takes', () => {
    expect(typedPackageName('for the/vendor?.tgz', 'x.tgz')).toBe('vendor_.tgz');
    expect(typedPackageName('my.zip', 'x.tgz')).toBe('my.tgz');
    expect(typedPackageName('  ', 'x.tgz')).toBe('x.tgz');
    expect(typedPackageName('..', 'x.tgz')).toBe('x.tgz');
    expect(besideName('my.tgz', 'manifest.json')).toBe('my.manifest.json');
  });
});

const entry = (path: string, action: ManifestEntry['action'], reason?: string): ManifestEntry => ({
  path,
  bytes: action === 'dropped' ? 0 : 5,
  sha256: action === 'dropped' ? '' : 'ab'.repeat(32),
  action,
  ...(reason === undefined ? {} : { reason }),
});

describe('the manifest', () => {
  const manifest = [
    entry('esx/var/log/hostd.log', 'cut'),
    entry('esx/var/core/a', 'dropped', 'as asked'),
    entry('esx/README', 'kept'),
  ];

  test('is counted and filtered', () => {
    expect(countActions(manifest)).toEqual({ cut: 1, dropped: 1, kept: 1 });
    expect(filterManifest(manifest, null, '')).toBe(manifest);
    expect(filterManifest(manifest, 'dropped', '').map(({ path }) => path)).toEqual(['esx/var/core/a']);
    expect(filterManifest(manifest, null, 'readme').map(({ path }) => path)).toEqual(['esx/README']);
    expect(filterManifest(manifest, null, 'AS ASKED')).toHaveLength(1);
    expect(filterManifest(manifest, null, 'abab')).toHaveLength(2);
  });

  test('is a list that sha256sum checks', () => {
    const nested = [entry('a\nb\\c', 'kept'), entry('x.zip', 'kept'), entry('x.zip/y', 'kept')];
    expect(checksumLines([...manifest, ...nested]).join('')).toBe(
      [
        `${'ab'.repeat(32)}  esx/var/log/hostd.log`,
        `${'ab'.repeat(32)}  esx/README`,
        `\\${'ab'.repeat(32)}  a\\nb\\\\c`,
        `${'ab'.repeat(32)}  x.zip`,
        '',
      ].join('\n'),
    );
  });
});

test('a manifest of many files is JSON in pieces', () => {
  const many = Array.from({ length: 25_001 }, (_, n) => entry(`file ${n}`, 'kept'));
  const pieces = manifestLines(many);
  expect(pieces.length).toBeGreaterThan(3);
  expect(JSON.parse(pieces.join(''))).toEqual(many);
  expect(JSON.parse(manifestLines([]).join(''))).toEqual([]);
});

test('keys that are missing are counted, those that open most first', () => {
  const envelope = (keyInfo: string | null, unlockedBy: string | null = null) =>
    ({ keyInfo, unlockedBy, opensWith: 'other-key', problem: null }) as EnvelopeEntry;
  const keys = missingKeys([envelope('a'), envelope('b'), envelope('b'), envelope(null), envelope('c', 'k')]);
  expect(keys).toEqual([
    { keyInfo: 'b', files: 2 },
    { keyInfo: 'a', files: 1 },
    { keyInfo: null, files: 1 },
  ]);
});

describe('what is kept of the choices', () => {
  test('comes back as it was', () => {
    const choices = readChoices({
      content: {
        mode: 'chosen',
        choices: [['0:var/', true]],
        patterns: 'a*',
        leftOut: '',
        leftOutFiles: [{ source: 0, path: 'etc/shadow' }],
      },
      range: { after: 5, before: null },
      dumps: 'recrypt',
      recipient: 'raw',
      fragments: 'keep',
      redact: true,
      kindsOff: ['uuid'],
    });
    expect(readChoices(JSON.parse(JSON.stringify(choices)))).toEqual(choices);
    expect(choices.content.choices).toEqual([['0:var/', true]]);
  });

  test('is taken as far as it is what it should be', () => {
    const usual = readChoices(undefined);
    expect(usual).toMatchObject({ dumps: 'keep', recipient: 'password', fragments: 'join', redact: false });
    const wrong = {
      content: { mode: 'x', choices: [7, ['a'], ['b', 1]], patterns: 3, leftOutFiles: [null, { path: 'x' }] },
      range: { after: NaN, before: 'soon' },
      dumps: {},
      redact: 'yes',
      kindsOff: ['word', 'x', 'uuid'],
    };
    expect(readChoices(wrong)).toEqual({ ...usual, kindsOff: ['uuid'] });
  });
});

describe('an alias map', () => {
  const file = (content: string) => new File([content], 'x.aliases.json');
  const map = { format: 'bundlescope-aliases', version: 1, created: '2026-02-03T04:05:06Z', aliases: [] };

  test('is read where it is one', async () => {
    const aliases = [{ kind: 'host-name', alias: 'host-1', original: 'esx01' }];
    expect(await readAliasMap(file(JSON.stringify({ ...map, aliases })))).toEqual({ ...map, aliases });
  });

  test('is refused with its name where it is none', async () => {
    const wrong = [
      '',
      'a text',
      '{',
      '[]',
      JSON.stringify({ ...map, format: 'x' }),
      JSON.stringify({ ...map, aliases: {} }),
      JSON.stringify({ ...map, aliases: [{ alias: '', original: 'x' }] }),
      JSON.stringify({ ...map, aliases: [null] }),
    ];
    const later = readAliasMap(file(JSON.stringify({ ...map, version: 2 })));
    await expect(later).rejects.toMatchObject({ code: 'alias-map-version' });
    for (const content of wrong) {
      const refused = readAliasMap(file(content));
      await expect(refused).rejects.toMatchObject({ code: 'not-an-alias-map' });
      await expect(refused).rejects.toThrow('x.aliases.json');
    }
  });
});
