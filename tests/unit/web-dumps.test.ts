import { describe, expect, test } from 'vitest';
import type { EnvelopeEntry, KeyFileEntry } from '../../workers/public-api';
import { text } from '../../web/text';
import {
  canBeSalvaged,
  naming,
  plainName,
  stateOf,
  usualAssociatedData,
} from '../../web/views/dumps/envelope';
import { canBeChosen, firstChoice, isEmptyIncidentKey, waysOf } from '../../web/views/dumps/key-choice';
import { Pace } from '../../web/saving/pace';
import { openTarget } from '../../web/saving/file-target';
import { freeName } from '../../web/saving/free-name';

function envelope(part: Partial<EnvelopeEntry> = {}): EnvelopeEntry {
  return {
    path: 'var/core/hostd-zdump.000',
    source: 1,
    offset: 0,
    version: 1,
    cipher: 'AES-256',
    wrapped: false,
    compression: null,
    contentType: null,
    keyInfo: 'key-a',
    keyId: null,
    plainBytes: null,
    plainBytesMax: null,
    authenticated: false,
    opensWith: 'incident-key',
    unlockedBy: null,
    advice: [],
    problem: null,
    ...part,
  };
}

function keyFile(part: Partial<KeyFileEntry> = {}): KeyFileEntry {
  return {
    path: 'vm-support-incident-key',
    source: 1,
    kind: 'key-file',
    keyInfos: ['key-a'],
    keyIds: [],
    opensBy: ['password'],
    isIncidentKey: true,
    problem: null,
    ...part,
  };
}

describe('an envelope', () => {
  test('is locked until a key opens it, and never open with a problem', () => {
    expect(stateOf(envelope())).toBe('locked');
    expect(stateOf(envelope({ unlockedBy: 'key-1' }))).toBe('open');
    expect(stateOf(envelope({ opensWith: 'not-encrypted', cipher: null }))).toBe('plain');
    const problem = { code: 'unsupported-version', message: '' };
    expect(stateOf(envelope({ unlockedBy: 'key-1', problem }))).toBe('problem');
  });

  test('is salvaged only where it is version 1, and its data damaged', () => {
    expect(canBeSalvaged(envelope(), 'truncated')).toBe(true);
    expect(canBeSalvaged(envelope(), 'damaged-data')).toBe(true);
    expect(canBeSalvaged(envelope(), 'damaged-header')).toBe(false);
    expect(canBeSalvaged(envelope(), 'wrong-key')).toBe(false);
    expect(canBeSalvaged(envelope({ version: 2, authenticated: true }), 'truncated')).toBe(false);
  });

  test('has the name of its plain data', () => {
    expect(plainName(envelope(), false)).toBe('hostd-zdump.000.decrypted');
    expect(plainName(envelope(), true)).toBe('hostd-zdump.000.salvaged');
    expect(plainName(envelope({ path: 'bootbank/local.tgz.ve' }), false)).toBe('local.tgz');
    expect(plainName(envelope({ opensWith: 'not-encrypted' }), false)).toBe('hostd-zdump.000.unpacked');
    expect(plainName(envelope({ path: 'a/b\u202e<c>:"|?*' }), false)).toBe('b‹U+202E›_c______.decrypted');
    expect(plainName(envelope({ path: 'a/' }), false)).toBe('dump.decrypted');
  });

  test('of the host configuration has usual associated data', () => {
    expect(usualAssociatedData('bootbank/local.tgz.ve')).toBe('ESXConfiguration');
    expect(usualAssociatedData('bootbank/other.tgz.ve')).toBe('');
  });

  test('is named in a message that does not name it', () => {
    expect(naming('a/b', 'it ends early')).toBe('a/b: it ends early');
    expect(naming('a/b', 'a/b ends early')).toBe('a/b ends early');
    expect(naming('', 'it ends early')).toBe('it ends early');
  });
});

describe('the key to begin with', () => {
  const incident = keyFile();
  const other = keyFile({ path: 'other.key', keyInfos: ['key-b'], isIncidentKey: false });
  const vm = keyFile({ path: 'vm.vmx', kind: 'encrypted-vmx', keyInfos: ['key-c'], isIncidentKey: false });

  test('is the one the envelope names', () => {
    const wanted = envelope({ keyInfo: 'key-b', opensWith: 'other-key' });
    expect(firstChoice([incident, other], [], wanted)).toBe('found:1:other.key');
  });

  test('is the incident key however it is written, or a raw key for one that nobody has', () => {
    expect(firstChoice([other, incident], [], envelope({ keyInfo: 'KEY-A' }))).toBe(
      'found:1:vm-support-incident-key',
    );
    const unknown = envelope({ keyInfo: 'key-d', opensWith: 'other-key' });
    expect(firstChoice([incident, other], [], unknown)).toBe('raw');
  });

  test('without an envelope is the first that is locked', () => {
    expect(firstChoice([incident, other], [], null)).toBe('found:1:vm-support-incident-key');
    const unlocked = [{ id: 'k', cipher: 'AES-256', keyInfo: 'key-a' }];
    expect(firstChoice([incident, other], unlocked, null)).toBe('found:1:other.key');
    expect(firstChoice([vm], [], null)).toBe('another');
  });

  test('is not one that only needs keys', () => {
    expect(canBeChosen(vm)).toBe(false);
    expect(canBeChosen(keyFile({ kind: 'private-key' }))).toBe(false);
    expect(canBeChosen(keyFile({ kind: 'configuration-keystore' }))).toBe(true);
  });
});

test('a key file is asked for what opens it', () => {
  expect(waysOf(undefined)).toEqual(['password', 'private-key']);
  expect(waysOf(keyFile({ opensBy: ['password', 'another-key'] }))).toEqual(['password']);
  expect(waysOf(keyFile({ opensBy: ['nothing'] }))).toEqual(['nothing']);
  expect(waysOf(keyFile({ opensBy: [] }))).toEqual([]);
});

test('an incident key file without content tells of a collection without a password', () => {
  const empty = { opensBy: [], keyInfos: [], problem: { code: 'empty', message: 'the file is empty' } };
  expect(isEmptyIncidentKey(keyFile(empty))).toBe(true);
  expect(canBeChosen(keyFile(empty))).toBe(false);
  expect(firstChoice([keyFile(empty)], [], null)).toBe('another');
  expect(isEmptyIncidentKey(keyFile())).toBe(false);
  expect(isEmptyIncidentKey(keyFile({ ...empty, isIncidentKey: false }))).toBe(false);
  const damaged = { ...empty, problem: { code: 'damaged-data', message: 'the key safe is damaged' } };
  expect([isEmptyIncidentKey(keyFile(damaged)), canBeChosen(keyFile(damaged))]).toEqual([false, true]);
});

describe('the pace', () => {
  test('is not known at once, then looks back a few seconds only', () => {
    const pace = new Pace();
    pace.add(0, 0);
    pace.add(100, 1_000);
    expect([pace.rate, pace.secondsLeft(9_000)]).toEqual([null, null]);
    pace.add(1_000, 1_000);
    expect(pace.rate).toBe(1_000);
    expect(pace.secondsLeft(5_000)).toBe(4);
    for (let second = 2; second <= 30; second++) pace.add(second * 1_000, 1_000 + (second - 1) * 50_000);
    expect(pace.rate).toBe(50_000);
  });

  test('starts anew with another pass over the data, and says nothing of what stands still', () => {
    const pace = new Pace();
    pace.add(0, 0);
    pace.add(1_000, 800);
    pace.add(1_100, 10);
    expect(pace.rate).toBeNull();
    pace.add(2_100, 10);
    expect(pace.rate).toBe(0);
    expect(pace.secondsLeft(800)).toBeNull();
  });
});

describe('a file to write to', () => {
  function made() {
    const log: string[] = [];
    let size = 0;
    const handle = {
      name: 'chosen.bin',
      createWritable: async () => ({
        async write(chunk: Uint8Array) {
          if (chunk[0] === 255) throw new Error('the disk is full');
          size += chunk.byteLength;
        },
        close: async () => void log.push(`closed with ${size}`),
        async abort() {
          size = 0;
          log.push('aborted');
        },
      }),
      getFile: async () => ({ size }),
      remove: async () => void log.push('removed'),
    };
    return { log, handle: handle as unknown as FileSystemFileHandle };
  }

  test('is whole once it is finished', async () => {
    const { log, handle } = made();
    const target = await openTarget({ kind: 'file', handle }, 'ignored');
    const chunk = new Uint8Array(7).fill(1);
    await target.write(chunk);
    // Plain data is wiped once it is in the file.
    expect(chunk).toEqual(new Uint8Array(7));
    expect(log).toEqual([]);
    await target.finish();
    await target.discard();
    expect([target.name, target.written, target.trouble, log]).toEqual([
      'chosen.bin',
      7,
      null,
      ['closed with 7'],
    ]);
  });

  test('that cannot be written says why, and is not left behind', async () => {
    const { log, handle } = made();
    const target = await openTarget({ kind: 'file', handle }, 'ignored');
    const chunk = new Uint8Array([255]);
    await expect(target.write(chunk)).rejects.toThrow('full');
    expect(chunk).toEqual(new Uint8Array(1));
    await target.discard();
    expect([target.trouble, log]).toEqual(['the disk is full', ['aborted', 'removed']]);
  });

  test('that cannot even be begun is not left behind', async () => {
    const { log, handle } = made();
    const refused = { ...handle, createWritable: () => Promise.reject(new Error('no permission')) };
    await expect(openTarget({ kind: 'file', handle: refused }, 'ignored')).rejects.toThrow('no permission');
    expect(log).toEqual(['removed']);
  });

  test('in a folder takes a name that is free', async () => {
    const taken = new Set(['dump', 'dump (2)']);
    expect(await freeName('dump', async (name) => taken.has(name))).toBe('dump (3)');
    expect(await freeName('other', async (name) => taken.has(name))).toBe('other');
  });
});

test('every failure has its own text', () => {
  const codes = [
    ...['wrong-password', 'wrong-key', 'not-authentic', 'truncated', 'damaged-header', 'damaged-wrapped-key'],
    ...['damaged-data', 'unsupported-version', 'unsupported-cipher', 'unsupported-attribute'],
    ...['unsupported-wrapping', 'key-needed', 'not-a-key-file', 'not-an-envelope', 'too-large', 'unreadable'],
    ...['write-failed', 'engine-died'],
  ];
  const other = text.dumps.failure('something-new');
  for (const code of codes) expect(text.dumps.failure(code), code).not.toBe(other);
});
