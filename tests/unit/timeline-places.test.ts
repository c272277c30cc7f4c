import { describe, expect, test } from 'vitest';
import { TestCase } from './timeline-fixture';
import { not, field, named, run } from './timeline-queries';

describe('host:', () => {
  test('a record without host has that of its source', async () => {
    const records = [{ host: 'Relay' }, {}];
    const timeline = await TestCase.of([0, 1, 2].map((source) => ({ source, path: 'a', records })));
    timeline.sources[0]!.hostName = 'esx-a';
    timeline.sources[1]!.hostName = 'ESX-B';
    timeline.sources[2]!.hostName = null;
    const rows = async (pattern: string) => (await run(timeline, field('host', pattern))).rows;
    expect(await rows('esx-*')).toEqual([1, 3]);
    expect(await rows('esx-b')).toEqual([3]);
    expect(await rows('relay')).toEqual([0, 2, 4]);
    expect(await rows('*')).toEqual([0, 1, 2, 3, 4]);
    expect((await run(timeline, not(field('host', '*')))).rows).toEqual([5]);
  });
});

describe('vm:', () => {
  const component = (path: string) => `Vmsvc.vm:/vmfs/volumes/${path}`;

  test('by folder of its log, by its component, by its world', async () => {
    const shared = { process: 'vmkernel' };
    const timeline = await TestCase.of([
      { path: 'vmfs/volumes/1/Web 1/vmware.log', records: [{}, {}] },
      { path: 'vmfs/volumes/1/Web 1/vmware-3.log.gz', records: [{}] },
      { path: 'vmfs/volumes/1/Web 1/notes.log', records: [{}] },
      { path: 'vmfs/volumes/1/web 10/vmware.log', records: [{}] },
      {
        path: 'var/run/log/hostd.log',
        records: [
          { component: component('1/Web 1/Web 1.vmx') },
          { component: component('1/old/old.vmx') },
          { component: component('1/other/Web 1.vmx.bak') },
          { component: 'Vimsvc' },
          { process: 'hostd', pid: '2001' },
        ],
      },
      {
        path: 'var/run/log/vmkernel.log',
        records: [
          { ...shared, pid: '2001' },
          { ...shared, pid: '2002' },
          { process: 'vmkwarning', pid: '2001' },
        ],
      },
      { source: 1, path: 'var/run/log/vmkernel.log', records: [{ ...shared, pid: '2001' }] },
      {
        source: 1,
        path: 'vmfs/volumes/2/old/vmware.log',
        records: [{ component: component('1/old/old.vmx') }],
      },
    ]);
    timeline.sources[0]!.vms = [
      { name: 'Web 1', vmxPath: '/vmfs/volumes/1/Web 1/Web 1.vmx', world: '2001' },
      { name: 'renamed', vmxPath: '[store] old/old.vmx', world: null },
    ];
    timeline.sources[1]!.vms = [{ name: 'other', vmxPath: null, world: '7' }];
    const rows = async (pattern: string) => (await run(timeline, named('vm', pattern))).rows;
    expect(await rows('web 1')).toEqual([0, 1, 2, 5, 10, 12]);
    expect(await rows('web*')).toEqual([0, 1, 2, 4, 5, 10, 12]);
    expect(await rows('renamed')).toEqual([6]);
    expect(await rows('old')).toEqual([6, 14]);
    expect(await rows('none')).toEqual([]);
  });
});
