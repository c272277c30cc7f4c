import { describe, expect, test } from 'vitest';
import { NameList } from '../../workers/redaction/name-list';
import { CONFIDENTIAL_NAMES, NAME_ROADS } from '../../workers/redaction/confidential-names';
import { TextLines } from '../../workers/redaction/text-lines';
import { isWeakName } from '../../workers/redaction/weak-names';
import { redactor } from '../../workers/redaction/redactor';
import { openedCase, unwatched, type GivenFile } from './analysis-case';

async function namesOf(files: readonly GivenFile[]): Promise<string[]> {
  const reader = await openedCase(files);
  const names = await CONFIDENTIAL_NAMES.run(reader, unwatched());
  return names.map(({ kind, text }) => `${kind} ${text}`);
}

describe.each(NAME_ROADS.map(({ id, samples }) => ({ id, samples })))('names by $id', ({ samples }) => {
  test('has samples', () => expect(samples.length).toBeGreaterThan(0));
  test.each(samples.map((sample) => ({ sample, title: sample.path })))('$title', async ({ sample }) => {
    // A folder around it, as in a bundle; a file by itself where the path has none.
    const path = sample.path.includes('/') ? `dropped/${sample.path}` : sample.path;
    const found = await namesOf([{ path, content: sample.content }]);
    expect(found).toEqual(expect.arrayContaining(sample.finds.map(([kind, text]) => `${kind} ${text}`)));
    const texts = found.map((name) => name.slice(name.indexOf(' ') + 1));
    for (const text of sample.leaves ?? []) expect(texts).not.toContain(text);
  });
});

describe('the list of names', () => {
  const listed = (fill: (names: NameList) => void) => {
    const names = new NameList();
    fill(names);
    return names.list().map(({ kind, text }) => `${kind} ${text}`);
  };

  test('takes names apart', () => {
    expect(listed((names) => names.user('vpxuser:ACME\\jdoe'))).toEqual(['host-name ACME', 'user jdoe']);
    expect(listed((names) => names.user('jdoe@corp.acme.io'))).toEqual([
      'host-name corp.acme.io',
      'user jdoe',
    ]);
    expect(listed((names) => names.host('esx-a1.acme.io:443'))).toEqual([
      'host-name acme.io',
      'host-name esx-a1',
    ]);
  });

  test.each([
    'root',
    'dcui',
    'vpxuser',
    'vpxuser:<no user>',
    ':vsanmgmtd',
    'vpxd-extension-5f673928-9ddf-465f-864a-abeebe289302',
    'com.vmware.vic.42207f9e',
    'VSPHERE.LOCAL\\Administrator',
    'Administrator@VSPHERE.LOCAL',
  ])('leaves the user %s', (user) => expect(listed((names) => names.user(user))).toEqual([]));

  test('leaves what all installations have', () => {
    const found = listed((names) => {
      for (const host of [
        'localhost',
        'localhost.localdomain',
        '192.0.2.1',
        'fe80::1',
        'www.vmware.com',
        'host-21',
      ])
        names.host(host);
      for (const vm of ['Guest Introspection (5)', 'vCLS-4b085fd1', 'vm-20']) names.vm(vm);
      for (const store of [
        'datastore1',
        'datastore1 (2)',
        '5b2cf72d-c314ef74-0f37-8cdf9d51786c',
        'vsanDatastore',
      ])
        names.datastore(store);
      names.add('cloud-name', 'ha-datacenter');
    });
    expect(found).toEqual([]);
  });

  test('is the same whatever order names come in', () => {
    const some = ['esx-c', 'esx-a', 'esx-b'];
    const forth = listed((names) => some.forEach((name) => names.host(name)));
    const back = listed((names) => [...some].reverse().forEach((name) => names.host(name)));
    expect(back).toEqual(forth);
  });

  test('fails where there are too many, so that nothing is left readable', () => {
    const names = new NameList();
    expect(() => {
      for (let n = 0; n < 300_000; n++) names.vm(`machine-${n}`);
    }).toThrow(expect.objectContaining({ code: 'too-many-names' }) as Error);
  });
});

describe('weak names', () => {
  test.each(['test', 'a', 'web', '2019', '10.1', 'backup', 'db1', 'Server', '2026-03', '2026-03-01', 'opID'])(
    '%s is one',
    (name) => expect(isWeakName(name)).toBe(true),
  );
  test.each(['erp-prod', 'kiosk9', 'jdoe', '2026-03-web', 'Payroll (old)'])('%s is none', (name) =>
    expect(isWeakName(name)).toBe(false),
  );

  const redact = redactor({}, [
    { kind: 'vm-name', text: 'test', weak: true },
    { kind: 'user', text: 'backup', weak: true },
    { kind: 'host-name', text: 'web', weak: true },
    { kind: 'datastore', text: 'gold', weak: true },
    { kind: 'cloud-name', text: 'Compute', weak: true },
  ]);

  test.each([
    ['/vmfs/volumes/5b2c1a2b-1a428635-86d8-e4434b6960a9/test/test.vmx', 'test'],
    ['[gold] test/test-000001.vmdk was deleted', 'test'],
    ['[gold] test/test-000001.vmdk was deleted', 'gold'],
    ['Event 7 : test on host esx in ha-datacenter is powered on', 'test'],
    ['Starting world vmm0:test of type 8', 'test'],
    ['Event 9 : User backup@192.0.2.1 logged in as x', 'backup'],
    ['shell[1]: [root]: ssh -p 22 -l backup q-host7', 'backup'],
    ['shell[1]: [root]: scp x.tgz backup@q-host7:/srv', 'backup'],
    ['for [vim.VirtualMachine:vm-3450,test] in x', 'test'],
    ['on [vim.Datastore:datastore-11,gold] in x', 'gold'],
    ['of [vim.ClusterComputeResource:domain-c7,Compute] in x', 'Compute'],
    ['sshd[1]: Accepted publickey for backup from 192.0.2.1 port 22 ssh2', 'backup'],
    ['shell[1053659]: [backup]: esxcli', 'backup'],
    ['opID=1 user=backup] Task Created', 'backup'],
    ['shell[1]: [root]: esxcli storage nfs add -H web -s /vol/x -v gold', 'web'],
    ['shell[1]: [root]: esxcli storage nfs add -H web -s /vol/x -v gold', 'gold'],
    ['SSH for the host web has been enabled', 'web'],
    ['resolved web.acme-corp.net to it', 'web'],
    ["agencyName = '_VCNS_203_Compute_Guest Introspection'", 'Compute'],
  ])('in %s: %s is replaced', (line, name) => {
    expect(redact.line(line)).not.toMatch(new RegExp(`(?<![a-z])${name}(?![a-z])`));
  });

  test.each([
    'Running the backup test on the web: test passed, backup done',
    'gold standard test.log in /var/tmp/test/web.xml',
    'Compute resources were tested; user agent backup',
  ])('in %s nothing is', (line) => expect(redact.line(line)).toBe(line));
});

test('hosts of domains that nothing else names are gone, and the same one has the same alias', async () => {
  const lines = [
    'bind ldaps://ldapsrv.other-corp.com:636 and https://urlhost.other.com/sdk',
    'connecting to h.other.com:443, mail.smtp.host = h.x.net',
    'lookup of urlhost.other.com gave nothing, ldapsrv is down, see https://kb.vmware.com/s/article/1 http://www.w3.org/2001/XMLSchema',
  ];
  const content = lines.join('\n');
  const reader = await openedCase([{ path: 'case/var/run/log/hostd.log', content }]);
  const redact = redactor({}, await CONFIDENTIAL_NAMES.run(reader, unwatched()));
  const [first, second, third] = lines.map((line) => redact.line(line));
  expect(`${first} ${second} ${third}`).not.toMatch(/ldapsrv|urlhost|other|\bh\.|x\.net/);
  const [, alias] = /https:\/\/(\S+)\/sdk/.exec(first!)!;
  expect(third).toContain(`lookup of ${alias} gave`);
  expect(third).toMatch(
    /see https:\/\/kb\.vmware\.com\/s\/article\/1 http:\/\/www\.w3\.org\/2001\/XMLSchema$/,
  );
});

test('the id of an NFS volume has one alias in short and in full, and keeps it in the next package', async () => {
  const content = '/vmfs/volumes/f595b79a-51b8149b/vm1/vm1.vmx';
  const reader = await openedCase([{ path: 'case/var/run/log/hostd.log', content }]);
  const names = await CONFIDENTIAL_NAMES.run(reader, unwatched());
  const first = redactor({}, names);
  const short = first.line('volume f595b79a-51b8149b lost').split(' ')[1]!;
  expect(short).toMatch(/^fa[\da-f]{6}-[\da-f]{8}$/);
  expect(first.line('mounted as f595b79a-51b8149b-0000-000000000000')).toContain(` ${short}-0000-`);
  const next = redactor({}, names, [...first.aliases()].slice(0, 1));
  expect(next.line('volume f595b79a-51b8149b lost')).toBe(`volume ${short} lost`);
  expect(next.line('mounted as f595b79a-51b8149b-0000-000000000000')).toContain(` ${short}-0000-`);
});

test('an address in a reverse zone has the alias of the address, reversed', () => {
  const redact = redactor({}, []);
  const alias = redact.line('192.168.200.201');
  expect(redact.line('201.200.168.192.in-addr.arpa')).toBe(
    `${alias.split('.').reverse().join('.')}.in-addr.arpa`,
  );
  const zone = alias.split('.').slice(0, 3).reverse().join('.');
  expect(redact.line('200.168.192.in-addr.arpa')).toBe(`${zone}.in-addr.arpa`);
  const next = redactor({}, [], redact.aliases().slice(1, 2));
  expect(next.line('192.168.200.201')).toBe(alias);
});

test('a hostile text takes time in proportion to its length', async () => {
  const needles = [
    'Event 1 : a on host b in c ',
    '/vmfs/volumes/a/b c/',
    'user=',
    ' user ',
    'vmm0:',
    'Serial: ',
    'Cannot login ',
    'https://a',
    'xmlns="://a.b-',
    'connecting to a.b:',
    'host=a.',
  ];
  const time = async (times: number) => {
    const started = performance.now();
    await namesOf(needles.map((needle, n) => ({ path: `case/etc/${n}.txt`, content: needle.repeat(times) })));
    return performance.now() - started;
  };
  await time(1_000);
  const short = await time(10_000);
  expect(await time(40_000)).toBeLessThan(12 * short + 1_000);
});

test('numbers are told wherever their text is cut', () => {
  const text = [
    'E4:43:4B:A1:02:05 e4-43-4b-a1-02-06 e443.4ba1.0207',
    '52f0e556-5be4-83d4-8d71-8f9d8a43791c 42 1a 2b 3c 4d 5e 6f 70-81 92 a3 b4 c5 d6 e7 f8',
    'bare e4434ba10205 E4434BA10206 e4434ba10207 e4434ba10208',
    '52F0E5565BE483D48D718F9D8A43791C 421a2b3c4d5e6f70-8192a3b4c5d6e7f8 5e4f52f0e5565be483d48d718f9d8a43',
    '',
  ].join('\n');
  for (let cut = 0; cut <= text.length; cut++) {
    const names = new NameList();
    const lines = new TextLines([], [(part, end, list) => list.numbers.read(part, end)], names);
    lines.push(text.slice(0, cut), false);
    lines.push(text.slice(cut), true);
    expect(
      names.list().map((name) => name.text),
      `cut at ${cut}`,
    ).toEqual([
      'e4434ba10205',
      'e4434ba10206',
      'e4434ba10207',
      '421a2b3c4d5e6f708192a3b4c5d6e7f8',
      '52f0e5565be483d48d718f9d8a43791c',
    ]);
  }
});
