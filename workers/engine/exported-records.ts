import type { ExportedRecord, PlacedBy } from '../export/export-format';
import type { CaseContent } from './case-content';
import { ColumnValues } from './column-values';
import type { RecordBatch } from './record-batch';
import type { RecordTexts } from './record-texts';
import type { SourceDigest } from './source-digests';

/** What all records of a file share. */
interface FileFacts {
  format: string;
  sourceName: string;
  digest: string | null;
  /** Where those without an instant are put. */
  undated: { instant: number; by: PlacedBy } | null;
}

/** Records of a case as they are exported, for one export. */
export class ExportedRecords {
  readonly #content: CaseContent;
  readonly #texts: RecordTexts;
  readonly #values: ColumnValues;
  readonly #digests: ReadonlyMap<number, string>;
  readonly #files = new Map<number, FileFacts>();

  constructor(content: CaseContent, texts: RecordTexts, digests: readonly SourceDigest[]) {
    this.#content = content;
    this.#texts = texts;
    this.#values = new ColumnValues(content.kernel, content.dictionaries);
    this.#digests = new Map(digests.map(({ source, sha256 }) => [source, sha256]));
  }

  /** The records [from, to) of a batch, whose rows must still have the numbers that it was read by. */
  of(batch: RecordBatch, from: number, to: number): ExportedRecord[] {
    return this.#texts.eventsOf(batch, from, to).map((event, i) => {
      const row = batch.rows[from + i]!;
      const facts = this.#ofFile(this.#content.rowSource.file(row));
      const time = this.#values.instant(row);
      const instant = time === null ? null : Math.floor(time);
      return {
        event,
        format: facts.format,
        sourceName: facts.sourceName,
        digest: facts.digest,
        instant,
        placed: instant === null ? this.#undated(facts, row) : { instant, by: event.timeKnownBy },
      };
    });
  }

  #ofFile(file: number): FileFacts {
    let facts = this.#files.get(file);
    if (!facts) {
      const source = this.#content.sourceOf(file);
      facts = {
        format: this.#content.files.format(file) ?? 'plain',
        sourceName: wellFormed(this.#content.source(source).name),
        digest: this.#digests.get(this.#root(source)) ?? null,
        undated: null,
      };
      this.#files.set(file, facts);
    }
    return facts;
  }

  /** The source that was dropped. What came out of an envelope is its own: nothing of it was dropped. */
  #root(source: number): number {
    const { parent, visitOnly } = this.#content.source(source);
    return parent === null || visitOnly ? source : this.#root(parent);
  }

  /** Only the first records of a file have no instant: looked for once. */
  #undated(facts: FileFacts, row: number): { instant: number; by: PlacedBy } {
    facts.undated ??= this.#lookForTime(row);
    return facts.undated;
  }

  #lookForTime(row: number): { instant: number; by: PlacedBy } {
    const { segments, rowSource, files } = this.#content;
    const end = segments.endRow(segments.of(row));
    for (let next = row + 1; next < end; next++) {
      const time = rowSource.columns.time(next);
      if (!Number.isNaN(time)) return { instant: Math.floor(time), by: 'next-record' };
    }
    const file = rowSource.file(row);
    const instant = this.#content.referenceTime(file);
    return { instant, by: instant === files.get(file).modified ? 'file-modified' : 'opened' };
  }
}

/**
 * Half a surrogate pair, which a file's name may have, cannot be written as UTF-8, and as JSON it stops those who read
 * it. What was read of files has none.
 */
export function wellFormed(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(text));
}
