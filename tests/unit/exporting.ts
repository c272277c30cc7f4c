import { CaseOrder } from '../../workers/engine/case-order';
import { EventExports } from '../../workers/engine/event-exports';
import type { Job } from '../../workers/engine/jobs';
import type { JobProgress } from '../../workers/engine/work-progress';
import { Jobs } from '../../workers/engine/jobs';
import { parsed, Search } from '../../workers/engine/searches';
import { SourceDigests } from '../../workers/engine/source-digests';
import type { GivenFile, OpenedContent } from './analysis-case';
import { openedContent } from './analysis-case';
import { freshEnvelopeKernel } from './envelope-kernel';

/** A case in Node whose records can be exported. */
export interface ExportingCase extends OpenedContent {
  exports: EventExports;
  run<T>(work: (exports: EventExports, job: Job) => Promise<T>): Promise<T>;
  /** Progress told, oldest first. */
  told: JobProgress[];
  /** Cancels what runs. */
  cancel(): void;
}

export async function exportingCase(given: readonly GivenFile[]): Promise<ExportingCase> {
  const opened = await openedContent(given);
  const { content, texts, scanner } = opened;
  const order = new CaseOrder(content);
  const digests = new SourceDigests(content, freshEnvelopeKernel);
  const exports = new EventExports({
    content,
    texts,
    search: async (query, anchor, { zone, waiting: { signal } }) => {
      const node = parsed(query, { anchor, zone });
      const search = new Search(1, query, node, { order: 'asc' }, content, scanner, order);
      signal.addEventListener('abort', () => search.abort.abort());
      await search.run(() => undefined);
      if (search.failure) throw search.failure;
      return search;
    },
    digests: (job) => digests.all(job),
  });
  const told: JobProgress[] = [];
  const jobs = new Jobs((progress) => told.push(progress));
  return {
    ...opened,
    exports,
    told,
    run: (work) => jobs.run(1, (job) => work(exports, job)),
    cancel: () => jobs.cancel(1),
  };
}
