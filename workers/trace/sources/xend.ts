import { evidenceLine } from '../evidence-line';
import {
  emptyDraft,
  type EvidenceLine,
  type TraceSample,
  type TraceSource,
  type TraceTime,
} from '../trace-source';
import { parseXend } from '../xen/xend-log';

/** Migrations that are under way, by the thread that writes of them. */
const MOST_MIGRATIONS = 1_000;

const KINDS = {
  create: 'CreateVM',
  stop: 'StopVM',
  crash: 'StopVM',
  reboot: 'RebootGuest',
  suspend: 'SuspendVM',
} as const;

/** xend.log of Xen up to 4.4: local time without a zone, no operator. */
const source: TraceSource = {
  id: 'xend',
  label: 'xend.log',
  vendor: 'xen',
  query: 'format:xen (component:XendDomainInfo or component:XendCheckpoint)',
  begin(context) {
    const migrations = new Map<string, { time: TraceTime | null; evidence: EvidenceLine }>();
    return {
      take(record) {
        const entry = parseXend(record.message);
        if (!entry) return;
        const time = context.time(record);
        const evidence = evidenceLine(record);
        const thread = `${record.file} ${threadOf(record.raw)}`;
        if (entry.kind === 'migrating') {
          // One that succeeds says nothing more: the oldest is over.
          migrations.delete(thread);
          migrations.set(thread, { time, evidence });
          const [oldest] = migrations.keys();
          if (migrations.size > MOST_MIGRATIONS && oldest !== undefined) migrations.delete(oldest);
          return;
        }
        const origin = context.origin(record);
        if (entry.kind === 'save-failed') {
          const begun = migrations.get(thread);
          migrations.delete(thread);
          context.emit({
            ...emptyDraft(begun ? 'MoveVM' : 'SuspendVM', origin),
            start: begun?.time ?? null,
            end: time,
            target: entry.name,
            result: 'NG',
            evidence: begun ? [begun.evidence, evidence] : [evidence],
          });
          return;
        }
        context.emit({
          ...emptyDraft(KINDS[entry.kind], origin),
          end: time,
          target: entry.name ?? entry.uuid,
          evidence: [evidence],
        });
      },
      end: () => migrations.clear(),
    };
  },
};
export default source;

/** `[2017-09-07 11:10:39,288 1771 1431210304] `: process and thread; the older form has no thread. */
function threadOf(raw: string): string {
  return /^\[[\d-]+ [\d:,.]+ (\d+(?: \d+)?)\]/.exec(raw.slice(0, 100))?.[1] ?? '';
}

const XEND = 'xen/var/log/xen/xend.log';
const xen = { vendor: 'xen' } as const;

export const samples: TraceSample[] = [
  {
    title: 'no zone and no operator; a migration that fails; what is no operation',
    files: [
      {
        path: XEND,
        lines: [
          '[2012-03-20 02:12:20 5447] INFO (XendDomainInfo:169 ) Recreating domain 0, UUID 00000000-0000-0000-0000-000000000000. at /local/domain/0',
          '[2012-03-20 02:12:21 5447] DEBUG (XendDomainInfo:1881 ) XendDomainInfo.handleShutdownWatch',
          '[2017-09-07 11:10:39,288 1771 1431210304] INFO (XendCheckpoint:287) Live migrate timeout value 1200, vm memory:524288',
          '[2017-09-07 11:11:16,777 1771 1431210304] ERROR (XendCheckpoint:361) Save failed on domain example-vm.903454.6332 (880) - resuming.',
          '[2017-09-07 11:11:16,785 1771 1431210304] DEBUG (XendDomainInfo:4158) XendDomainInfo.resumeDomain(880)',
        ],
      },
    ],
    expect: [
      {
        ...xen,
        op: 'MoveVM',
        start: '2017-09-07T11:10:39.288',
        end: '2017-09-07T11:11:16.777',
        target: 'example-vm.903454.6332',
        result: 'NG',
        missing: ['who', 'where', 'how'],
        evidence: ['var/log/xen/xend.log:3', 'var/log/xen/xend.log:4'],
      },
    ],
  },
  {
    title: 'a creation holds the whole configuration; a guest that goes down by itself',
    files: [
      {
        path: XEND,
        lines: [
          "[2012-03-21 10:00:00 5447] DEBUG (XendDomainInfo:73 ) XendDomainInfo.createDormant({'vcpus_params': {}, 'name_label': 'ubuntu \\'hd\\'', 'VCPUs_max': 1, 'memory_dynamic_max': 268435456, 'uuid': '5f9b'})",
          "[2012-03-21 10:00:05 5447] DEBUG (XendDomainInfo:95 ) XendDomainInfo.create(['vm', ['name', 'web'], ['memory', '512']])",
          '[2012-03-21 11:00:00 5447] INFO (XendDomainInfo:1903 ) Domain has shutdown: name=web id=3 reason=poweroff.',
          '[2012-03-21 11:30:00 5447] INFO (XendDomainInfo:1903 ) Domain has shutdown: name=a b id=4 reason=reboot.',
        ],
      },
    ],
    expect: [
      created('2012-03-21T10:00:00.000', "ubuntu 'hd'"),
      created('2012-03-21T10:00:05.000', 'web'),
      {
        ...xen,
        op: 'StopVM',
        end: '2012-03-21T11:00:00.000',
        target: 'web',
        missing: ['who', 'where', 'result'],
      },
      {
        ...xen,
        op: 'RebootGuest',
        end: '2012-03-21T11:30:00.000',
        target: 'a b',
        missing: ['who', 'where', 'result'],
      },
    ],
  },
];

function created(end: string, target: string): TraceSample['expect'][number] {
  return { ...xen, op: 'CreateVM', end, target, missing: ['who', 'where', 'result'] };
}
