import { Failure } from '../failure';
import type { RecoveredLines } from '../dump/recovered-log';
import type { FileReference } from '../public-api';
import type { CaseContent } from './case-content';
import type { Source } from './source';
import { droppedAt, type DroppedSource } from './source-intake';
import { contentEnd, rollBack } from './visit-tail';

/** What is opened out of one envelope, or a key that was dropped. */
export interface Visit {
  /** The envelope's source and path: one envelope is opened once. Null for a dropped key. */
  envelope: { source: number; path: string } | null;
  /** Its bytes are in memory, or in the browser's keeping, and are read again when the tail moves. */
  dropped: DroppedSource;
  /** By input: where in the dump its lines were; null for what was not recovered line by line. */
  places: readonly (RecoveredLines | null)[];
}

/** What visits need of the case that they are opened into. */
export interface VisitedCase {
  readonly content: CaseContent;
  readonly marks: Map<number, string>;
  /** Reads a source that was added. */
  read(source: Source, dropped: DroppedSource): Promise<void>;
  /** Stops everything that holds rows; what is given back lets it go on, with the rows before `row` unchanged. */
  pauseRows(): Promise<(row: number) => void>;
}

/**
 * What was opened out of envelopes, and keys that were dropped: always the tail of the case's tables, so that all before it can be stored. When
 * something else is to be read, the tail is withdrawn, and read again behind it.
 */
export class Visits {
  readonly #case: VisitedCase;
  readonly #visits: Visit[] = [];
  /** Marks of the tail by row behind its beginning, while it is withdrawn. */
  readonly #marks = new Map<number, string>();
  /** Row that the tail began at, by the number of moves after which it stood there; not where it stands now. */
  readonly #tails = new Map<number, number>();

  constructor(visited: VisitedCase) {
    this.#case = visited;
  }

  /** Whether what people type and choose may be of what is open for this visit only: a key has no records. */
  get haveWords(): boolean {
    const { records, visitStart } = this.#case.content;
    const hasRows = visitStart !== null && records > visitStart.rows;
    return hasRows || this.#visits.some(({ envelope }) => envelope !== null);
  }

  /** The source that an envelope was opened as, or null. Fails where there is no such file. */
  sourceOf(envelope: FileReference): Source | null {
    const { content } = this.#case;
    const file = content.find(envelope);
    const parent = content.sourceOf(file);
    const name = decryptedName(content.shownPath(file));
    return content.visitSources.find((one) => one.name === name && one.parent === parent) ?? null;
  }

  /** Reads what is in an envelope, or a key, behind all there is. Nothing else may be being read. */
  async add(visit: Visit): Promise<Source[]> {
    this.#visits.push(visit);
    return this.#read(visit);
  }

  /**
   * Marks a record, or takes its mark away (null), by the row it had after so many moves. One that is withdrawn has the
   * mark when it comes back.
   */
  mark(row: number, note: string | null, moves: number): void {
    const { content, marks } = this.#case;
    const tail = this.#tails.get(moves);
    if (tail === undefined || row < tail) put(marks, row, note);
    else if (content.visitStart) put(marks, content.visitStart.rows + row - tail, note);
    else put(this.#marks, row - tail, note);
  }

  /** Takes the tail back. Nothing may be being read. */
  async withdraw(): Promise<void> {
    const { content, marks } = this.#case;
    const { visitStart } = content;
    if (!visitStart) return;
    const goOn = await this.#case.pauseRows();
    const { rows } = visitStart;
    for (const [row, note] of marks) {
      if (row < rows) continue;
      this.#marks.set(row - rows, note);
      marks.delete(row);
    }
    rollBack(content, visitStart);
    content.visitStart = null;
    this.#tails.set(content.moves++, rows);
    goOn(rows);
  }

  /** Reads again what was withdrawn. */
  async restore(): Promise<void> {
    const { content, marks } = this.#case;
    if (this.#visits.length === 0 || content.visitStart) return;
    const first = content.records;
    for (const visit of this.#visits) await this.#read(visit);
    // The same bytes give the same rows.
    for (const [row, note] of this.#marks) if (first + row < content.records) marks.set(first + row, note);
    this.#marks.clear();
    content.moves++;
  }

  /** Wipes the recovered texts; Blobs are the browser's, which lets them go. */
  close(): void {
    for (const { places } of this.#visits) for (const lines of places) lines?.wipe();
    this.#visits.length = 0;
    this.#marks.clear();
  }

  async #read({ envelope, dropped, places }: Visit): Promise<Source[]> {
    const { content } = this.#case;
    content.visitStart ??= contentEnd(content);
    const before = content.visitSources.length;
    const firstFile = content.files.count;
    const source = content.addSource(
      {
        name: envelope ? decryptedName(envelope.path) : dropped.name,
        bytes: dropped.inputs.reduce((sum, { file }) => sum + file.size, 0),
        parent: envelope?.source ?? null,
        droppedAt: envelope ? content.source(envelope.source).droppedAt : droppedAt(dropped),
      },
      true,
    );
    places.forEach((lines, i) => lines && content.recovered.set(firstFile + i, lines));
    await this.#case.read(source, dropped);
    return content.visitSources.slice(before);
  }
}

function put(marks: Map<number, string>, row: number, note: string | null): void {
  if (note === null) marks.delete(row);
  else marks.set(row, note);
}

/** What plain data of an envelope is called; it is shown in the path of every file from there. */
export function decryptedName(path: string): string {
  return `${path} (decrypted)`;
}

/** Fails where rows may be those of a case that was left. */
export function caseWasLeft(): Failure {
  return new Failure('case-closed', 'the case was closed before the envelope was opened into it');
}
