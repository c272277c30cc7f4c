import { untrack } from 'svelte';
import type {
  DumpTreatment,
  PackOptions,
  PackPlan,
  RedactionPreview,
  SealOptions,
} from '../../../workers/public-api';
import type { App, ViewRequest } from '../../app/app.svelte';
import { freeSpace } from '../../app/free-space';
import { visible } from '../../format/visible';
import { day } from '../../format/instant';
import { chooseFile } from '../../saving/destination';
import { USUAL_PART_SIZE } from '../../saving/parts';
import { text } from '../../text';
import type { Recipience, Recipient } from '../dumps/recipient';
import { ContentChoice } from './content-choice.svelte';
import { PackageBuild } from './package-build.svelte';
import { packageName, typedPackageName, type PackageSort } from './package-names';
import { RedactionChoice } from './redaction-choice.svelte';
import { readChoices, type SavedChoices } from './saved-choices';
import { isoOf, NO_RANGE, type TimeRange } from './time-range';
import { WorkedOut } from './worked-out.svelte';

export const TABS = ['package', 'report', 'turn-back'] as const;
export type Tab = (typeof TABS)[number];

export const PRESETS = ['reconstruct', 'vendor', 'reencrypt'] as const;
export type Preset = (typeof PRESETS)[number];

/** Where the choices are kept with the case. */
const KEPT = 'handover';

/** How long choices must rest before what comes of them is worked out, ms. */
const PLAN_AFTER = 350;
/** For whom dumps are encrypted makes no difference to the plan, as long as it is for someone. */
const SOMEONE: SealOptions = { password: 'someone' };

/**
 * How the open case is to be handed over, and the packages built of it; it outlives the view. Passwords and keys pass
 * through and are never kept.
 */
export class Handover {
  tab = $state<Tab>('package');
  readonly content: ContentChoice;
  range = $state.raw<TimeRange>(NO_RANGE);
  /** What was typed for a side of the range and is no instant: it must not be taken for no limit. */
  wrongTimes = $state.raw<Partial<Record<keyof TimeRange, string>>>({});
  dumps = $state<DumpTreatment>('keep');
  /** Whether the case has encrypted files at all. */
  hasEncrypted = $state(true);
  recipient = $state<Recipient>('password');
  fragments = $state<'join' | 'keep'>('join');
  readonly redaction = new RedactionChoice();
  /** Name as typed; '' for the one that is offered. */
  typedName = $state('');
  /** Most bytes of one download, where the browser cannot write to files. */
  partBytes = $state(USUAL_PART_SIZE);

  readonly plan: WorkedOut<PackPlan>;
  readonly preview: WorkedOut<RedactionPreview>;
  /** What the preview is of, to say when choices have changed since. */
  previewOf = $state<string | null>(null);
  build = $state.raw<PackageBuild | null>(null);
  /** What happened last, for a screen reader. */
  said = $state('');

  #planning: ReturnType<typeof setTimeout> | undefined;
  /** Counts the plans that were asked for: what goes in may take a while to say, and a newer plan is the one that counts. */
  #plans = 0;
  #isLeft = false;

  constructor(
    readonly app: App,
    readonly caseId: string | undefined,
  ) {
    this.content = new ContentChoice(app);
    this.plan = new WorkedOut(app);
    this.preview = new WorkedOut(app);
    this.#restore(readChoices(app.remembered()[KEPT]));
  }

  // -- choices

  /** What really happens to dumps: none can be redacted, and without encrypted ones there is no key to ask for. */
  get treatment(): DumpTreatment {
    if (this.redaction.on) return 'drop';
    return this.hasEncrypted || this.dumps === 'drop' ? this.dumps : 'keep';
  }

  /** Everything that a package depends on, as one text: another one asks for another plan. */
  get version(): string {
    return JSON.stringify([this.#saved(), this.treatment, this.redaction.options ?? null]);
  }

  get preset(): Preset | null {
    const isWhole =
      this.content.mode === 'everything' &&
      !this.content.hasLeftOut &&
      this.range.after === null &&
      this.range.before === null;
    if (this.fragments !== 'join') return null;
    if (this.redaction.on) return this.redaction.kindsOff.length === 0 ? 'vendor' : null;
    if (this.treatment === 'recrypt') return 'reencrypt';
    return isWhole && this.treatment === 'keep' ? 'reconstruct' : null;
  }

  /** Sets the choices of a preset. Only reconstructing is about everything; the others leave what goes in as it is. */
  use(preset: Preset): void {
    this.fragments = 'join';
    this.redaction.on = preset === 'vendor';
    if (preset === 'vendor') this.redaction.kindsOff = [];
    this.dumps = preset === 'reconstruct' ? 'keep' : preset === 'vendor' ? 'drop' : 'recrypt';
    if (preset === 'reconstruct') {
      this.content.reset();
      this.range = NO_RANGE;
      this.wrongTimes = {};
    }
    this.said = text.handover.presets.used(text.handover.presets.titles[preset]);
  }

  /** Why a time that was typed is none; '' where all is well. */
  get wrongTime(): string {
    const wrong = this.wrongTimes.after ?? this.wrongTimes.before;
    return wrong === undefined ? '' : text.handover.range.wrong(wrong);
  }

  /** What the package is, as its name says. */
  get sort(): PackageSort {
    if (this.redaction.on) return 'redacted';
    if (this.treatment === 'recrypt') return 'reencrypted';
    return this.preset === 'reconstruct' ? 'reconstructed' : 'handover';
  }

  get offeredName(): string {
    const sources = (this.app.case?.sources ?? []).filter(
      ({ parent, visitOnly }) => parent === null && visitOnly === undefined,
    );
    const names = sources.map(({ name }) => name);
    return packageName(names, this.sort, day(Date.now(), 'UTC'));
  }

  get name(): string {
    return typedPackageName(this.typedName, this.offeredName);
  }

  /** A file or folder that another view sends here. */
  answer(request: ViewRequest | null): void {
    if (request?.view !== 'handover') return;
    // Done once, not again when the view comes back.
    this.app.request = null;
    if (!('add' in request) || !request.add) return;
    this.tab = 'package';
    this.content.add(request.add);
    this.said = text.handover.content.added(visible(request.add.path) || text.handover.content.wholeSource);
  }

  // -- what comes of them

  /** Works the plan out anew when the choices have rested. */
  planSoon(): void {
    clearTimeout(this.#planning);
    this.#planning = setTimeout(() => void this.planNow(), PLAN_AFTER);
  }

  async planNow(): Promise<void> {
    clearTimeout(this.#planning);
    const run = ++this.#plans;
    // It would be another one at every moment; there is one more change of the case when all is read.
    if (this.app.running.length > 0) return;
    if (!this.app.hasCase || this.content.isNothing) {
      this.plan.forget();
      return;
    }
    const options = await this.app.tell(() => this.options());
    if (!options || run !== this.#plans) return;
    const asked = options.dumps === 'recrypt' ? { ...options, to: SOMEONE } : options;
    await this.plan.ask((engine, job) => engine.packPlan(job, asked));
    const free = await freeSpace();
    const { value } = this.plan;
    if (value && value.space.free !== free) this.plan.value = { ...value, space: { ...value.space, free } };
  }

  async previewNow(): Promise<void> {
    const { version } = this;
    const options = await this.app.tell(() => this.options());
    if (!options || this.#isLeft) return;
    const preview = await this.preview.ask((engine, job) => engine.redactionPreview(job, options));
    if (!preview) return;
    this.previewOf = version;
    this.said = text.handover.redact.previewed;
  }

  /** As `pack` takes them, without what is secret. */
  async options(): Promise<PackOptions> {
    const { after, before } = this.range;
    const redact = this.redaction.options;
    return {
      ...(await this.content.references()),
      ...(after === null ? {} : { after: isoOf(after) }),
      ...(before === null ? {} : { before: isoOf(before) }),
      dumps: this.treatment,
      fragments: this.fragments,
      ...(redact === undefined ? {} : { redact }),
    };
  }

  get isBuilding(): boolean {
    return this.build !== null && !this.build.isOver;
  }

  /**
   * Builds the package. Must be called while a click or key press is handled: the browser asks for the file first.
   * `to` is passed on and not kept.
   */
  async start(to: Recipience | null): Promise<void> {
    if (this.isBuilding) return;
    const build = new PackageBuild(this.app, this.name, to?.recipient ?? null);
    const destination = await chooseFile(build.name, 'packages');
    // The case may have been left while the browser asked.
    if (!destination || this.isBuilding || this.#isLeft) return;
    this.build = build;
    const words = text.handover.build;
    this.said = words.startedAloud;
    try {
      const options = await this.options();
      await build.run(to ? { ...options, to: to.to } : options, destination, this.partBytes);
    } catch (error) {
      build.fail({ code: 'internal', message: error instanceof Error ? error.message : String(error) });
    }
    if (build.phase === 'done') this.said = words.doneAloud(visible(build.savedAs ?? build.name));
    else if (build.phase === 'failed')
      this.said = words.failedAloud(words.failure(build.failure?.code ?? '').title);
    else this.said = words.cancelled;
  }

  /** Lets what was built go. */
  discard(): void {
    if (!this.isBuilding) this.build = null;
  }

  // -- kept with the case

  remember(): void {
    this.app.remember({ [KEPT]: this.#saved() });
  }

  #saved(): SavedChoices {
    const { dumps, recipient, fragments, redaction } = this;
    return {
      content: this.content.saved(),
      range: this.range,
      dumps,
      recipient,
      fragments,
      redact: redaction.on,
      kindsOff: [...redaction.kindsOff],
    };
  }

  #restore(saved: SavedChoices): void {
    const { content, range, dumps, recipient, fragments, redact, kindsOff } = saved;
    this.content.restore(content);
    Object.assign(this, { range, dumps, recipient, fragments });
    this.redaction.on = redact;
    this.redaction.kindsOff = kindsOff;
  }

  /** The case is left: nothing is built of it any more. */
  dispose(): void {
    this.#isLeft = true;
    this.#plans++;
    clearTimeout(this.#planning);
    this.build?.cancel();
    this.plan.dispose();
    this.preview.dispose();
    this.content.dispose();
  }
}

const current = new WeakMap<App, Handover>();

/** How the case that is open is handed over. */
export function handoverOf(app: App): Handover {
  const known = current.get(app);
  if (known && known.caseId === app.case?.id) return known;
  known?.dispose();
  const handover = untrack(() => new Handover(app, app.case?.id));
  current.set(app, handover);
  return handover;
}
