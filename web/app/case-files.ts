import { checkSignal } from '../../workers/cancelled';
import type { OpenInput } from '../../workers/engine/engine-api';
import type { CaseState } from '../../workers/engine/case-state';
import type { AttachedCaseFile } from '../../workers/public-api';
import { CASE_FILE_HEAD, CASE_FILE_LIMITS, looksLikeCaseFile } from '../../workers/report/case-file';
import { visible } from '../format/visible';
import { text } from '../text';
import type { EngineClient } from './engine-client';
import { nextJob } from './job-numbers';

/** What the page lends to whoever attaches a case file. */
interface AttachingPage {
  readonly engine: EngineClient;
  attached: AttachedCaseFile | null;
  rememberedNow(): Promise<void>;
  /** Shows the open case as someone else looked at it. */
  takeOver(state: CaseState): void;
  notify(kind: 'info', message: string, action?: { label: string; run: () => void }): number;
  dismiss(notice: number): void;
  tell<T>(work: () => Promise<T>): Promise<T | undefined>;
}

/** Tells case files from what is to be opened, by content. Files in folders are the folder's. Never fails. */
export async function sortCaseFiles(
  inputs: readonly OpenInput[],
): Promise<{ files: OpenInput[]; caseFiles: File[] }> {
  const files: OpenInput[] = [];
  const caseFiles: File[] = [];
  for (const input of inputs) {
    if (input.folderPath === '' && (await isCaseFile(input.file))) caseFiles.push(input.file);
    else files.push(input);
  }
  return { files, caseFiles };
}

async function isCaseFile(file: File): Promise<boolean> {
  if (file.size === 0 || file.size > CASE_FILE_LIMITS.bytes) return false;
  // What cannot be read says so when it is opened.
  const head = await file
    .slice(0, CASE_FILE_HEAD)
    .text()
    .catch(() => '');
  return looksLikeCaseFile(head);
}

/** The notice that tells of the file that was attached last; only that one can be taken back. */
const noticeOf = new WeakMap<AttachingPage, number>();

/** Takes a case file over; a notice tells of it and takes it back. Fails as the engine does, with nothing changed. */
export async function attachCaseFile(
  app: AttachingPage,
  file: Blob,
  job = nextJob(),
): Promise<AttachedCaseFile> {
  await app.rememberedNow();
  const { attached, state } = await app.engine.call((engine) => engine.attachCaseFile(job, file));
  app.takeOver(state);
  app.attached = attached;
  const { marks, notesJoined, marksMissing, missing, findings } = attached;
  const said = text.reports.attached({
    marks,
    notesJoined,
    marksMissing: marksMissing.length,
    missing: missing.map(({ name }) => visible(name)),
    added: findings.added.map(visible),
    gone: findings.missing.map(visible),
  });
  app.dismiss(noticeOf.get(app) ?? 0);
  const notice = app.notify('info', said, {
    label: text.reports.caseFile.undo,
    run: () => void app.tell(() => detachCaseFile(app)),
  });
  noticeOf.set(app, notice);
  return attached;
}

/**
 * Takes case files over, one after another. A signal ends that: with `cancelled`, or quietly where more than case files was
 * opened, which is to be told of.
 */
export async function attachCaseFiles(
  app: AttachingPage,
  files: readonly File[],
  job: number,
  { signal, isMoreOpened }: { signal: AbortSignal | undefined; isMoreOpened: boolean },
): Promise<void> {
  try {
    for (const file of files) {
      checkSignal(signal);
      await attachCaseFile(app, file, job);
    }
  } catch (error) {
    if (!signal?.aborted || !isMoreOpened) throw error;
  }
}

/** Takes the file that was attached last back. */
export async function detachCaseFile(app: AttachingPage): Promise<void> {
  const state = await app.engine.call((engine) => engine.detachCaseFile());
  app.attached = null;
  // Its Undo has nothing more to take back.
  app.dismiss(noticeOf.get(app) ?? 0);
  if (!state) return;
  app.takeOver(state);
  app.notify('info', text.reports.caseFile.undone);
}
