import { transfer } from 'comlink';
import { asResult } from '../failure';
import type { WritePlain } from './decryptions';
import type { EngineApi } from './engine-api';
import type { Engine } from './engine';
import { hsmAnswers } from './hsm-answers';
import { hsmViewAnswers } from './hsm-view-answers';
import { operationsAnswers } from './operations-answers';
import { exportsAnswers } from './exports-answers';
import { findingsAnswers } from './findings-answers';
import { findingsViewAnswers } from './findings-view-answers';
import { recordAnswers } from './record-answers';
import { reportsAnswers } from './reports-answers';
import { packingAnswers } from './packing-answers';
import { redactionAnswers } from './redaction-answers';
import { sealingAnswers } from './sealing-answers';

/** The engine's answers as values that cross to the page, errors included. */
export function engineApi(engine: Engine): Omit<EngineApi, 'configure' | 'subscribe' | 'ping'> {
  const open = () => engine.current();
  return {
    ...recordAnswers(engine),
    ...operationsAnswers(engine),
    ...findingsAnswers(engine),
    ...findingsViewAnswers(engine),
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
    setMark: (row, note) => asResult(() => engine.remember((current) => void current.marks.set(row, note))),
    removeMark: (row) => asResult(() => engine.remember((current) => void current.marks.delete(row))),
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

    parse: (query) => asResult(() => engine.parse(query)),
    complete: (query, cursor) => engine.complete(query, cursor),
    search: (query, options) => asResult(async () => (await engine.search(query, options)).state()),
    rows: (search, start, count) =>
      asResult(async () => {
        const current = await open();
        const { result, direction } = current.pageSearch(search);
        return current.texts.rows(result.rows(start, count, direction), current.marks);
      }),
    record: (row) =>
      asResult(async () => {
        const current = await open();
        return current.texts.detail(row, current.marks);
      }),
    bins: (search, from, to, count) => asResult(() => engine.bins(search, from, to, count)),
    indexAtTime: (search, time) =>
      asResult(async () => {
        const { result, direction } = (await open()).pageSearch(search);
        return result.indexAtTime(time, direction);
      }),
    indexOfRow: (search, row) =>
      asResult(async () => (await open()).pageSearch(search).indexOfRow(row) ?? { index: 0, exact: false }),
    nextAtLevel: (search, index, step, level) =>
      asResult(async () => (await open()).pageSearch(search).nextAtLevel(index, step, level)),
    neighbours: (row, before, after) =>
      asResult(async () => {
        const current = await open();
        return current.texts.rows(current.content.neighbours(row, before, after), current.marks);
      }),

    envelopes: () => asResult(async () => (await open()).envelopes.list()),
    keyFiles: () => asResult(async () => (await open()).envelopes.keyFiles()),
    unlock: (job, keyFile, secrets) =>
      asResult(async () => {
        const { jobs, envelopes } = await open();
        return jobs.run(job, ({ signal }) => envelopes.unlock(keyFile, secrets, signal));
      }),
    unlockRaw: (rawKey) => asResult(async () => (await open()).envelopes.unlockRaw(rawKey)),
    unlockedKeys: () => asResult(async () => (await open()).envelopes.ring.list()),
    openVmx: (job, vmx, secrets) =>
      asResult(async () => {
        const { jobs, encryptedVmx } = await open();
        return jobs.run(job, ({ signal }) => encryptedVmx.open(vmx, secrets, signal));
      }),
    forgetKeys: () => asResult(async () => (await open()).envelopes.forgetKeys()),
    decrypt: (job, envelope, options) =>
      asResult(async () => (await open()).decryptions.toBlob(job, envelope, options)),
    decryptInto: (job, envelope, options, write) =>
      asResult(async () => {
        // Sent, not copied: whoever writes wipes it.
        const send: WritePlain = (chunk) => write(transfer(chunk, [chunk.buffer]));
        return (await open()).decryptions.into(job, envelope, options, send);
      }),
    decryptInParts: (job, envelope, options, partBytes, take) =>
      asResult(async () => (await open()).decryptions.inParts(job, envelope, options, partBytes, take)),
    inspect: (job, envelope, options) =>
      asResult(async () => {
        const { jobs, inspections } = await open();
        return jobs.run(job, () => inspections.inspect(job, envelope, options));
      }),
    openInside: (job, envelope, options) => asResult(() => engine.openInside(job, envelope, options)),

    tableSearch: (table, query) =>
      asResult(async () => {
        await engine.whenIdle(false);
        return (await open()).tables.search(table, query);
      }),
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
