import { evidenceOf } from '../../../analysis/evidence';
import type { LogRecord } from '../../../analysis/case-reader';
import { article, RESTART_EAM } from '../../../eam/advice';
import { EAM_CASE } from '../../../eam/eam-case';
import { EAM_LOG, eamLine } from '../../../eam/sample-lines';
import type { Draft, Rule, RuleFacts } from '../../rule';

export const LOADING_RECORDS = '"EAM is still loading from database" or EamServiceNotInitialized';
/** Loading takes moments; this long it is held up, in ms. */
const LONG = 10 * 60_000;

/** The records of the loading that lasts, after the last start; none while it is short. */
export function lastingLoad(records: readonly LogRecord[], starts: readonly number[]): LogRecord[] {
  const timed = records.filter(({ time }) => time !== null).sort((a, b) => a.time! - b.time!);
  const last = timed.at(-1);
  if (!last) return [];
  const start = starts.findLast((time) => time <= last.time!);
  const since = timed.filter(({ time }) => start === undefined || time! >= start);
  return last.time! - (start ?? since[0]!.time!) >= LONG ? since : [];
}

const line = (time: string) =>
  eamLine(
    time,
    'ERROR',
    'AuditedJob.java',
    'com.vmware.vim.binding.eam.fault.EamServiceNotInitialized: EAM is still loading from database. Please try again later.',
  );

export const rule: Rule = {
  id: 'eam-loading',
  area: 'eam',
  kind: 'fault',
  order: 40,
  title: 'EAM does not finish its start',
  severity: 'high',
  confidence: 'certain',
  cause:
    'EAM keeps loading from the database: its start is held up, mostly because it cannot log in to vCenter, else by the database or vpxd.',
  remedy: [
    'Find the error that holds it up: failed logins in eam.log first, then errors of the database and of vpxd',
    'Remove that cause; a restart by itself does not end a loop of failed logins',
    RESTART_EAM,
    'Check: calls to EAM answer, and the agents get a status',
  ],
  warning: null,
  references: [article(434349)],
  follows: [{ rule: 'eam-login' }, { rule: 'props-empty' }, { rule: 'disk-full', atLeast: 'critical' }],
  reads: { records: { loading: LOADING_RECORDS }, models: [EAM_CASE] },
  absent: ['An end within ten minutes of the start: then it is normal.'],
  *evaluate(facts: RuleFacts): Iterable<Draft> {
    const starts = facts
      .of(EAM_CASE)
      .service.filter(({ kind, time }) => kind === 'started' && time !== null)
      .map(({ time }) => time!);
    const lasting = lastingLoad(facts.records('loading'), starts);
    if (lasting.length > 0) yield { evidence: lasting.slice(0, 200).map(evidenceOf) };
  },
  samples: {
    fires: [
      {
        name: 'for a quarter of an hour',
        composed: true,
        files: [
          {
            path: EAM_LOG,
            content:
              line('2026-03-12T03:08:06.447Z') +
              line('2026-03-12T03:15:06.447Z') +
              line('2026-03-12T03:23:06.447Z'),
          },
        ],
        evidence: [
          ['var/log/vmware/eam/eam.log', 1],
          ['var/log/vmware/eam/eam.log', 3],
        ],
      },
    ],
    silent: [
      {
        name: 'for some seconds after a start',
        composed: true,
        files: [
          { path: EAM_LOG, content: line('2026-03-12T03:08:06.447Z') + line('2026-03-12T03:08:16.447Z') },
        ],
      },
    ],
  },
};
