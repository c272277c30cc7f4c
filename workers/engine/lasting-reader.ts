import type {
  AnalysisControl,
  CaseFile,
  CaseReader,
  CaseSource,
  FoundRecords,
  LogRecord,
} from '../analysis/case-reader';
import type { HostFacts } from '../public-api';
import { DICTIONARIES } from '../kernel/dictionary';
import type { CaseContent } from './case-content';
import { FIRST_VISIT_SOURCE } from './source';

/** A case as analyses read it, without anything that is open for this visit only: for what is handed to others. */
export class LastingReader implements CaseReader {
  readonly #reader: CaseReader;
  readonly #content: CaseContent;

  constructor(reader: CaseReader, content: CaseContent) {
    this.#reader = reader;
    this.#content = content;
  }

  sources(): CaseSource[] {
    return this.#reader.sources().filter(({ id }) => id < FIRST_VISIT_SOURCE);
  }

  hosts(): HostFacts[] {
    return this.#reader.hosts().filter(({ source }) => source < FIRST_VISIT_SOURCE);
  }

  *files(): Generator<CaseFile> {
    for (const file of this.#reader.files()) if (file.source < FIRST_VISIT_SOURCE) yield file;
  }

  *columnValues(column: 'user' | 'host'): Generator<string> {
    const { dictionaries, visitStart } = this.#content;
    const end = visitStart?.dictionaries[DICTIONARIES.indexOf(column)] ?? dictionaries.size(column);
    for (let id = 1; id < end; id++) {
      const text = dictionaries.text(column, id);
      if (text !== null) yield text;
    }
  }

  read(file: number, offset: number, length: number): Promise<Uint8Array> {
    return this.#reader.read(file, offset, length);
  }

  rowAt(file: number, line: number): number | null {
    return this.#reader.rowAt(file, line);
  }

  async *records(query: string, control: AnalysisControl): AsyncGenerator<LogRecord[]> {
    yield* lastingOf(this.#reader.records(query, control));
  }

  async find(query: string, control: AnalysisControl): Promise<FoundRecords> {
    const { count, read } = await this.#reader.find(query, control);
    return { count, read: (reading) => lastingOf(read(reading)) };
  }
}

async function* lastingOf(batches: AsyncIterable<LogRecord[]>): AsyncGenerator<LogRecord[]> {
  for await (const batch of batches) {
    const lasting = batch.filter(({ source }) => source < FIRST_VISIT_SOURCE);
    if (lasting.length > 0) yield lasting;
  }
}
