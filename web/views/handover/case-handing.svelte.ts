import { untrack } from 'svelte';
import type { AttachedCaseFile } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { attachCaseFile, detachCaseFile } from '../../app/case-files';
import type { Command } from '../../commands/registry.svelte';
import { download } from '../../saving/download';
import { text } from '../../text';
import { fileName } from '../../saving/file-name';
import { besideName } from './package-names';
import { WorkedOut } from './worked-out.svelte';

/** What is handed over beside packages: the report, the case file; and a case file of someone else. */
export class CaseHanding {
  readonly report: WorkedOut<Blob>;
  readonly caseFile: WorkedOut<Blob>;
  readonly attaching: WorkedOut<AttachedCaseFile>;
  /** What was saved last: its name and size. */
  saved = $state.raw<{ what: 'report' | 'caseFile'; name: string; bytes: number } | null>(null);

  constructor(
    readonly app: App,
    readonly caseId: string | undefined,
  ) {
    this.report = new WorkedOut(app);
    this.caseFile = new WorkedOut(app);
    this.attaching = new WorkedOut(app);
  }

  saveReport(): Promise<void> {
    const { zone } = this.app;
    return this.#save('report', text.reports.report.name, (engine, job) => engine.report(job, { zone }));
  }

  saveCaseFile(): Promise<void> {
    const { zone } = this.app;
    return this.#save('caseFile', text.reports.caseFile.name, (engine, job) =>
      engine.caseFile(job, { zone }),
    );
  }

  async attach(file: Blob): Promise<void> {
    const { attaching, app } = this;
    await attaching.ask(async (_, job) => ({ ok: true, value: await attachCaseFile(app, file, job) }));
    const { failure } = attaching;
    // Where the section is in sight it says so itself.
    if (failure && failure.code !== 'cancelled' && app.view !== 'handover')
      app.notify('error', failure.message);
  }

  /** Asks for a case file and attaches it. */
  pick(): void {
    const input = document.createElement('input');
    input.type = 'file';
    input.onchange = () => {
      const file = input.files?.[0];
      if (file) void this.attach(file);
    };
    input.click();
  }

  async undo(): Promise<void> {
    await this.app.tell(() => detachCaseFile(this.app));
  }

  /** The case is left. */
  dispose(): void {
    for (const work of [this.report, this.caseFile, this.attaching]) work.dispose();
  }

  async #save(
    what: 'report' | 'caseFile',
    ending: string,
    make: Parameters<WorkedOut<Blob>['ask']>[0],
  ): Promise<void> {
    const { app } = this;
    const made = this[what];
    this.saved = null;
    const name = besideName(fileName(app.case?.name ?? '') || 'case', ending);
    await app.tell(() => app.rememberedNow());
    // Another case may be open by now: it is not the one that was meant.
    if (this.caseId !== app.case?.id) return;
    const value = await made.ask(make);
    if (!value) return;
    download(value, name);
    this.saved = { what, name, bytes: value.size };
    made.forget();
  }
}

const current = new WeakMap<App, CaseHanding>();

/** That of the open case, which outlives the view: what was saved or failed for one case is not said of the next. */
export function caseHandingOf(app: App): CaseHanding {
  const known = current.get(app);
  if (known && known.caseId === app.case?.id) return known;
  known?.dispose();
  const handing = untrack(() => new CaseHanding(app, app.case?.id));
  current.set(app, handing);
  return handing;
}

/** Handing the case over from anywhere. */
export function caseHandingCommands(app: App): Command[] {
  const { group, ...titles } = text.reports.commands;
  const enabled = (): boolean => app.hasCase;
  const handing = (): CaseHanding => caseHandingOf(app);
  return [
    { id: 'case.report', title: titles.report, group, enabled, run: () => told(handing(), 'report') },
    { id: 'case.file', title: titles.caseFile, group, enabled, run: () => told(handing(), 'caseFile') },
    { id: 'case.attach', title: titles.attach, group, enabled, run: () => handing().pick() },
  ];
}

/** From the palette nobody looks at the view: what came of it is told. */
async function told(handing: CaseHanding, what: 'report' | 'caseFile'): Promise<void> {
  await (what === 'report' ? handing.saveReport() : handing.saveCaseFile());
  const { failure } = handing[what];
  const { saved, app } = handing;
  if (failure) app.notify('error', failure.message);
  else if (saved) app.notify('info', text.reports.saved(saved.name, saved.bytes));
}
