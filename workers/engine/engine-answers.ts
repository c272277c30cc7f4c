import { asResult } from '../failure';
import type { EngineApi } from './engine-api';
import type { Engine } from './engine';
import { settledJob } from './engine-jobs';
import { hsmAnswers } from './hsm-answers';
import { hsmViewAnswers } from './hsm-view-answers';
import { operationsAnswers } from './operations-answers';
import { exportsAnswers } from './exports-answers';
import { envelopesAnswers } from './envelopes-answers';
import { findingsAnswers } from './findings-answers';
import { findingsViewAnswers } from './findings-view-answers';
import { recordAnswers } from './record-answers';
import { reportsAnswers } from './reports-answers';
import { packingAnswers } from './packing-answers';
import { redactionAnswers } from './redaction-answers';
import { sealingAnswers } from './sealing-answers';
import { timelineAnswers } from './timeline-answers';

/** The engine's answers as values that cross to the page, errors included. */
export function engineApi(engine: Engine): Omit<EngineApi, 'configure' | 'subscribe' | 'ping'> {
  const open = () => engine.current();
  return {
    ...recordAnswers(engine),
    ...operationsAnswers(engine),
    ...findingsAnswers(engine),
    ...findingsViewAnswers(engine),
    ...timelineAnswers(engine),
    ...envelopesAnswers(engine),
    ...sealingAnswers(engine),
    ...reportsAnswers(engine),
    ...packingAnswers(engine),
    ...redactionAnswers(engine),
    ...exportsAnswers(engine),

    open: (job, inputs) => asResult(() => engine.open(job, inputs)),
    openSample: (job) => asResult(() => engine.openSample(job)),
    cancel: async (source) => (await open()).cancel(source),
    whenIdle: (stored) => asResult(() => engine.whenIdle(stored)),

    cases: () => asResult(() => engine.cases()),
    openCase: (id) => asResult(() => engine.openCase(id)),
    restoreLastCase: () => asResult(() => engine.restoreLastCase()),
    closeCase: () => asResult(() => engine.closeCase()),
    deleteCase: (id) => asResult(() => engine.deleteCase(id)),
    renameCase: (id, name) => asResult(() => engine.renameCase(id, name)),
    saveView: (view) => asResult(() => engine.remember((current) => current.rememberView(view))),
    setMark: (row, note, moves) =>
      asResult(() => engine.remember(({ visits }) => visits.mark(row, note, moves))),
    removeMark: (row, moves) =>
      asResult(() => engine.remember(({ visits }) => visits.mark(row, null, moves))),
    marks: () => asResult(async () => (await open()).listMarks()),

    state: async () => (await open()).state(),
    files: () => asResult(async () => (await open()).files.list()),
    folder: (source, path) => asResult(async () => (await open()).files.folder(source, path)),
    findFiles: (text, limit) => asResult(async () => (await open()).files.search(text, limit)),
    read: (file) => asResult(async () => (await open()).files.blob(file)),
    file: (file) => asResult(async () => (await open()).files.row(file)),
    readRange: (file, offset, length) =>
      asResult(async () => (await open()).files.range(file, offset, length)),
    hosts: () => asResult(async () => (await open()).content.hosts),
    coverage: () => asResult(async () => (await open()).files.coverage()),

    tableSearch: (job, table, query) =>
      asResult(() => settledJob(engine, job, ({ tables }, running) => tables.search(table, query, running))),
    tableRows: (table, search, start, count) =>
      asResult(async () => (await open()).tables.rows(table, search, start, count)),
    tablePlace: (table, search, row) => asResult(async () => (await open()).tables.place(table, search, row)),
    tableComplete: async (table, query, cursor) => (await open()).tables.complete(table, query, cursor),
    ...hsmAnswers(engine),
    ...hsmViewAnswers(engine),

    cancelJob: async (job) => (await open()).jobs.cancel(job),
    cancelAnalysis: async (name) => (await open()).analyses.cancel(name),
  };
}
