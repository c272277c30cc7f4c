import { evidenceLine } from '../evidence-line';
import { emptyDraft, type TraceSample, type TraceSource } from '../trace-source';
import { machineOfXlPath, parseXl } from '../xen/xl-log';

/** Domains whose names are kept. */
const MOST_DOMAINS = 20_000;

/** xl-<vm>.log of Xen: starts and ends of a machine without any time, operator or result. */
const source: TraceSource = {
  id: 'xl',
  label: 'Xen xl log',
  vendor: 'xen',
  query: 'format:xl ("Waiting for domain" or "has shut down")',
  begin(context) {
    const names = new Map<string, string>();
    return {
      take(record) {
        const entry = parseXl(record.message);
        if (!entry) return;
        const domain = `${record.file} ${entry.domain}`;
        const kind = entry.kind === 'started' ? 'StartVM' : entry.operation;
        if (entry.kind === 'started' && names.size < MOST_DOMAINS) names.set(domain, entry.name);
        context.emit({
          ...emptyDraft(kind, context.origin(record)),
          target: entry.kind === 'started' ? entry.name : (names.get(domain) ?? machineOfXlPath(record.path)),
          evidence: [evidenceLine(record)],
        });
      },
      end: () => names.clear(),
    };
  },
};
export default source;

const NOTHING = ['when', 'who', 'where', 'result'] as const;

export const samples: TraceSample[] = [
  {
    title: 'a run without any time',
    files: [
      {
        path: 'xen/var/log/xen/xl-test-hvm64-xsa-454.log',
        lines: [
          'Waiting for domain test-hvm64-xsa-454 (domid 144) to die [pid 6302]',
          'Domain 144 has shut down, reason code 0 0x0',
          'Action for shutdown reason code 0 is destroy',
          'Domain 144 needs to be cleaned up: destroying the domain',
          'Done. Exiting now',
        ],
      },
    ],
    expect: ['StartVM', 'StopVM'].map((op) => ({
      op,
      target: 'test-hvm64-xsa-454',
      missing: [...NOTHING],
      vendor: 'xen',
    })),
  },
];
