import type { LogRecord } from '../../analysis/case-reader';
import { emptyDraft, type TraceContext, type TraceReader, type TraceSource } from '../trace-source';
import { personOf } from '../vmware/person';
import { reconfigurations } from '../vmware/reconfiguration';
import { eventPart, vcenterEvent, vcenterMeaning, type VcenterEvent } from '../vmware/vcenter-event';

/** Ids of vCenter's own rounds (log-formats C.2): one holds whatever happened on a host meanwhile. */
const GATHERED = /^(?:HB-|SWI-|WFU-|PollQuick|sps-Main-|vsan-|CheckforMissing)/;
/** Events whose other parts are awaited, and the most text of one. */
const MOST_OPEN = 1_000;
const MOST_TEXT = 1024 * 1024;
/** Lines of one event. */
const MOST_LINES = 1_000;

/** vCenter's events as its syslog stream or vpxd.log has them: user, object, before and after. */
const vcenterEvents: TraceSource = {
  id: 'vcenter-events',
  label: 'vCenter events',
  vendor: 'vmware',
  // A file of little but changed values is plain text: its lines stand by themselves.
  query: '"Event [" or (format:plain (" -> " or "Modified:" or "Added:" or "Deleted:"))',
  begin: (context) => new EventReader(context),
};

export default vcenterEvents;

interface OpenEvent {
  key: string;
  rests: string;
  records: LogRecord[];
}

class EventReader implements TraceReader {
  readonly #context: TraceContext;
  readonly #open = new Map<string, OpenEvent>();
  #unended: OpenEvent | null = null;

  constructor(context: TraceContext) {
    this.#context = context;
  }

  take(record: LogRecord): void {
    const part = eventPart(record.message);
    if (!part) return this.#continue(record);
    this.#flush();
    const id = `${part.key}@${this.#context.origin(record)}`;
    const known = this.#open.get(id);
    if (part.part === 1 || !known) {
      if (part.part !== 1) return; // its beginning, with all its columns, is not in the log
      if (part.parts === 1) {
        const whole = { key: part.key, rests: part.rest, records: [textless(record)] };
        if (record.format === 'plain' && !part.rest.endsWith(']')) this.#unended = whole;
        else this.#event(whole);
        return;
      }
      this.#open.set(id, { key: part.key, rests: part.rest, records: [textless(record)] });
      const [oldest] = this.#open.keys();
      if (this.#open.size > MOST_OPEN && oldest !== undefined) this.#close(oldest);
      return;
    }
    if (known.records.length < MOST_LINES) known.records.push(textless(record));
    if (known.rests.length < MOST_TEXT) known.rests += part.rest;
    if (part.part >= part.parts) this.#close(id);
  }

  end(): void {
    this.#flush();
    for (const id of [...this.#open.keys()]) this.#close(id);
  }

  #close(id: string): void {
    const event = this.#open.get(id)!;
    this.#open.delete(id);
    this.#event(event);
  }

  /** A line of plain text below an event whose text goes on. */
  #continue({ file, line, message }: LogRecord): void {
    const last = this.#unended?.records[0];
    if (!this.#unended || last?.file !== file || line > last.line + MOST_LINES) return;
    if (this.#unended.rests.length < MOST_TEXT) this.#unended.rests += `\n${message}`;
  }

  #flush(): void {
    const event = this.#unended;
    this.#unended = null;
    if (event) this.#event(event);
  }

  #event({ key, rests, records }: OpenEvent): void {
    const event = vcenterEvent(key, rests);
    if (!event) return;
    const changes = event.type === 'VmReconfiguredEvent' ? reconfigurations(event.text) : [];
    if (changes.length === 0) return this.#emit(event, records, null);
    for (const change of changes) this.#emit(event, records, change);
  }

  #emit(
    event: VcenterEvent,
    records: LogRecord[],
    change: ReturnType<typeof reconfigurations>[0] | null,
  ): void {
    const meaning = vcenterMeaning(event);
    const [first] = records;
    if (!first) return;
    const origin = this.#context.origin(first);
    // An event of no listed kind may still name who began what others of its chain tell.
    const draft = emptyDraft(change?.kind ?? meaning?.kind ?? null, origin);
    const time = event.created === null ? this.#context.time(first) : { ms: event.created, zoned: true };
    draft.links = [`chain:${event.chain}@${origin}`];
    // In vpxd.log the line has the id of what caused it; what vCenter gathers from its hosts has an id of that.
    if (first.opId !== null && !GATHERED.test(first.opId) && !draft.kind?.startsWith('Log'))
      draft.opId = first.opId;
    draft.who = meaning?.who ?? personOf(event.user);
    draft.evidence = records;
    if (!meaning) {
      // What is alone in its chain would only cost memory.
      const begins = event.type === 'TaskEvent' || event.chain !== event.key;
      if (draft.who !== null && begins) this.#context.emit(draft);
      return;
    }
    draft.client = meaning.client ?? null;
    draft.where = meaning.host ?? null;
    draft.target = meaning.vm ?? meaning.target ?? null;
    draft.before = meaning.before ?? [];
    draft.after = meaning.after ?? [];
    if (change) {
      const name = change.kind === 'RenameVM' || draft.target === null ? [] : [draft.target];
      draft.before = change.before.length > 0 ? [...name, ...change.before] : [];
      draft.after = change.after.length > 0 ? [...name, ...change.after] : [];
      if (change.kind === 'RenameVM') draft.target = change.after[0] ?? draft.target;
    }
    if (meaning.phase === 'begin') draft.start = time;
    else {
      draft.end = time;
      draft.result = meaning.phase === 'failed' ? 'NG' : 'OK';
    }
    if (draft.target !== null) draft.ties = [`name:${draft.target}`];
    else if (draft.where !== null && !draft.kind!.startsWith('Log')) draft.ties = [`host:${draft.where}`];
    this.#context.emit(draft);
  }
}

/** What is kept of a record: its text is in `rests` as far as it is kept at all. */
function textless(record: LogRecord): LogRecord {
  return { ...record, raw: '', message: '' };
}

export { vcenterEventsSamples as samples } from '../vmware/samples/vcenter-events-samples';
