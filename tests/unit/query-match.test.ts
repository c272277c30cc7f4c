import { describe, expect, it } from 'vitest';
import { matcher, matchesRecord } from '../../workers/query/match';
import { parseQuery } from '../../workers/query/parser';
import type { MatchableRecord } from '../../workers/query/record';
import { pathMatches, wildcardMatches } from '../../workers/query/wildcard';
import { CONTEXT } from './query-support';

const LOGIN: MatchableRecord = {
  time: '2023-12-05T14:31:48.557Z',
  level: 'info',
  process: 'Hostd',
  pid: '1050748',
  component: 'Vimsvc.ha-eventmgr',
  opId: 'esxui-8c02-9b39',
  sid: '52f0e556',
  user: 'vpxuser:VSPHERE.LOCAL\\Administrator',
  host: 'esx01.lab',
  message: 'Event 99 : User root@192.168.127.10 logged in\nand more',
  raw: '2023-12-05T14:31:48.557Z In(166) Hostd[1050748]: [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-8c02-9b39 sid=52f0e556] Event 99 : User root@192.168.127.10 logged in\nand more',
  source: 1,
  file: 'var/run/log/hostd.log',
  sourceName: 'esx-esx01-2023-12-05--14.40-1234.tgz',
};

const BARE: MatchableRecord = {
  time: null,
  level: null,
  process: null,
  pid: null,
  component: null,
  opId: null,
  sid: null,
  user: null,
  host: null,
  message: 'nothing known',
  raw: 'nothing known',
  source: 2,
  file: 'tmp/x.log',
};

const KERNEL: MatchableRecord = {
  ...BARE,
  process: 'vmkernel',
  pid: '2099084',
  file: 'var/run/log/vmkernel.log',
};
const GUEST: MatchableRecord = { ...BARE, file: 'vmfs/volumes/5b2c/web 01/vmware-3.log' };
const CONFIG: MatchableRecord = { ...BARE, component: 'Vmsvc.vm:/vmfs/volumes/5b2c/gnav-10.1/gnav-10.1.vmx' };

function matches(query: string, record: MatchableRecord): boolean {
  return matcher(parseQuery(query, CONTEXT))(record);
}

describe('matchesRecord', () => {
  it.each([
    ['', true],
    ['*', true],
    ['-*', false],
    ['LOGGED', true],
    ['"User ROOT@192"', true],
    ['originator', true],
    ['message:originator', false],
    ['message:"and more"', true],
    ['/^event/i', false],
    ['message:/^event \\d+/i', true],
    ['/Event \\d+ : .* logged in$/m', true],
    ['/in.and/', false],
    ['/in.and/s', true],
    ['process:hostd', true],
    ['process:host', false],
    ['process:host*', true],
    ['pid:1050748', true],
    ['component:*ha-eventmgr', true],
    ['opid:ESXUI-*-9b39', true],
    ['sid:52f0e556', true],
    ['user:vpxuser*', true],
    ['user:*administrator', true],
    ['user:root', false],
    ['host:esx01', false],
    ['host:esx01.*', true],
    ['level:info', true],
    ['level>=info', true],
    ['level>info', false],
    ['level<notice', true],
    ['level<=debug', false],
    ['-level:none', true],
    ['after:2023-12-05T14:31:48.557', true],
    ['before:2023-12-05T14:31:48.557', false],
    ['before:2023-12-05T14:31:48.558', true],
    ['after:-1ms before:+1ms', true],
    ['after:+1ms', false],
    ['file:hostd.log', true],
    ['file:log/hostd.log', true],
    ['file:/var/run/log/hostd.log', true],
    ['file:ostd.log', false],
    ['file:run/log', false],
    ['file:run/*', true],
    ['file:*.log', true],
    ['source:1', true],
    ['source:2', false],
    ['source:esx-esx01*', true],
    ['world:1050748', false],
    ['vm:hostd', false],
    ['root -dcui', true],
    ['dcui or root', true],
    ['(dcui or root) level:error', false],
    ['-(dcui root)', true],
  ])('%s → %s', (query, expected) => {
    expect(matches(query, LOGIN)).toBe(expected);
  });

  it.each([
    ['user:*', false],
    ['-user:root', true],
    ['-user:*', true],
    ['level>=trace', false],
    ['level<fatal', false],
    ['level:none', true],
    ['-level:none', false],
    ['after:1970-01-01', false],
    ['before:9999-01-01', false],
    ['-after:1970-01-01 -before:9999-01-01', true],
    ['host:*', false],
    ['source:*', true],
    ['vm:*', false],
    ['world:*', false],
  ])('%s of a record that knows nothing → %s', (query, expected) => {
    expect(matches(query, BARE)).toBe(expected);
  });

  it('knows worlds by the log, VMs by what the record says', () => {
    expect(matches('world:2099084', KERNEL)).toBe(true);
    expect(matches('world:209*', KERNEL)).toBe(true);
    expect(matches('vm:"WEB 01"', GUEST)).toBe(true);
    expect(matches('vm:gnav*', CONFIG)).toBe(true);
    expect(matches('vm:web01', { ...GUEST, vm: 'web01' })).toBe(true);
    expect(matches('vm:"web 01"', { ...GUEST, vm: null })).toBe(false);
  });

  it('answers the same for the same tree', () => {
    const node = parseQuery('/logged/i', CONTEXT);
    expect([1, 2, 3].map(() => matchesRecord(node, LOGIN))).toEqual([true, true, true]);
  });
});

describe('wildcards', () => {
  it('agree with a regular expression', () => {
    const patterns = ['', 'a', '*', 'a*', '*a', '*a*', 'a*b', '**', 'a**b', '*a*b*', 'ab', 'a.b', '*ab'];
    const texts = ['', 'a', 'b', 'ab', 'ba', 'aab', 'abab', 'A.B', 'xaybz', 'aaa'];
    for (const pattern of patterns) {
      const same = new RegExp(`^${pattern.replace('.', '\\.').replaceAll('*', '.*')}$`, 'is');
      for (const text of texts)
        expect(wildcardMatches(pattern, text), `${pattern} ${text}`).toBe(same.test(text));
    }
  });

  it('do not blow up', () => {
    expect(wildcardMatches('*a'.repeat(200) + '*b', 'a'.repeat(5000))).toBe(false);
  });

  it('find the tail of a path', () => {
    expect(pathMatches('b/c', 'a/b/c')).toBe(true);
    expect(pathMatches('/a/b/c', 'a/b/c')).toBe(true);
    expect(pathMatches('', 'a')).toBe(false);
    expect(pathMatches('c', 'a/bc')).toBe(false);
    expect(pathMatches('c', 'a/b/')).toBe(false);
  });
});
