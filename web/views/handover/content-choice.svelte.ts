import type { FileReference } from '../../../workers/public-api';
import type { App } from '../../app/app.svelte';
import { FilesModel } from '../files/files-model.svelte';
import { insideOf, isFolder, type TreeNode } from '../files/tree';
import {
  choicesOf,
  choose,
  keyOf,
  NOTHING_CHOSEN,
  patternsIn,
  referencesOf,
  stateOf,
  toggled,
  type Children,
  type ChoiceState,
  type TreePlace,
} from './chosen-files';

export const CONTENT_MODES = ['everything', 'chosen', 'patterns'] as const;
export type ContentMode = (typeof CONTENT_MODES)[number];

/** The choice as it is kept with the case. */
export interface SavedContent {
  mode: ContentMode;
  choices: [key: string, isChosen: boolean][];
  patterns: string;
  leftOut: string;
  leftOutFiles: { source: number; path: string }[];
}

/** Sources from here on are of this visit only and are never handed over. */
const VISIT_ONLY = 2 ** 20;

const placeOf = (node: TreeNode): TreePlace => ({
  source: node.source,
  path: node.path,
  folder: isFolder(node),
});

/** Which files go in. */
export class ContentChoice {
  mode = $state<ContentMode>('everything');
  choices = $state.raw(NOTHING_CHOSEN);
  /** One a line. */
  patterns = $state('');
  /** Patterns of what stays out whatever is chosen, one a line. */
  leftOut = $state('');
  /** Single files that stay out. */
  leftOutFiles = $state.raw<readonly { source: number; path: string }[]>([]);

  #tree: { moves: number; model: FilesModel; end: () => void } | null = null;

  constructor(private readonly app: App) {}

  /** The tree to choose in; another one once files have other numbers. */
  get tree(): FilesModel {
    const moves = this.app.case?.moves ?? 0;
    if (this.#tree?.moves === moves) return this.#tree.model;
    this.#tree?.end();
    // Made in a root of its own, or what it derives would end with the view that asks first.
    let model!: FilesModel;
    const end = $effect.root(() => {
      model = new FilesModel(this.app, ({ id }) => id < VISIT_ONLY);
    });
    this.#tree = { moves, model, end };
    return model;
  }

  /** Whether there is something that could go in. */
  get isNothing(): boolean {
    if (this.mode === 'chosen') return this.choices.size === 0;
    return this.mode === 'patterns' && patternsIn(this.patterns).length === 0;
  }

  get hasLeftOut(): boolean {
    return this.leftOutFiles.length > 0 || patternsIn(this.leftOut).length > 0;
  }

  stateOf(node: TreeNode): ChoiceState {
    return stateOf(this.choices, keyOf(placeOf(node)));
  }

  toggle(node: TreeNode): void {
    const around: { key: string; children: Children }[] = [];
    for (let at = node.parent; at; at = at.parent) {
      const nodes = at.children ?? [];
      const keys = (): string[] => nodes.map((child) => keyOf(placeOf(child)));
      around.push({ key: keyOf(placeOf(at)), children: { count: nodes.length, keys } });
    }
    this.choices = toggled(this.choices, keyOf(placeOf(node)), around);
  }

  chooseAll(isChosen: boolean): void {
    const keys = (this.app.case?.sources ?? [])
      .filter(({ id }) => id < VISIT_ONLY)
      .map(({ id }) => keyOf({ source: id, path: '', folder: true }));
    this.choices = choicesOf(isChosen ? keys.map((key) => [key, true] as const) : []);
  }

  /** Chooses one more file or folder; what was not chosen one by one before is no longer in. */
  add(place: TreePlace): void {
    const before = this.mode === 'chosen' ? this.choices : NOTHING_CHOSEN;
    this.mode = 'chosen';
    this.choices = choose(before, keyOf(place), true);
  }

  leaveOut(files: readonly { source: number; path: string }[]): void {
    const more = files.filter((file) => !this.isLeftOut(file));
    this.leftOutFiles = [...this.leftOutFiles, ...more.map(({ source, path }) => ({ source, path }))];
  }

  isLeftOut({ source, path }: { source: number; path: string }): boolean {
    return this.leftOutFiles.some((file) => file.source === source && file.path === path);
  }

  takeBack({ source, path }: { source: number; path: string }): void {
    this.leftOutFiles = this.leftOutFiles.filter((file) => file.source !== source || file.path !== path);
  }

  /** As `pack` takes it. Fails where a folder that must be looked into cannot be. */
  async references(): Promise<{ include?: FileReference[]; exclude?: FileReference[] }> {
    const exclude: FileReference[] = [...this.leftOutFiles, ...patternsIn(this.leftOut)];
    const left = () => (exclude.length > 0 ? { exclude } : {});
    if (this.mode === 'everything') return left();
    if (this.mode === 'patterns') return { include: patternsIn(this.patterns), ...left() };
    const chosen = await referencesOf(this.choices, (key) => this.#childrenOf(key));
    exclude.push(...chosen.exclude);
    return { include: chosen.include, ...left() };
  }

  async #childrenOf(key: string): Promise<string[]> {
    const colon = key.indexOf(':');
    const source = Number(key.slice(0, colon));
    const path = key.slice(colon + 1).replace(/\/$/, '');
    const children = await this.app.engine.call((engine) => engine.folder(source, path));
    return children.map((child) => {
      const below = child.file?.path ?? `${insideOf(path)}${child.name}`;
      return keyOf({ source, path: below, folder: child.folder !== null });
    });
  }

  saved(): SavedContent {
    const { mode, patterns, leftOut, leftOutFiles } = this;
    return { mode, choices: [...this.choices], patterns, leftOut, leftOutFiles: [...leftOutFiles] };
  }

  restore({ mode, choices, patterns, leftOut, leftOutFiles }: SavedContent): void {
    this.mode = mode;
    this.choices = choicesOf(choices);
    this.patterns = patterns;
    this.leftOut = leftOut;
    this.leftOutFiles = leftOutFiles;
  }

  /** Everything goes in again. */
  reset(): void {
    this.mode = 'everything';
    this.leftOut = '';
    this.leftOutFiles = [];
  }

  dispose(): void {
    this.#tree?.end();
    this.#tree = null;
  }
}
