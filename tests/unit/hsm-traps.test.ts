import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EventTable } from '../../workers/hsm/event-table';
import { exportedEvents, exportedFindings } from '../../workers/hsm/export';
import { OPCODES, opcodeEntry } from '../../workers/hsm/reference/opcodes';
import { responseWords, userTypeWords } from '../../workers/hsm/reference/words';
import { hsmFindings } from '../../workers/hsm/rules';
import { eventsOf, hsmOfTexts, openedHsm } from './hsm-reading';
import { written } from './hsm-writing';

const pause = async () => undefined;
const folder = new URL('../fixtures/hsm/', import.meta.url);
const text = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const STREAM = 'hsm-abcde123456';

describe('traps of these logs', () => {
  test('the samples of the guide in one file are not one log: contradictions are told, nothing is dropped', async () => {
    const names = [
      'example-first-hsm-init.log',
      'example-login-logout.log',
      'example-create-delete-users.log',
    ];
    const whole = [...names, 'example-login-logout.log'].map(text).join('\n');
    const from = await openedHsm([{ path: 'guide.txt', content: whole }]);
    expect(await eventsOf(from)).toHaveLength(5 + 2 + 4 + 2);
    const findings = await hsmFindings(from, pause);
    const told = (rule: string) => findings.filter((finding) => finding.rule === rule);
    expect(told('contradiction')[0]).toMatchObject({ certain: false, users: ['admin', 'alice'] });
    expect(told('duplicate')).toHaveLength(1);
    expect(told('reboot')).toHaveLength(1);
  });

  test('two unnamed files are never merged on the grounds of numbers and times', async () => {
    const files = [
      'example-failed-logins.log',
      'example-export-import-key.log',
      'example-import-other-hsm.log',
    ];
    const from = await openedHsm(files.map((path) => ({ path, content: text(path) })));
    expect(from.events.streams.map(({ name }) => name)).toEqual([null, null, null]);
    expect(from.events.duplicates).toEqual([]);
  });

  test('numbers of events and handles are hex, keys decimal; a response is decimal here and hex in tools', async () => {
    const [event] = await eventsOf(
      await openedHsm([{ path: 'x.log', content: text('example-failed-logins.log') }]),
    );
    expect(event).toMatchObject({ seq: 4, seqText: '0x4', rebootCounter: 263, responseCode: 157 });
    expect(responseWords(157)).toContain('0x9d');
    expect(responseWords(163)).toContain('0xa3');
    expect(responseWords(4321)).toContain('0x10e1');
  });

  test.each([
    ['CN_SESSION_CLOSE', 'CN_CLOSE_SESSION'],
    ['CM_SHARE_OBJECT', 'CN_SHARE_OBJECT'],
  ])('%s is %s', async (spelled, name) => {
    expect(opcodeEntry(spelled)?.name).toBe(name);
    const from = await hsmOfTexts([
      { stream: STREAM, text: written({ opcode: spelled, seq: 0, at: 0, user: 'a' }) },
    ]);
    expect(await eventsOf(from, `opcode:${name}`)).toMatchObject([{ opcode: spelled }]);
    expect(await eventsOf(from, `opcode:${name.slice(3)}`)).toHaveLength(1);
  });

  test('a public key that is deleted alone stands in the private field and is found by its handle', async () => {
    const from = await openedHsm([{ path: 'x.log', content: text('example-key-pair.log') }]);
    expect((await eventsOf(from, 'key:131078')).map(({ opcode }) => opcode)).toEqual([
      'CN_GENERATE_KEY_PAIR',
      'CN_DESTROY_OBJECT',
    ]);
  });

  test('numbers of 64 bits are exact and in order', async () => {
    const big = ['0xfffffffffffffffe', '0xffffffffffffffff', '0x20000000000001'];
    const texts = big.map((seq, at) =>
      written({ opcode: 'CN_GENERATE_KEY', seq: 0, at, key: 1 }).replace('0x0\n', `${seq}\n`),
    );
    const from = await hsmOfTexts([
      {
        stream: STREAM,
        text: texts.reverse().join('\n').replace('Handle : 1\n', 'Handle : 18446744073709551615\n'),
      },
    ]);
    const events = await eventsOf(from);
    expect(events.map(({ seq }) => seq)).toEqual([
      '9007199254740993',
      '18446744073709551614',
      '18446744073709551615',
    ]);
    expect(events.map(({ privKeyHandle }) => privKeyHandle)).toContain('18446744073709551615');
    expect((await hsmFindings(from, pause)).filter(({ rule }) => rule === 'sequence-gap')).toHaveLength(1);
  });

  test('labels that nobody knows are kept, also one that JavaScript knows', async () => {
    const event = `${written({ opcode: 'CN_LOGIN', user: 'a', seq: 0, at: 0 })}\nMfa enabled : 1\n__proto__ : x`;
    const [read] = await eventsOf(await hsmOfTexts([{ stream: STREAM, text: event }]));
    expect(Object.entries(read!.other)).toEqual([
      ['Mfa enabled', '1'],
      ['__proto__', 'x'],
    ]);
  });

  test('a damaged event is told, and its neighbours are whole', async () => {
    const good = written({ opcode: 'CN_LOGIN', user: 'a', seq: 0, at: 0 });
    const from = await hsmOfTexts([
      { stream: STREAM, text: `${good}\nTime: what\nNonsense\n${good.replace('0x0\n', '0x1\n')}` },
    ]);
    expect(await eventsOf(from)).toHaveLength(3);
    expect((await hsmFindings(from, pause)).map(({ rule }) => rule)).toEqual(['damaged-event']);
  });
});

test.each([
  ['MGMT_USER_DETAILS_LOG (2)', 'the user is missing'],
  ['MGMT_KEY_DETAILS_LOG (1)', 'the key handles are missing'],
  ['MGMT_KEY_DETAILS_LOG (1)\nPriv/Secret Key Handle : 7', 'Public Key Handle is missing'],
  ['MGMT_KEY_DETAILS_LOG (1)\nKey Handle : 7', null],
  ['MGMT_USER_DETAILS_LOG (2)\nTarget User Name : bob', null],
  ['UNKNOWN_LOG_TYPE (5)', null],
])('an event that ends behind %s', async (end, problem) => {
  const event = written({ opcode: 'CN_X', seq: 0, at: 0 }).replace('MINIMAL_LOG_ENTRY (0)', end);
  const { events } = await hsmOfTexts([{ stream: STREAM, text: event }]);
  expect(events.store.damage(0)).toEqual(problem === null ? [] : [problem]);
});

test('the reference explains what is documented, and nothing else', () => {
  expect(OPCODES.filter(({ code }) => code !== null)).toHaveLength(19);
  expect(opcodeEntry('CN_LOGIN')).toMatchObject({ code: 0xd, carries: 'user' });
  expect(opcodeEntry('CN_FUTURE')).toBeNull();
  expect(userTypeWords('CN_CRYPTO_OFFICER')).toContain('officer');
  expect(userTypeWords('CN_NEW')).toBeNull();
});

describe('exports', () => {
  const hostile = written({ opcode: 'CN_LOGIN', user: '=HYPERLINK("x")', seq: 0, at: 0 });

  test('CSV has a header, a line per event and no formulas; NDJSON is what the API gives', async () => {
    const from = await hsmOfTexts([{ stream: STREAM, text: hostile }]);
    const all = Uint32Array.of(0);
    const csv = await (await exportedEvents(from, all, 'csv', pause)).text();
    expect(csv.split('\r\n')).toHaveLength(3);
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    const json = await (await exportedEvents(from, all, 'ndjson', pause)).text();
    expect(JSON.parse(json)).toEqual((await eventsOf(from))[0]);
  });

  test('slices come to one table', async () => {
    const events = Array.from({ length: 5_000 }, (_, seq) =>
      written({ opcode: 'CN_FIPS_RAND', seq, at: seq }),
    );
    const from = await hsmOfTexts([{ stream: STREAM, text: events.join('\n') }]);
    const blob = await exportedEvents(
      from,
      from.events.order.map((_, i) => i),
      'csv',
      pause,
    );
    const lines = (await blob.text()).trimEnd().split('\r\n');
    expect(lines).toHaveLength(5_001);
    expect(new Set(lines).size).toBe(5_001);
    const findings = exportedFindings(await hsmFindings(from, pause), 'csv');
    expect(await findings.text()).toContain('rule,severity');
  });
});

test('the table is ordered by its columns and completes their values', async () => {
  const from = await openedHsm([{ path: 'x.log', content: text('example-export-import-key.log') }]);
  const table = new EventTable(from);
  for (const column of ['time', 'stream', 'seq', 'opcode', 'user', 'key', 'response']) {
    expect(table.comparator(column), column).not.toBeNull();
  }
  expect(table.comparator('weight')).toBeNull();
  expect(table.values('key', '1', 10)).toEqual(['11']);
  expect(table.row(0)).toMatchObject({
    index: 0,
    row: 0,
    words: { opcode: 'A user logged in, or tried to' },
  });
});
