import { Failure } from '../failure';

/** Version of the stored form. Raise it with every change of `CaseRecord` or `CaseIndex`, and add an upgrade. */
export const CASE_VERSION = 2;

/** Key of one stored part: case id, kind of part, and a number that is never used twice in a case. */
export type PartKey = [caseId: string, kind: 'blob' | 'chunk' | 'index', serial: number];

/** What is stored of a case beside its parts. */
export interface CaseRecord {
  version: number;
  id: string;
  name: string;
  /** ISO 8601 UTC. */
  created: string;
  /** When the record was last written, ms: tells a case being stored from one that was abandoned. */
  touched: number;
  bytes: number;
  /** False until every part is written. */
  stored: boolean;
  sources: string[];
  view: Record<string, unknown> | null;
  marks: { row: number; note: string }[];
  /** Log streams that the user named, by file. */
  streamNames: { file: number; name: string }[];
  blobs: PartKey[];
  chunks: PartKey[];
  /** Rows that the chunks hold. */
  storedRows: number;
  index: PartKey | null;
  nextSerial: number;
}

/** Upgrades a record of version `n` to `n + 1`; the key is `n`. */
const UPGRADES: Record<number, (record: CaseRecord) => CaseRecord> = {
  1: (record) => ({ ...record, version: 2, streamNames: [] }),
};

for (let version = 1; version < CASE_VERSION; version++) {
  if (!UPGRADES[version]) throw new Error(`stored cases of version ${version} have no upgrade`);
}

/**
 * A stored record in today's form. Throws Failure `case-version` for one that a newer page wrote or that no
 * upgrade leads from, and `case-damaged` for one that is no record at all.
 */
export function upgradeCase(stored: unknown): CaseRecord {
  const record = stored as CaseRecord | undefined;
  if (!record || typeof record.id !== 'string' || !Number.isInteger(record.version)) {
    throw new Failure('case-damaged', 'a stored case cannot be read; delete it and open the bundle again');
  }
  let current = record;
  while (current.version !== CASE_VERSION) {
    const upgrade = UPGRADES[current.version];
    if (!upgrade) {
      throw new Failure(
        'case-version',
        `case "${record.name}" was stored in version ${record.version}, this page reads version ${CASE_VERSION}: ` +
          `use the page that stored it, or delete the case and open the bundle again`,
      );
    }
    current = upgrade(current);
  }
  return current;
}

/** A case that nothing is stored of yet. */
export function newCaseRecord(name: string, now = new Date()): CaseRecord {
  return {
    version: CASE_VERSION,
    id: randomId(),
    name,
    created: now.toISOString(),
    touched: now.getTime(),
    bytes: 0,
    stored: false,
    sources: [],
    view: null,
    marks: [],
    streamNames: [],
    blobs: [],
    chunks: [],
    storedRows: 0,
    index: null,
    nextSerial: 1,
  };
}

/** 64 random bits as hexadecimal. `crypto.randomUUID` exists on secure origins only; `getRandomValues` everywhere. */
export function randomId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
