import type { LogRecord } from '../../analysis/case-reader';
import { evidenceLine } from '../evidence-line';
import type { EvidenceLine, OperationDraft } from '../trace-source';
import { known, type AuditRecord } from './audit-record';

/** Programs by which people change machines. */
const PROGRAMS = /(?:^|\/)(virsh|virt-install|virt-clone|virt-xml|virt-manager)$/;
/** Words of a command line that are kept. */
const MOST_WORDS = 64;
/** How long before an operation somebody must have started a program to be its likely operator, ms. */
const SHORTLY = 30_000;
/** Starts within that time that are kept for a host. */
const MOST_STARTS = 200;

interface ProgramStart {
  ms: number;
  serial: string;
  who: string;
  /** Program and its words; the program alone when the log has no words. */
  words: string[];
  evidence: EvidenceLine[];
}

/**
 * Programs that a person started on one host, where the host audits that: a SYSCALL record says who, the EXECVE record of
 * the same event says with what words. libvirt itself does not write who connected.
 */
export class ProgramStarts {
  #recent: ProgramStart[] = [];
  /** The last words of a program's start: ausearch shows them before the record that says who. */
  #words: { serial: string; words: string[]; evidence: EvidenceLine } | null = null;

  take(audit: AuditRecord, record: LogRecord): void {
    if (record.time === null) return;
    if (audit.type === 'SYSCALL') {
      const program =
        PROGRAMS.exec(known(audit.kernel.get('exe')) ?? '')?.[1] ??
        PROGRAMS.exec(audit.kernel.get('comm') ?? '')?.[1];
      const who = loginOf(audit);
      if (program === undefined || who === null) return;
      this.#recent = this.#recent.filter(({ ms }) => ms >= record.time! - SHORTLY).slice(-MOST_STARTS);
      this.#recent.push({
        ms: record.time,
        serial: audit.serial,
        who,
        words: this.#words?.serial === audit.serial ? this.#words.words : [program],
        evidence: [evidenceLine(record)],
      });
      if (this.#words?.serial === audit.serial) this.#recent.at(-1)!.evidence.unshift(this.#words.evidence);
    } else if (audit.type === 'EXECVE') {
      this.#words = { serial: audit.serial, words: wordsOf(audit), evidence: evidenceLine(record) };
      const start = this.#recent.at(-1);
      if (start?.serial !== audit.serial || start.ms !== record.time) return;
      start.words = wordsOf(audit);
      start.evidence.push(evidenceLine(record));
    }
  }

  /** Gives the draft its likely operator: the one person who named the machine shortly before, or who had a shell of virsh. */
  lendPerson(draft: OperationDraft, machine: { name: string | null; uuid: string | null }, ms: number): void {
    const near = this.#recent.filter((start) => start.ms <= ms && start.ms >= ms - SHORTLY);
    const naming = near.filter(({ words }) =>
      words.some(
        (word, i) =>
          i > 0 && (word === machine.name || word === machine.uuid || named(word) === machine.name),
      ),
    );
    const likely = naming.length > 0 ? naming : near.filter(({ words }) => words.length < 2);
    const last = likely.at(-1);
    if (!last || likely.some(({ who }) => who !== last.who)) return;
    draft.who = last.who;
    draft.joined.who = `started shortly before, by the audit log: ${last.words.join(' ')}`;
    draft.evidence.push(...last.evidence);
  }
}

// `--name=vm1`, `--domain=vm1`
function named(word: string): string | null {
  return word.startsWith('--') && word.includes('=') ? word.slice(word.indexOf('=') + 1) : null;
}

/** The login that a record's process belongs to: its name where the log has one, else its number; null for none. */
function loginOf(audit: AuditRecord): string | null {
  return known(audit.kernel.get('auid')) === null ? null : nameOr(audit, 'AUID', audit.kernel.get('auid'));
}

/** The name that enriching added, else what the record itself says. */
export function nameOr(audit: AuditRecord, name: string, value: string | undefined): string | null {
  return known(audit.names.get(name)) ?? known(value);
}

function wordsOf(audit: AuditRecord): string[] {
  const words: string[] = [];
  for (let i = 0; i < MOST_WORDS && audit.kernel.has(`a${i}`); i++) words.push(audit.kernel.get(`a${i}`)!);
  if (words[0]) words[0] = words[0].slice(words[0].lastIndexOf('/') + 1);
  return words;
}
