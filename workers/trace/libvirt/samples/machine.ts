import type { TraceSample } from '../../trace-source';

const UUID = '462dcd6d-fb68-4a26-a96f-56eb024515b9';
const STARTING =
  'starting up libvirt version: 4.0.0, package: 1ubuntu8.5 (Christian Ehrhardt <christian.ehrhardt@canonical.com> Tue, 28 Aug 2018 07:26:19 +0200), qemu version: 2.11.1(Debian 1:2.11+dfsg-1ubuntu7.7), hostname: ubu-4690';

function commandLine(name: string, memory: string, cpus: number, disk: string, more = ''): string {
  return `LC_ALL=C PATH=/usr/bin QEMU_AUDIO_DRV=none /usr/bin/kvm -name ${name} -S -machine pc -m ${memory} -realtime mlock=off -smp ${cpus},sockets=${cpus},cores=1,threads=1 -uuid ${UUID} -drive file=${disk},format=qcow2,if=none,id=drive0${more}`;
}

const libvirt = { vendor: 'libvirt' } as const;
const LOG = 'kvm/var/log/libvirt/qemu/win7-2.log';

export const machineSamples: TraceSample[] = [
  {
    title: 'the file names the machine; an end has its reason, no operator and no result',
    files: [
      {
        path: 'kvm/var/log/libvirt/qemu/centos.log',
        lines: [
          '2014-05-25 01:12:47.827+0000: starting up',
          'LC_ALL=C /usr/libexec/qemu-kvm -name centos -S -m 512 -smp 1,sockets=1,cores=1,threads=1',
          '2018-11-23T23:37:57.946548Z qemu-system-x86_64: terminating on signal 15 from pid 2093 (/usr/sbin/libvirtd)',
          '2018-11-23 23:37:59.352+0000: shutting down, reason=destroyed',
          '2020-04-27 11:57:10.000+0000: starting up',
          '2020-04-27 11:57:11.805+0000: shutting down, reason=failed',
        ],
      },
    ],
    expect: [
      {
        ...libvirt,
        op: 'StartVM',
        start: '2014-05-25T01:12:47.827Z',
        target: 'centos',
        missing: ['who', 'where', 'result'],
      },
      {
        ...libvirt,
        op: 'StopVM',
        end: '2018-11-23T23:37:59.352Z',
        target: 'centos',
        missing: ['who', 'where', 'result'],
      },
      {
        ...libvirt,
        op: 'StartVM',
        start: '2020-04-27T11:57:10.000Z',
        end: '2020-04-27T11:57:11.805Z',
        target: 'centos',
        result: 'NG',
        missing: ['who', 'where'],
      },
    ],
  },
  {
    title:
      'memory, CPUs and disks of a stopped machine changed before its next start; other units are no change',
    files: [
      {
        path: LOG,
        lines: [
          `2018-11-24 16:13:38.555+0000: ${STARTING}`,
          commandLine('guest=win7-2,debug-threads=on', '512', 1, '/srv/a.qcow2'),
          '2018-11-24 17:00:00.000+0000: shutting down, reason=shutdown',
          `2018-11-24 18:00:00.000+0000: ${STARTING}`,
          commandLine(
            'guest=win7-2,debug-threads=on',
            'size=524288k,slots=16,maxmem=4194304k',
            1,
            '/srv/a.qcow2',
          ),
          '2018-11-24 19:00:00.000+0000: shutting down, reason=shutdown',
          `2018-11-24 20:00:00.000+0000: ${STARTING}`,
          commandLine(
            'guest=win7-2,debug-threads=on',
            '1024',
            2,
            '/srv/a.qcow2',
            ' -drive file=/srv/b,,c.img,if=virtio',
          ),
        ],
      },
    ],
    expect: [
      startOf('2018-11-24T16:13:38.555Z'),
      stopOf('2018-11-24T17:00:00.000Z'),
      startOf('2018-11-24T18:00:00.000Z'),
      stopOf('2018-11-24T19:00:00.000Z'),
      changeOf('ModifyCPU', ['win7-2', '1'], ['win7-2', '2']),
      changeOf('ModifyMemory', ['win7-2', '524288k'], ['win7-2', '1024']),
      changeOf('ModifyDisk', [], ['win7-2', '/srv/b,c.img']),
      startOf('2018-11-24T20:00:00.000Z'),
    ],
  },
];

function startOf(start: string): TraceSample['expect'][number] {
  return {
    ...libvirt,
    op: 'StartVM',
    start,
    target: 'win7-2',
    where: 'ubu-4690',
    missing: ['who', 'result'],
  };
}

function stopOf(end: string): TraceSample['expect'][number] {
  const joined = { where: 'from the start of the machine in the same log' };
  return {
    ...libvirt,
    op: 'StopVM',
    end,
    target: 'win7-2',
    where: 'ubu-4690',
    joined,
    missing: ['who', 'result'],
  };
}

function changeOf(op: string, before: string[], after: string[]): TraceSample['expect'][number] {
  const reason = 'the command line of this start differs from that of the start before';
  return {
    ...libvirt,
    op,
    end: '2018-11-24T20:00:00.000Z',
    target: 'win7-2',
    where: 'ubu-4690',
    before,
    after,
    joined: {
      what: reason,
      when: 'between the start before and this one, which shows it first',
      how: reason,
    },
    missing: ['who', 'result'],
  };
}
