import { describe, expect, test } from 'vitest';
import { clusterOfGroup, groupsOf } from '../../workers/hsm/clusters';
import type { CaseEvent } from '../../workers/hsm/finding';
import { hsmFindings } from '../../workers/hsm/rules';
import { clusterOfPath } from '../../workers/hsm/stream-name';
import { actionsOn, sessionsOf } from '../../workers/hsm/user-table';
import { hsmUsers, usersOfGroups } from '../../workers/hsm/users';
import type { GivenFile } from './analysis-case';
import { openedHsm } from './hsm-reading';
import { usecsAt, written } from './hsm-writing';

const ONE = 'cluster-aaaaaaaaaaa';
const TWO = 'cluster-bbbbbbbbbbb';
const HSMS = { a: 'hsm-aaaaaaaaaaa', b: 'hsm-bbbbbbbbbbb', c: 'hsm-ccccccccccc' };

/** In one cluster two HSMs, in the other one: everywhere an `admin` who logs in at once and makes key 7. */
const EVENTS: Record<string, CaseEvent[]> = {
  [HSMS.a]: [
    { seq: 0, at: 0, opcode: 'CN_LOGIN', user: 'admin', session: '0x1001' },
    { seq: 1, at: 5, opcode: 'CN_GENERATE_KEY', key: 7, session: '0x1001' },
    { seq: 2, at: 5.01, opcode: 'CN_EXTRACT_MASKED_OBJECT_USER', key: 7, session: '0x1001' },
    { seq: 3, at: 6, opcode: 'CN_CREATE_USER', user: 'bob', session: '0x1001' },
    { seq: 4, at: 9, opcode: 'CN_LOGOUT', user: 'admin', session: '0x1001' },
  ],
  [HSMS.b]: [
    { seq: 0, at: 0.03, opcode: 'CN_LOGIN', user: 'admin', session: '0x2001' },
    { seq: 1, at: 5.1, opcode: 'CN_INSERT_MASKED_OBJECT_USER', key: 7, session: '0x2001' },
    { seq: 2, at: 6.05, opcode: 'CN_CREATE_USER', user: 'bob', session: '0x2001' },
  ],
  [HSMS.c]: [
    { seq: 0, at: 0.05, opcode: 'CN_LOGIN', user: 'admin', session: '0x3001' },
    { seq: 1, at: 6, opcode: 'CN_TOMBSTONE_OBJECT', key: 7, session: '0x3001' },
    { seq: 2, at: 20, opcode: 'CN_DELETE_USER', user: 'bob', session: '0x3001' },
  ],
};
const CLUSTER_OF: Record<string, string> = { [HSMS.a]: ONE, [HSMS.b]: ONE, [HSMS.c]: TWO };

const messages = (stream: string) =>
  EVENTS[stream]!.map((event, i) => ({
    id: String(i),
    timestamp: Math.floor(usecsAt(event.at) / 1000),
    message: written(event),
  }));
const delivery = (stream: string) => ({
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: `/aws/cloudhsm/${CLUSTER_OF[stream]}`,
  logStream: stream,
  subscriptionFilters: ['all'],
  logEvents: messages(stream),
});
const turned = (stream: string) => {
  const { logGroup, logStream, ...rest } = delivery(stream);
  return { ...rest, logStream, logGroup };
};
const STREAMS = Object.keys(EVENTS);
const plainText = (stream: string) =>
  messages(stream)
    .map(({ message }) => `${message}\n`)
    .join('');

const SHAPES: Record<string, GivenFile[]> = {
  'log groups of deliveries, in one file': [
    { path: 'all.json', content: STREAMS.map((stream) => JSON.stringify(delivery(stream))).join('\n') },
  ],
  'log groups behind the events': [
    { path: 'all.json', content: STREAMS.map((stream) => JSON.stringify(turned(stream))).join('\n') },
  ],
  '@log of a Logs Insights result': [
    {
      path: 'results.csv',
      content: [
        '@message,@logStream,@log',
        ...STREAMS.flatMap((stream) =>
          messages(stream).map(
            ({ message }) => `"${message}",${stream},123456789012:/aws/cloudhsm/${CLUSTER_OF[stream]}`,
          ),
        ),
      ].join('\n'),
    },
  ],
  'folders of an export to S3': STREAMS.map((stream) => ({
    path: `audit/${CLUSTER_OF[stream]}/0b5d6d3c-2f1f-4c5e-8b2e-4a6f1f0e5a77/${stream}/000000`,
    content: messages(stream)
      .map(({ timestamp, message }) => `${new Date(timestamp).toISOString()} ${message}\n`)
      .join(''),
  })),
};

const pause = async () => undefined;

describe('HSMs of two clusters in one case', () => {
  test.each(Object.entries(SHAPES))('%s', async (_, files) => {
    const from = await openedHsm(files);
    expect(from.events.streams.map(({ name, cluster }) => [name, cluster]).sort()).toEqual(
      STREAMS.map((stream) => [stream, CLUSTER_OF[stream]]),
    );
    const findings = await hsmFindings(from, pause);
    // Nothing is missing: each key and user is on all HSMs of its own cluster.
    expect(findings.filter(({ rule }) => rule === 'key-not-synced' || rule === 'user-out-of-step')).toEqual(
      [],
    );
    // The same handle is another key there, the same name another user, and a logout ends nobody's session elsewhere.
    expect(from.keys.map(({ handle, rows }) => [handle, rows.length])).toEqual([
      ['7', 3],
      ['7', 1],
    ]);
    const sessions = from.attribution.sessions.map(({ logins, endedBy }) => [logins.length, endedBy]);
    expect(sessions).toEqual([
      [2, 'logout'],
      [1, null],
    ]);
    const users = (await hsmUsers(from, pause)).map(({ name, created, deleted, perStream }) => [
      name,
      created !== null,
      deleted !== null,
      perStream.map(({ stream }) => stream).sort(),
    ]);
    for (const of of await usersOfGroups(from, pause)) {
      const streams = new Set(of.user.perStream.map(({ stream }) => stream));
      const { sessions: theirs, total } = sessionsOf(from, of);
      expect(total).toBe(of.user.name === 'admin' ? 1 : 0);
      for (const { logins } of theirs) expect(logins.every(({ stream }) => streams.has(stream))).toBe(true);
      expect(actionsOn(from, of).every((row) => streams.has(from.events.stream(row).name))).toBe(true);
    }
    expect(users.sort()).toEqual([
      ['admin', false, false, [HSMS.a, HSMS.b]],
      ['admin', false, false, [HSMS.c]],
      ['bob', false, true, [HSMS.c]],
      ['bob', true, false, [HSMS.a, HSMS.b]],
    ]);
  });

  test('where nothing tells the clusters, HSMs are compared, and it is said', async () => {
    const from = await openedHsm(
      STREAMS.map((stream) => ({ path: `${stream}.log`, content: plainText(stream) })),
    );
    const missing = (await hsmFindings(from, pause)).filter(({ rule }) => rule === 'user-out-of-step');
    expect(missing.map(({ streams }) => streams)).toContainEqual([HSMS.c]);
    for (const { explanation } of missing)
      expect(explanation).toMatch(/Nothing says of which cluster .*hsm-/);
  });

  test('where one cluster alone is known, others are compared with it, and it is said', async () => {
    const from = await openedHsm([
      { path: `${ONE}/${HSMS.a}.log`, content: plainText(HSMS.a) },
      { path: `elsewhere/${HSMS.c}.log`, content: plainText(HSMS.c) },
    ]);
    const missing = (await hsmFindings(from, pause)).find(({ rule }) => rule === 'user-out-of-step');
    expect(missing?.explanation).toContain(`Nothing says of which cluster ${HSMS.c} is:`);
    expect(missing?.explanation).not.toContain(`${HSMS.a},`);
  });

  test('where it is known, nothing is said of it', async () => {
    const from = await openedHsm([
      { path: `${ONE}/${HSMS.a}.log`, content: plainText(HSMS.a) },
      { path: `${ONE}/${HSMS.c}.log`, content: plainText(HSMS.c) },
    ]);
    const missing = (await hsmFindings(from, pause)).find(({ rule }) => rule === 'user-out-of-step');
    expect(missing?.explanation).not.toContain('which cluster');
  });
});

test.each([
  ['/aws/cloudhsm/cluster-likphkxygsn', 'cluster-likphkxygsn'],
  ['123456789012:/aws/cloudhsm/cluster-likphkxygsn', 'cluster-likphkxygsn'],
  ['/aws/lambda/cluster-likphkxygsn', null],
  ['/not-aws/cloudhsm/x', null],
])('the cluster of log group %s is %s', (group, cluster) => expect(clusterOfGroup(group)).toBe(cluster));

test('the cluster of a path is the nearest that it names', () => {
  expect(clusterOfPath('a/cluster-likphkxygsn/b/hsm-abcde123456.log')).toBe('cluster-likphkxygsn');
  expect(clusterOfPath('hsm-abcde123456.log')).toBeNull();
});

test('HSMs of unknown clusters are a group of their own, and one with the only cluster', () => {
  const of = (...clusters: (string | null)[]) => groupsOf(clusters.map((cluster) => ({ cluster })));
  expect(of(null, null)).toEqual([0, 0]);
  expect(of(ONE, null, ONE)).toEqual([0, 0, 0]);
  const [a, unknown, b, again, other] = of(ONE, null, TWO, ONE, null);
  expect(a).toBe(again);
  expect(unknown).toBe(other);
  expect(new Set([a, b, unknown]).size).toBe(3);
});
