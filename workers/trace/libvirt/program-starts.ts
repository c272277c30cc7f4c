import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import type { TraceContext } from '../trace-source';
import { known, type AuditRecord } from './audit-record';

/** Programs by which people change machines. */
const PROGRAMS = /(?:^|\/)(virsh|virt-install|virt-clone|virt-xml|virt-manager|virt-viewer)$/;
/** Words of a command line that are kept. */
const MOST_WORDS = 64;

/**
 * Programs that a person started, where the host audits that: a SYSCALL record says who, the EXECVE record of the same
 * event says with what words.
 */
export class ProgramStarts {
  readonly #context: TraceContext;
  #open: { event: string; who: string; text: string; record: LogRecord } | null = null;

  constructor(context: TraceContext) {
    this.#context = context;
  }

  take(audit: AuditRecord, record: LogRecord): void {
    const event = `${record.file} ${audit.serial}`;
    if (audit.type === 'SYSCALL') {
      this.end();
      const program = PROGRAMS.exec(known(audit.kernel.get('exe')) ?? '')?.[1] ?? audit.kernel.get('comm') ?? '';
      const who = loginOf(audit);
      if (who !== null && PROGRAMS.test(program)) this.#open = { event, who, text: program, record };
    } else if (audit.type === 'EXECVE' && this.#open?.event === event) {
      this.#open.text = wordsOf(audit);
      this.end();
    }
  }

  end(): void {
    if (!this.#open) return;
    const { who, text, record } = this.#open;
    this.#open = null;
    const time = this.#context.time(record);
    if (!time) return;
    this.#context.active({
      family: 'virsh',
      ms: time.ms,
      origin: this.#context.origin(record),
      who,
      client: null,
      text,
      evidence: evidenceLine(record),
    });
  }
}

/** The login that a record's process belongs to: its name where the log has one, else its number; null for none. */
export function loginOf(audit: AuditRecord): string | null {
  return known(audit.kernel.get('auid')) === null ? null : nameOr(audit, 'AUID', audit.kernel.get('auid'));
}

/** The name that enriching added, else what the record itself says. */
export function nameOr(audit: AuditRecord, name: string, value: string | undefined): string | null {
  return known(audit.names.get(name)) ?? known(value);
}

function wordsOf(audit: AuditRecord): string {
  const words: string[] = [];
  for (let i = 0; i < MOST_WORDS && audit.kernel.has(`a${i}`); i++) words.push(audit.kernel.get(`a${i}`)!);
  if (words[0]) words[0] = words[0].slice(words[0].lastIndexOf('/') + 1);
  return words.join(' ');
}
