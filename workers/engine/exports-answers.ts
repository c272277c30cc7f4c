import { transfer } from 'comlink';
import { EXPORT_FORMATS } from '../export/registry';
import { asResult } from '../failure';
import type { EventsExportOptions } from '../public-api';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import type { EventExports } from './event-exports';
import type { ExportsApi } from './exports-api';
import type { Job } from './jobs';

/** Answers about records in files of other tools. */
export function exportsAnswers(engine: Engine): ExportsApi {
  // What is still being read would be left out.
  const run = <T>(number: number, work: (exports: EventExports, job: Job) => Promise<T>): Promise<T> =>
    settledJob(engine, number, ({ eventExports }, job) => work(eventExports, job));
  return {
    exportForms: () =>
      asResult(() =>
        EXPORT_FORMATS.map(({ id, label, extension }) => ({
          id: id as EventsExportOptions['format'],
          label,
          extension,
        })),
      ),
    exportEvents: (number, options) =>
      asResult(() => run(number, (exports, job) => exports.toBlob(job, options))),
    exportEventsInto: (number, options, write) =>
      asResult(() =>
        run(number, (exports, job) =>
          exports.into(job, options, (chunk) => write(transfer(chunk, [chunk.buffer]))),
        ),
      ),
  };
}
