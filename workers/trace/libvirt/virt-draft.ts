import { emptyDraft, type OperationDraft, type Seek } from '../trace-source';
import type { VirtReport } from './virt-report';

/** How long before an operation somebody must have started a program of libvirt's to be its likely operator, ms. */
const SHORTLY = 30_000;

/** A draft of what libvirt reported; the caller adds time, result and evidence. */
export function virtDraft(report: VirtReport, origin: string, host: string | null): OperationDraft {
  const { kind, name, uuid, before, after, migrated } = report;
  const draft = emptyDraft(kind, origin);
  draft.target = name ?? uuid;
  draft.where = host;
  draft.ties = machineTies(name, uuid, origin);
  draft.seeks = virshSeek(name, uuid);
  const values = (value: string | null) => (value === null ? [] : [draft.target ?? '?', value]);
  draft.before = values(migrated === 'from' ? host : before);
  draft.after = values(migrated === 'to' ? host : after);
  // One host says only its own half of a move.
  if (migrated) draft.unsaid = ['how'];
  return draft;
}

/** What a machine's records of one kind and time are joined by: over hosts its uuid, on one host its name too. */
export function machineTies(name: string | null, uuid: string | null, origin: string): string[] {
  const ties = uuid === null ? [] : [`vm:${uuid}`];
  return name === null ? ties : [...ties, `libvirt:${name}@${origin}`];
}

/** libvirt does not write who connected; a program that named the machine shortly before is a hint. */
export function virshSeek(name: string | null, uuid: string | null): Seek {
  const named = [name, uuid].filter((text) => text !== null).map(escaped);
  const words = named.length > 0 ? `(?:^|[\\s='"])(?:${named.join('|')})(?:$|[\\s,'"])|` : '';
  return {
    family: 'virsh',
    withinMs: SHORTLY,
    pattern: new RegExp(`${words}^virsh$`),
    reason: 'started shortly before, by the audit log: ',
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
