import {
  createStore,
  del,
  delMany,
  entries,
  get,
  getMany,
  keys,
  promisifyRequest,
  set,
  type UseStore,
} from 'idb-keyval';
import { Failure } from '../failure';
import type { CaseEntry } from '../public-api';
import { CASE_VERSION, newCaseRecord, upgradeCase, type CaseRecord, type PartKey } from './case-record';

/** An unfinished case untouched for this long was left by a page that is gone, in ms. */
const ABANDONED_AFTER = 60 * 60 * 1000;
/** Bytes written in one transaction: large ones are faster, but the browser holds them in memory meanwhile. */
const BATCH_BYTES = 8 * 1024 * 1024;
const LAST = 'last-case';

/** A part to be stored: `bytes` counts towards batches and progress. */
export interface NewPart {
  key: PartKey;
  /** Makes the value when it is written. It is copied at once, so that all values may share one buffer. */
  value: () => Blob | ArrayBuffer | object;
  bytes: number;
}

/**
 * Cases in IndexedDB: one small record each, and its parts (dropped files as Blobs, column chunks, the index).
 *
 * A part is never rewritten. New parts are written first, then the record that names them, then the parts no
 * longer named are deleted: at a full disk or a closed tab the case stays what it was.
 */
export class CaseStore {
  readonly #records: UseStore;
  readonly #parts: UseStore;

  constructor(name = 'bundlescope') {
    this.#records = createStore(`${name}-cases`, 'records');
    this.#parts = createStore(`${name}-parts`, 'parts');
  }

  async list(): Promise<CaseEntry[]> {
    const all = await storing(() => entries<string, unknown>(this.#records));
    return all
      .filter(([key]) => key !== LAST)
      .map(([key, record]) => listed(String(key), record))
      .sort((a, b) => (a.created < b.created ? 1 : -1));
  }

  /** The record of a case; throws Failure `no-such-case`, `case-version` or `case-damaged`. */
  async load(id: string): Promise<CaseRecord> {
    const stored = await storing(() => get<unknown>(id, this.#records));
    if (stored === undefined) throw new Failure('no-such-case', `there is no stored case "${id}"`);
    return upgradeCase(stored);
  }

  async parts<T>(wanted: readonly PartKey[]): Promise<T[]> {
    const found = await storing(() => getMany<T>([...wanted], this.#parts));
    if (found.some((part) => part === undefined)) {
      throw new Failure(
        'case-damaged',
        'parts of the stored case are missing; delete it and open the bundle again',
      );
    }
    return found as T[];
  }

  /**
   * Stores new parts and then the record. Throws Failure `quota-exceeded` or `storage-failed`, after taking back
   * what was written; the stored case is then what it was before.
   */
  async save(
    record: CaseRecord,
    parts: readonly NewPart[],
    written?: (bytes: number) => void,
  ): Promise<void> {
    try {
      for (const batch of batches(parts)) {
        await storing(() =>
          this.#parts('readwrite', (store) => {
            for (const part of batch) store.put(part.value(), part.key);
            return promisifyRequest(store.transaction);
          }),
        );
        written?.(batch.reduce((sum, part) => sum + part.bytes, 0));
      }
      await this.update(record);
    } catch (error) {
      const keysWritten = parts.map((part) => part.key);
      await delMany(keysWritten, this.#parts).catch(() => undefined);
      throw error;
    }
    // The case is stored; what is left over goes with the next sweep.
    await this.#dropUnnamed(record).catch(() => undefined);
  }

  /** Writes the record alone. */
  async update(record: CaseRecord): Promise<void> {
    record.version = CASE_VERSION;
    record.touched = Date.now();
    await storing(() => set(record.id, record, this.#records));
  }

  /**
   * Writes what people change about a stored case, and nothing else: another tab may have stored more of it
   * meanwhile, and its record names other parts. False when the case is no longer stored.
   */
  async describe({ id, name, view, marks, streamNames }: CaseRecord): Promise<boolean> {
    return storing(() =>
      this.#records('readwrite', async (store) => {
        const stored = await promisifyRequest<CaseRecord | undefined>(store.get(id));
        if (stored) store.put({ ...stored, name, view, marks, streamNames, touched: Date.now() }, id);
        await promisifyRequest(store.transaction);
        return stored !== undefined;
      }),
    );
  }

  /**
   * The record to store more of a case by: the given one while it is what is stored. When the case was deleted
   * meanwhile, in another tab or by the browser, or another tab stored more of it, what is open here becomes a
   * case of its own: its parts may be gone, and neither tab is to take the other's away.
   */
  async continued(record: CaseRecord): Promise<CaseRecord> {
    if (!record.stored) return record;
    const stored = await storing(() => get<CaseRecord>(record.id, this.#records));
    if (stored?.nextSerial === record.nextSerial) return record;
    return renewed(record);
  }

  async delete(id: string): Promise<void> {
    await storing(() => del(id, this.#records));
    const all = (await storing(() => keys(this.#parts))) as PartKey[];
    await storing(() =>
      delMany(
        all.filter((key) => Array.isArray(key) && key[0] === id),
        this.#parts,
      ),
    );
    if ((await this.last()) === id) await this.setLast(null);
  }

  /** Id of the case that was open last, or null. */
  async last(): Promise<string | null> {
    return (await storing(() => get<string | null>(LAST, this.#records))) ?? null;
  }

  async setLast(id: string | null): Promise<void> {
    await storing(() => set(LAST, id, this.#records));
  }

  /** Deletes what closed tabs left behind: parts no record names, cases never stored to the end. */
  async sweep(now = Date.now()): Promise<void> {
    const named = new Set<unknown>();
    for (const [key, record] of await entries<string, CaseRecord | undefined>(this.#records)) {
      if (key === LAST) continue;
      // What another version means by its record is not for this one to say.
      const isAbandoned =
        record?.version === CASE_VERSION && !record.stored && now - record.touched > ABANDONED_AFTER;
      if (isAbandoned) await del(key, this.#records);
      else named.add(key);
    }
    const all = await keys<PartKey>(this.#parts);
    await delMany(
      all.filter((key) => Array.isArray(key) && !named.has(key[0])),
      this.#parts,
    );
  }

  async #dropUnnamed(record: CaseRecord): Promise<void> {
    const named = new Set([...record.blobs, ...record.chunks, record.index].map((key) => String(key)));
    const all = (await keys(this.#parts)) as PartKey[];
    const unnamed = all.filter((key) => key[0] === record.id && !named.has(String(key)));
    if (unnamed.length > 0) await delMany(unnamed, this.#parts);
  }
}

/** The same case with nothing stored of it, under an id of its own. */
export function renewed({ name, created, view, marks, streamNames }: CaseRecord): CaseRecord {
  return { ...newCaseRecord(name), created, view, marks, streamNames };
}

/** A stored record as an entry of the list; one that is none keeps its key, so that it can be deleted. */
function listed(key: string, stored: unknown): CaseEntry {
  const record = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<CaseRecord>;
  const { name, created, bytes, stored: isStored, sources } = record;
  return {
    id: key,
    name: typeof name === 'string' ? name : key,
    created: typeof created === 'string' ? created : '',
    bytes: typeof bytes === 'number' ? bytes : 0,
    stored: isStored === true,
    sources: Array.isArray(sources) ? sources.map(String) : [],
  };
}

function* batches(parts: readonly NewPart[]): Generator<NewPart[]> {
  let batch: NewPart[] = [];
  let bytes = 0;
  for (const part of parts) {
    if (batch.length > 0 && bytes + part.bytes > BATCH_BYTES) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(part);
    bytes += part.bytes;
  }
  if (batch.length > 0) yield batch;
}

/** Runs a storage operation and names its failure. */
async function storing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'QuotaExceededError') {
      throw new Failure(
        'quota-exceeded',
        'the browser has no room left to store this case: delete stored cases or free disk space; the case stays open',
      );
    }
    throw new Failure(
      'storage-failed',
      `the browser could not store or read a case (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}
