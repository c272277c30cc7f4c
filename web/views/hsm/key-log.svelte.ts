import { tick, untrack } from 'svelte';
import type { HsmStreamState } from '../../../workers/engine/hsm-api';
import type { TableName } from '../../../workers/engine/tables-api';
import type { HsmStorySubject } from '../../../workers/engine/hsm-view-api';
import { Failure } from '../../../workers/failure';
import {
  CERTIFICATE_FIELDS,
  EVENT_FIELDS,
  FINDING_FIELDS,
  KEY_FIELDS,
  USER_FIELDS,
} from '../../../workers/hsm/fields';
import type { HsmStory } from '../../../workers/hsm/story';
import type { HsmUserSessions } from '../../../workers/hsm/user-table';
import type { HsmExportOptions } from '../../../workers/public-api';
import type { PaneSize } from '../../parts/pane-size';
import type { App, ViewRequest } from '../../app/app.svelte';
import { queryValue } from '../../format/query-text';
import { TableModel } from '../../table/table-model.svelte';
import { text } from '../../text';
import { ViewExports } from '../../saving/view-exports.svelte';
import { Lanes } from './lanes.svelte';
import { PARTS, type Part } from './parts';
import { spanQuery } from './queries';

/** State of the view: which part is shown, the tables of the parts, and the streams. It outlives the component. */
export class KeyLog {
  readonly app: App;
  readonly events: TableModel<'hsm'>;
  readonly findings: TableModel<'hsmFindings'>;
  readonly keys: TableModel<'hsmKeys'>;
  readonly users: TableModel<'hsmUsers'>;
  readonly certificates: TableModel<'hsmCertificates'>;
  readonly lanes: Lanes;
  readonly exports: ViewExports;

  part = $state<Part>('findings');
  /** Size of the pane beside the table. */
  pane = $state.raw({ width: 460, height: 360 });
  /** Why there are no streams. */
  failure = $state.raw<Failure | null>(null);
  showLanes = $state(true);
  /** Id of the file whose stream's name is asked for, or null. */
  naming = $state<number | null>(null);

  readonly streams = $derived.by(() => this.lanes.streams);
  /** Whether there is anything to show; null before it is known. */
  readonly isEmpty = $derived.by(() => {
    if (this.streams === null || this.certificates.of === null) return null;
    return this.streams.length === 0 && this.certificates.of === 0;
  });

  #caseId: string | undefined;
  #shownOf = '';

  constructor(app: App) {
    this.app = app;
    this.exports = new ViewExports(app);
    this.events = new TableModel(app, 'hsm', EVENT_FIELDS);
    this.findings = new TableModel(app, 'hsmFindings', FINDING_FIELDS);
    this.keys = new TableModel(app, 'hsmKeys', KEY_FIELDS);
    this.users = new TableModel(app, 'hsmUsers', USER_FIELDS);
    this.certificates = new TableModel(app, 'hsmCertificates', CERTIFICATE_FIELDS);
    this.lanes = new Lanes(app, () => this.events.query);
  }

  /** To be called when the view is entered and whenever the case or the zone changes. */
  follow(): void {
    const { app } = this;
    if (!app.case || app.running.length > 0) return;
    if (app.seen !== this.#caseId) {
      this.#caseId = app.seen;
      this.#recall();
    }
    const of = app.content;
    for (const model of this.#models()) model.follow();
    if (of === this.#shownOf) return;
    this.#shownOf = of;
    void this.refreshStreams();
  }

  async refreshStreams(): Promise<void> {
    const of = this.#shownOf;
    this.failure = null;
    try {
      const streams = await this.app.engine.call((engine) => engine.hsmStreams());
      if (of !== this.#shownOf) return;
      this.lanes.take(streams);
      this.lanes.refreshSoon();
    } catch (error) {
      if (of !== this.#shownOf) return;
      this.failure = error instanceof Failure ? error : new Failure('internal', String(error));
    }
  }

  /** Asks for everything anew. */
  again(): void {
    for (const model of this.#models()) void model.search();
    void this.refreshStreams();
  }

  show(part: Part): void {
    this.part = part;
    this.remember();
  }

  /** Events that a query matches, in their table. */
  async showEvents(query: string): Promise<void> {
    this.show('events');
    await this.events.run(query);
  }

  showSpan(stream: HsmStreamState | null, span: { from: number; to: number } | null): Promise<void> {
    return this.showEvents(spanQuery(stream, span));
  }

  /** One event among all, by its place in the order of time. */
  async showEvent(index: number): Promise<void> {
    const { events } = this;
    this.show('events');
    if (events.query !== '' || events.order !== null || events.total !== events.of) {
      events.order = null;
      await events.run('');
    }
    await tick();
    events.pages.want(index, 1);
    events.select(index);
    events.scroller?.scrollTo(index, 'center');
  }

  /** The life of a key by its handle. */
  async showKey(handle: string): Promise<void> {
    this.show('keys');
    await this.keys.run(`key:${queryValue(handle)}`);
    this.#selectOnly(this.keys);
  }

  async showUser(name: string): Promise<void> {
    this.show('users');
    await this.users.run(`user:${queryValue(name)}`);
    this.#selectOnly(this.users);
  }

  /** What another view asked to be shown. */
  async answer(request: ViewRequest | null): Promise<void> {
    if (request?.view !== 'hsm' || !('file' in request) || !('line' in request)) return;
    const { file, line } = request;
    if (file === undefined || line === undefined) return;
    this.app.request = null;
    await this.app.tell(async () => {
      const index = await this.app.engine.call((engine) => engine.hsmIndexAt(file, line));
      if (index === null) this.app.notify('info', text.hsm.events.notThere);
      else await this.showEvent(index);
    });
  }

  story(of: HsmStorySubject, index: number): Promise<HsmStory> {
    return this.app.engine.call((engine) => engine.hsmStory(of, index));
  }

  sessionsOf(user: number): Promise<HsmUserSessions> {
    return this.app.engine.call((engine) => engine.hsmUserSessions(user));
  }

  /** Says which HSM a file is of; an empty name takes that back. */
  async setStream(file: number, name: string): Promise<boolean> {
    const done = await this.app.tell(async () => {
      await this.app.engine.call((engine) => engine.hsmSetStream(file, name));
      return true;
    });
    if (done) this.again();
    return done ?? false;
  }

  /** @param ended called when the file was made */
  async export(options: HsmExportOptions, ended?: () => void): Promise<void> {
    const { zone } = this.app;
    const made = await this.exports.run<Blob>(
      `cloudhsm-${options.what}.${options.format}`,
      (engine, job) => engine.hsmExport(job, { ...options, zone }),
      (blob) => blob,
    );
    if (made) ended?.();
  }

  /** Asks for the name of the next stream that has none. */
  nameNext(): void {
    const next = this.streams?.find(({ name }) => name === null)?.files[0];
    if (!next) return;
    this.showLanes = true;
    this.naming = next.id;
  }

  /** Ends what is being worked out. */
  cancel(): void {
    this.events.cancel();
  }

  resize(size: Partial<PaneSize>): void {
    this.pane = { ...this.pane, ...size };
    this.remember();
  }

  toggleLanes(): void {
    this.showLanes = !this.showLanes;
    this.remember();
  }

  remember(): void {
    this.app.remember({ hsm: { part: this.part, pane: this.pane, lanes: this.showLanes } });
  }

  #recall(): void {
    const saved = (this.app.remembered().hsm ?? {}) as { part?: unknown; pane?: unknown; lanes?: unknown };
    this.part = PARTS.find((part) => part === saved.part) ?? 'findings';
    this.showLanes = saved.lanes !== false;
    const { width, height } = (saved.pane ?? {}) as { width?: unknown; height?: unknown };
    if (typeof width === 'number' && typeof height === 'number') this.pane = { width, height };
    this.failure = null;
    this.lanes.take(null);
  }

  #models(): Pick<TableModel<TableName>, 'follow' | 'search'>[] {
    return [this.events, this.findings, this.keys, this.users, this.certificates];
  }

  #selectOnly(model: TableModel<'hsmKeys'> | TableModel<'hsmUsers'>): void {
    if (model.total > 0) model.select(0);
  }
}

const current = new WeakMap<App, KeyLog>();

export function keyLogOf(app: App): KeyLog {
  let known = current.get(app);
  if (!known) current.set(app, (known = untrack(() => new KeyLog(app))));
  return known;
}
