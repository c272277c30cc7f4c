import { untrack } from 'svelte';
import type { FileRow } from '../../../workers/engine/engine-api';
import type { SourceState } from '../../../workers/engine/case-state';
import type { App } from '../../app/app.svelte';
import { visible } from '../../format/visible';
import { text } from '../../text';
import type { Place } from './text-document.svelte';
import {
  childNodes,
  findByPrefix,
  insideOf,
  isFolder,
  sourceNode,
  visibleNodes,
  type TreeNode,
} from './tree';

/** Files asked for when searching. */
export const FOUND_MOST = 1_000;

/** A longer pause (ms) begins another name. */
const TYPING = 1_000;

/** State of the files view: what is open in the tree, what is selected, which file is shown. */
export class FilesModel {
  /** Grows with every change of the tree, whose nodes are plain objects. */
  #version = $state(0);
  #roots: TreeNode[] = [];
  readonly #loads = new WeakMap<TreeNode, Promise<void>>();
  readonly lines = $derived.by(() => {
    void this.#version;
    return visibleNodes(this.#roots);
  });

  /** What to draw of a line; a new object after every change, as the nodes themselves stay the same. */
  line(
    index: number,
  ): { node: TreeNode; state: Pick<TreeNode, 'open' | 'loading' | 'error' | 'child'> } | null {
    const node = this.lines[index];
    return node ? { node, state: { ...node } } : null;
  }

  selected = $state.raw<TreeNode | null>(null);
  readonly selectedIndex = $derived(this.selected ? this.lines.indexOf(this.selected) : -1);
  file = $state.raw<FileRow | null>(null);
  /** Where in the file to go. */
  place = $state.raw<Place | null>(null);

  wanted = $state('');
  found = $state.raw<FileRow[] | null>(null);
  #searching: ReturnType<typeof setTimeout> | undefined;
  #typed = '';
  #typedAt = 0;
  /** Whether nothing has such a name yet. */
  #isSought = false;

  constructor(
    private readonly app: App,
    /** Which sources are shown. */
    private readonly shows: (source: SourceState) => boolean = () => true,
  ) {}

  /** Brings sources and open folders up to date with the case. */
  async refresh(): Promise<void> {
    const sources = (this.app.case?.sources ?? []).filter(this.shows);
    this.#roots = sources.map((source) => {
      const known = this.#roots.find((root) => root.source === source.id);
      if (known) return Object.assign(known, { name: source.name });
      const root = sourceNode(source);
      root.open = sources.length === 1;
      return root;
    });
    this.#changed();
    const open = this.lines.filter((node) => node.open && isFolder(node));
    for (const node of open) await this.#load(node);
    this.selected ??= this.lines[0] ?? null;
  }

  async open(node: TreeNode): Promise<void> {
    if (!isFolder(node)) return;
    node.open = true;
    this.#changed();
    if (!node.children) await this.#load(node);
  }

  close(node: TreeNode): void {
    node.open = false;
    this.#changed();
  }

  toggle(node: TreeNode): void {
    if (node.open) this.close(node);
    else void this.open(node);
  }

  /** Selects a node; a file is shown, a folder is opened or closed. */
  activate(node: TreeNode): void {
    this.selected = node;
    const file = node.child?.file;
    if (file) this.showFile(file);
    else this.toggle(node);
  }

  showFile(file: FileRow, place: Place | null = null): void {
    this.file = file;
    this.place = place;
  }

  /** Moves the selection by lines. */
  move(by: number): void {
    this.#isSought = false;
    const last = this.lines.length - 1;
    this.selected = this.lines[Math.min(last, Math.max(0, this.selectedIndex + by))] ?? null;
  }

  /** Right: opens a folder, or goes into an open one. */
  forward(): void {
    const node = this.selected;
    if (!node || !isFolder(node)) return;
    if (!node.open) void this.open(node);
    else if (node.children?.length) this.move(1);
  }

  /** Left: closes an open folder, or goes to the one around. */
  backward(): void {
    const node = this.selected;
    if (!node) return;
    if (node.open && isFolder(node)) this.close(node);
    else if (node.parent) this.selected = node.parent;
  }

  /** Whether the next key goes on with a name. */
  isTyping(now: number): boolean {
    return this.#typed !== '' && now - this.#typedAt < TYPING;
  }

  /** Jumps to the name that begins with what has been typed without a pause. */
  type(character: string, now: number): void {
    const goesOn = this.isTyping(now);
    const repeated = goesOn && this.#typed === character;
    this.#typed = goesOn && !repeated ? this.#typed + character : character;
    this.#typedAt = now;
    // One letter goes on to the next match, more letters stay on one that still fits.
    const start = Math.max(0, this.selectedIndex) + (this.#typed.length === 1 ? 1 : 0);
    const at = findByPrefix(this.lines, this.#typed, start);
    if (at >= 0) this.selected = this.lines[at] ?? null;
    this.#isSought = at < 0;
  }

  /** A name that was typed while its folder was being read is there now. */
  #seekTyped(): void {
    if (!this.#isSought || !this.isTyping(performance.now())) return;
    const at = findByPrefix(this.lines, this.#typed, Math.max(0, this.selectedIndex));
    if (at < 0) return;
    this.selected = this.lines[at] ?? null;
    this.#isSought = false;
  }

  /** Opens the folders around a file, selects and shows it. */
  async reveal(source: number, path: string, place: Place | null): Promise<void> {
    let node = this.#roots.find((root) => root.source === source);
    if (!node) {
      await this.refresh();
      node = this.#roots.find((root) => root.source === source);
    }
    while (node) {
      await this.open(node);
      const next: TreeNode | undefined = node.children?.find(
        (child) => child.path === path || (isFolder(child) && path.startsWith(insideOf(child.path))),
      );
      if (next && !isFolder(next)) {
        this.selected = next;
        if (next.child?.file) this.showFile(next.child.file, place);
        return;
      }
      node = next;
    }
    this.app.notify('error', text.files.gone(visible(path)));
  }

  async revealFile(id: number, place: Place | null): Promise<void> {
    const file = await this.app.tell(() => this.app.engine.call((engine) => engine.file(id)));
    if (!file) return;
    await this.reveal(file.source, file.path, place);
    this.showFile(file, place);
  }

  search(wanted: string): void {
    this.wanted = wanted;
    clearTimeout(this.#searching);
    if (!wanted.trim()) {
      this.found = null;
      return;
    }
    this.#searching = setTimeout(async () => {
      const found = await this.app.tell(() =>
        this.app.engine.call((engine) => engine.findFiles(wanted.trim(), FOUND_MOST)),
      );
      if (this.wanted === wanted) this.found = found ?? [];
    }, 120);
  }

  /** Loads once at a time: whoever asks meanwhile waits for the same answer. */
  #load(node: TreeNode): Promise<void> {
    let load = this.#loads.get(node);
    if (!load) this.#loads.set(node, (load = this.#loadNow(node).finally(() => this.#loads.delete(node))));
    return load;
  }

  async #loadNow(node: TreeNode): Promise<void> {
    node.loading = true;
    node.error = null;
    this.#changed();
    try {
      const children = await this.app.engine.call((engine) => engine.folder(node.source, node.path));
      node.children = childNodes(node, children);
    } catch (error) {
      node.error = error instanceof Error ? error.message : String(error);
    }
    node.loading = false;
    this.#changed();
    this.#seekTyped();
  }

  #changed(): void {
    untrack(() => this.#version++);
  }
}

const models = new WeakMap<App, { numbering: string; model: FilesModel; end: () => void }>();

/**
 * The model of the open case; it outlives the view, so that coming back finds everything as it was, while files keep
 * their numbers.
 */
export function filesModel(app: App): FilesModel {
  const { numbering } = app;
  const known = models.get(app);
  if (known?.numbering === numbering) return known.model;
  known?.end();
  // Made in a root of its own, or what it derives would end with the view that asks first.
  let model!: FilesModel;
  const end = $effect.root(() => {
    model = new FilesModel(app);
  });
  models.set(app, { numbering, model, end });
  return model;
}
