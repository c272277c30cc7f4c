import { fragmentOf } from '../archive/fragments';
import type { OtherEntry, PackedFile } from '../package/packed-file';
import { harmlessRecords, namelessOwner } from '../package/pax-kept';
import { rawNameOf } from '../package/raw-name';
import type { Container } from './containers';
import type { CaseContent } from './case-content';
import type { PackingTree } from './packing-tree';
import type { PackingWarnings } from './packing-warnings';

/** What became of a file that a hard link may lead to. */
const NOT_YET = 0;
const BY_ITS_NAME = 1;
const BY_ANOTHER = 2;
const IN_PIECES = 3;
const LEFT_OUT = 4;

/** What a zip has beside files. */
const IN_ZIPS: readonly OtherEntry['type'][] = ['directory', 'symlink'];

/** Where entries of a container come to stand. */
export interface OthersPlace {
  around: string;
  moved(path: string): string;
  archive: 'tar' | 'zip';
}

export interface OthersMeans {
  content: CaseContent;
  tree: PackingTree;
  warnings: PackingWarnings;
  joins: boolean;
  /** Whether an entry of a container is chosen by its path. */
  isChosen(container: Container, path: string): boolean;
  /** What treatments make of a path. */
  renamed(path: string): string;
  /** Whether names of owners may be told, and bytes of names. */
  keepsNames: boolean;
}

/** Folders, links, devices and pipes of a package: those that are chosen, and lead somewhere. */
export class PackingOthers {
  readonly #means: OthersMeans;
  /** By file. */
  readonly #fates: Uint8Array;
  /** Of files that have another name than treatments give every path, in their archives; of pieces without their suffixes. */
  readonly #paths = new Map<number, string>();

  constructor(means: OthersMeans) {
    this.#means = means;
    this.#fates = new Uint8Array(means.content.files.count);
  }

  /** A file was written, in one piece or not. */
  wrote(file: number, path: string, isWhole: boolean): void {
    const { content, renamed } = this.#means;
    const isPlain = path === renamed(content.files.path(file));
    this.#fates[file] = !isWhole ? IN_PIECES : isPlain ? BY_ITS_NAME : BY_ANOTHER;
    if (!isPlain) this.#paths.set(file, path);
  }

  /** A file was left out. */
  dropped(file: number): void {
    this.#fates[file] = LEFT_OUT;
  }

  /** The entry as it is written; null where it is left out. */
  packed(entry: OtherEntry, container: Container, place: OthersPlace): PackedFile | null {
    const { keepsNames, renamed, warnings } = this.#means;
    const { type, device, modified, mode } = entry;
    if (!this.#isWanted(entry, container)) return null;
    const path = place.moved(renamed(entry.path));
    if (place.archive === 'zip' && !IN_ZIPS.includes(type)) {
      warnings.add('entry-left-out', place.around + path, `it is a ${type}: a zip cannot have that`);
      return null;
    }
    const target = type === 'link' ? this.#hardTarget(entry.target, container, place) : renamed(entry.target);
    if (target === null) {
      const message = `it is a hard link to "${renamed(entry.target)}", which is not in the package under one name`;
      warnings.add('link-left-out', place.around + path, message);
      return null;
    }
    const raw = keepsNames ? rawNameOf(entry.raw, entry.path, path) : null;
    const rawTarget = keepsNames && target === entry.target ? entry.rawTarget : null;
    return {
      path,
      raw,
      bytes: 0,
      modified,
      mode,
      owner: keepsNames ? entry.owner : namelessOwner(entry.owner),
      records: keepsNames ? entry.records : harmlessRecords(entry.records),
      other: { type, target, rawTarget, device },
      content: nothing,
    };
  }

  /** A folder also where something in it is chosen. */
  #isWanted({ type, path }: OtherEntry, container: Container): boolean {
    const { tree, isChosen } = this.#means;
    if (!tree.isCut(container.id)) return true;
    if (type !== 'directory') return isChosen(container, path);
    const folder = path.endsWith('/') ? path : `${path}/`;
    return isChosen(container, folder) || tree.hasBelow(container.id, folder);
  }

  /** What a hard link is to lead to; null where that is not there. */
  #hardTarget(target: string, container: Container, place: OthersPlace): string | null {
    const { tree, isChosen, renamed } = this.#means;
    const usual = place.moved(renamed(target));
    const file = this.#fileAt(container, target);
    if (file !== null) {
      const fate = this.#fateOf(file);
      return fate === BY_ITS_NAME ? usual : fate === BY_ANOTHER ? this.#paths.get(file)! : null;
    }
    const fragment = fragmentOf(target);
    const whole = fragment && this.#fileAt(container, fragment.base);
    if (fragment && whole !== null) {
      const suffix = target.slice(fragment.base.length);
      const isThere = this.#fateOf(whole) === IN_PIECES && tree.run(whole)?.suffixes.includes(suffix);
      if (!isThere) return null;
      return (this.#paths.get(whole) ?? place.moved(renamed(fragment.base))) + suffix;
    }
    return !tree.isCut(container.id) || isChosen(container, target) ? usual : null;
  }

  /** What will become of it where that is not known yet: a link may stand in front of what it leads to. */
  #fateOf(file: number): number {
    const { tree, joins } = this.#means;
    const fate = this.#fates[file]!;
    if (fate !== NOT_YET) return fate;
    if (!tree.isChosen(file)) return LEFT_OUT;
    const run = tree.run(file);
    return run && !(joins && run.missing === null) ? IN_PIECES : BY_ITS_NAME;
  }

  /** The file of this very path in a container. */
  #fileAt({ id, source }: Container, path: string): number | null {
    const { files, index, containers } = this.#means.content;
    const [file] = index.find(containers.shownPath(id, path), source);
    return file !== undefined && files.container(file) === id && files.path(file) === path ? file : null;
  }
}

// eslint-disable-next-line require-yield -- a folder has no bytes
async function* nothing(): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
}
