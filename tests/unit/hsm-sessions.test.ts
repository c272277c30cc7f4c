import { describe, expect, test } from 'vitest';
import type { CaseEvent } from '../../workers/hsm/finding';
import { keyObject, sessionObject } from '../../workers/hsm/results';
import { hsmUsers } from '../../workers/hsm/users';
import { eventsOf, hsmOfTexts } from './hsm-reading';
import { written } from './hsm-writing';

const A = 'hsm-aaaaaaaaaaa';
const B = 'hsm-bbbbbbbbbbb';

async function caseOf(events: readonly CaseEvent[]) {
  const texts = new Map<string, string>();
  for (const event of events) {
    const stream = event.stream ?? A;
    texts.set(stream, `${texts.get(stream) ?? ''}${written(event)}\n`);
  }
  return hsmOfTexts(Array.from(texts, ([stream, text]) => ({ stream, text })));
}

/** Who the last event is attributed to, and why. */
async function last(events: readonly CaseEvent[]) {
  const event = (await eventsOf(await caseOf(events))).at(-1)!;
  const { attributedTo, basis, candidates, acrossGap } = event;
  return [attributedTo, basis, candidates.join(), acrossGap];
}

const login = (user: string, seq: number, session: string, rest: Partial<CaseEvent> = {}): CaseEvent => ({
  opcode: 'CN_LOGIN',
  user,
  seq,
  at: seq,
  session,
  ...rest,
});
const command = (seq: number, session: string, rest: Partial<CaseEvent> = {}): CaseEvent => ({
  opcode: 'CN_FIPS_RAND',
  seq,
  at: seq,
  session,
  ...rest,
});

describe('an event is attributed', () => {
  const anna = login('anna', 0, '0x7004004');
  const ben = login('ben', 1, '0xc008002');
  const cleo = login('cleo', 2, '0xc008003');

  test.each([
    ['by an equal handle', [anna, ben, command(2, '0x7004004')], ['anna', 'handle', '', false]],
    ['when only one is logged in', [anna, command(1, '0x9999999')], ['anna', 'order', '', false]],
    ['by the beginning of the handle', [anna, ben, command(2, '0x7004003')], ['anna', 'prefix', '', false]],
    [
      'to several of one prefix',
      [anna, ben, cleo, command(3, '0xc008009')],
      [null, 'ambiguous', 'ben,cleo', false],
    ],
    ['to several of none', [anna, ben, command(2, '0x1234567')], [null, 'ambiguous', 'anna,ben', false]],
    ['to nobody', [command(0, '0x7004004')], [null, 'none', '', false]],
    [
      'to nobody after a refused login',
      [{ ...anna, response: '163:HSM Error: X' }, command(1, '0x7004004')],
      [null, 'none', '', false],
    ],
    ['across a gap', [anna, command(5, '0x9999999')], ['anna', 'order', '', true]],
    [
      'not across a gap before the login',
      [command(0, '0x1'), login('anna', 7, '0x7004004'), command(8, '0x7004004')],
      ['anna', 'handle', '', false],
    ],
    [
      'to nobody after a restart',
      [anna, command(0, '0x7004004', { reboot: 0x108, at: 9 })],
      [null, 'none', '', false],
    ],
    ['a login to its own user', [anna, ben], ['ben', 'handle', '', false]],
    [
      'a handle used by two users says nothing',
      [anna, login('ben', 1, '0x7004004'), command(2, '0x7004004')],
      [null, 'ambiguous', 'anna,ben', false],
    ],
  ] as const)('%s', async (_, events, expected) => expect(await last(events)).toEqual(expected));

  test.each(['CN_LOGOUT', 'CN_APP_FINALIZE', 'CN_CLOSE_SESSION', 'CN_SESSION_CLOSE'])(
    '%s ends the login on every HSM, wherever it is recorded',
    async (opcode) => {
      const events = [
        login('anna', 0, '0x7004004', { stream: A, at: 0 }),
        login('anna', 0, '0xc008002', { stream: B, at: 0.027 }),
        { ...command(1, '0x7004003', { stream: A, at: 5 }), opcode, user: 'anna' },
        command(1, '0xc008002', { stream: B, at: 6 }),
      ];
      expect(await last(events)).toEqual([null, 'none', '', false]);
      const from = await caseOf(events);
      expect(from.attribution.sessions).toHaveLength(1);
      expect(sessionObject(from, 0)).toMatchObject({
        user: 'anna',
        logins: [{ stream: A }, { stream: B }],
        endedBy: opcode === 'CN_LOGOUT' ? 'logout' : 'closed',
        events: [{ stream: A, seq: 1 }],
      });
    },
  );

  test('two logins of one name: the one with the prefix of the logout ends', async () => {
    const events = [
      login('anna', 0, '0x7004004'),
      login('anna', 1, '0xc008002', { at: 60 }),
      { ...command(2, '0x7004001', { at: 70 }), opcode: 'CN_LOGOUT', user: 'anna' },
      command(3, '0xc008009', { at: 80 }),
    ];
    const from = await caseOf(events);
    expect(from.attribution.sessions.map(({ endedBy }) => endedBy)).toEqual(['logout', null]);
    expect(await last(events)).toEqual(['anna', 'order', '', false]);
  });

  test('logins further apart than 2 s, or twice on one HSM, are logins of their own', async () => {
    const from = await caseOf([
      login('anna', 0, '0x1001', { stream: A, at: 0 }),
      login('anna', 1, '0x1002', { stream: A, at: 0.5 }),
      login('anna', 0, '0x1003', { stream: B, at: 2.6 }),
    ]);
    expect(from.attribution.sessions).toHaveLength(3);
  });

  test('files that do not say whose they are are never put together', async () => {
    const unnamed = [login('anna', 0, '0x7004004'), command(1, '0x7004004', { at: 5 })];
    const ended = [
      login('anna', 0, '0x7004004'),
      { ...command(1, '0x1', { at: 1 }), opcode: 'CN_LOGOUT', user: 'anna' },
    ];
    const from = await hsmOfTexts(
      [unnamed, ended].map((events) => ({
        stream: '',
        text: events.map((event) => written(event)).join('\n'),
      })),
    );
    expect(from.attribution.sessions).toHaveLength(2);
    expect(await eventsOf(from)).toHaveLength(4);
    expect((await eventsOf(from)).at(-1)).toMatchObject({ attributedTo: 'anna', basis: 'handle' });
  });
});

describe('keys', () => {
  const key = (opcode: string, seq: number, handle: number, rest: Partial<CaseEvent> = {}): CaseEvent => ({
    opcode,
    seq,
    at: seq,
    key: handle,
    ...rest,
  });

  test('a handle that is used again is another key', async () => {
    const from = await caseOf([
      key('CN_GENERATE_KEY', 0, 7),
      key('CN_DESTROY_OBJECT', 1, 7),
      key('CN_GENERATE_KEY', 2, 7),
      key('CN_WRAP_KEY', 3, 7),
    ]);
    expect(from.keys.map((life) => keyObject(from, life))).toMatchObject([
      { handle: 7, destroyed: '2018-01-24T00:00:01.000000Z', sessionKey: true, exports: [] },
      { handle: 7, destroyed: null, exports: [{ under: null }] },
    ]);
  });

  test('a copy recorded by a clock that is behind belongs to the making', async () => {
    const from = await caseOf([
      key('CN_INSERT_MASKED_OBJECT_USER', 0, 7, { stream: B, at: 9 }),
      key('CN_GENERATE_KEY', 0, 7, { stream: A, at: 10 }),
    ]);
    expect(from.keys).toHaveLength(1);
    expect(keyObject(from, from.keys[0]!)).toMatchObject({
      made: '2018-01-24T00:00:10.000000Z',
      copies: [{ stream: B }],
    });
  });

  test('failed attempts belong to the story and change nothing', async () => {
    const response = '198:HSM Error: Key Access is denied';
    const from = await caseOf([key('CN_GENERATE_KEY', 0, 7), key('CN_TOMBSTONE_OBJECT', 1, 7, { response })]);
    expect(keyObject(from, from.keys[0]!)).toMatchObject({
      destroyed: null,
      events: [{ seq: 0 }, { seq: 1 }],
    });
  });

  test('both halves of a pair have a life', async () => {
    const from = await caseOf([key('CN_GENERATE_KEY_PAIR', 0, 131079, { publicKey: 131078 })]);
    expect(from.keys.map((life) => keyObject(from, life))).toMatchObject([
      { handle: 131079, kind: 'private', pairWith: 131078 },
      { handle: 131078, kind: 'public', pairWith: 131079 },
    ]);
  });
});

test('users: what each HSM recorded; names that only failed logins tried are none', async () => {
  const from = await caseOf([
    login('admin', 0, '0x1004', { stream: A, userType: 'CN_CRYPTO_OFFICER (2)' }),
    { opcode: 'CN_CREATE_USER', user: 'bob', seq: 1, at: 60, stream: A, session: '0x1004' },
    { opcode: 'CN_CREATE_USER', user: 'bob', seq: 0, at: 60.1, stream: B, session: '0x9004' },
    login('bob', 2, '0x2004', { at: 70, response: '163:HSM Error: X' }),
    login('ghost', 3, '0x2004', { at: 71, response: '157:HSM Error: X' }),
    { opcode: 'CN_CHANGE_PSWD', user: 'bob', seq: 4, at: 80, session: '0x1004' },
    { opcode: 'CN_DELETE_USER', user: 'bob', seq: 5, at: 90, session: '0x1004' },
  ]);
  expect(await hsmUsers(from, async () => undefined)).toEqual([
    expect.objectContaining({ name: 'admin', type: 'CN_CRYPTO_OFFICER', created: null }),
    {
      name: 'bob',
      type: 'CN_CRYPTO_USER',
      created: '2018-01-24T00:01:00.000000Z',
      createdBy: 'admin',
      deleted: '2018-01-24T00:01:30.000000Z',
      deletedBy: 'admin',
      passwordChanges: [{ at: '2018-01-24T00:01:20.000000Z', by: 'admin' }],
      perStream: [
        {
          stream: A,
          created: '2018-01-24T00:01:00.000000Z',
          deleted: '2018-01-24T00:01:30.000000Z',
          passwordChanges: 1,
          logins: 0,
          failedLogins: 1,
        },
        {
          stream: B,
          created: '2018-01-24T00:01:00.100000Z',
          deleted: null,
          passwordChanges: 0,
          logins: 0,
          failedLogins: 0,
        },
      ],
    },
  ]);
});
