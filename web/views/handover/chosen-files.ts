import type { FileReference } from '../../../workers/public-api';

/** A file or folder of a source; the source itself has the path ''. */
export interface TreePlace {
  source: number;
  path: string;
  folder: boolean;
}

/**
 * What is chosen in a tree of any size: decisions at some places, each good for all that is below it until another one.
 * Places are named by keys: `3:` is source 3, `3:var/` a folder, `3:var/run.log` a file. What has no decision at or above
 * it is out.
 */
export type Choices = ReadonlyMap<string, boolean>;

export const NOTHING_CHOSEN: Choices = new Map();

export const choicesOf = (entries: Iterable<readonly [key: string, isChosen: boolean]>): Choices =>
  new Map(entries);

/** Chosen, not chosen, or some of what is below. */
export type ChoiceState = 'in' | 'out' | 'some';

export function keyOf({ source, path, folder }: TreePlace): string {
  return `${source}:${path}${folder && path !== '' ? '/' : ''}`;
}

/** Keys of what is around a place, from the source inwards. */
export function aroundKey(key: string): string[] {
  const around: string[] = [];
  const colon = key.indexOf(':');
  if (colon >= 0 && colon < key.length - 1) around.push(key.slice(0, colon + 1));
  for (let at = key.indexOf('/', colon); at >= 0 && at < key.length - 1; at = key.indexOf('/', at + 1)) {
    around.push(key.slice(0, at + 1));
  }
  return around;
}

const isFolderKey = (key: string): boolean => key.endsWith('/') || key.endsWith(':');
const isBelow = (key: string, above: string): boolean =>
  key !== above && isFolderKey(above) && key.startsWith(above);

/** Whether a place is chosen by itself or by what is around it. */
export function isIn(choices: Choices, key: string): boolean {
  const own = choices.get(key);
  if (own !== undefined) return own;
  return (
    aroundKey(key)
      .reverse()
      .map((above) => choices.get(above))
      .find((choice) => choice !== undefined) ?? false
  );
}

export function stateOf(choices: Choices, key: string): ChoiceState {
  const own = isIn(choices, key);
  for (const [other, choice] of choices) if (choice !== own && isBelow(other, key)) return 'some';
  return own ? 'in' : 'out';
}

/** What is in a folder: it may be very much. */
export interface Children {
  count: number;
  keys(): readonly string[];
}

/**
 * The choices after one more. `childrenOf` gives what is in a folder where it is known: where all of it is alike then, the
 * folder as a whole is decided.
 */
export function choose(
  choices: Choices,
  key: string,
  isChosen: boolean,
  childrenOf: (key: string) => Children | null = () => null,
): Choices {
  const next = new Map([...choices].filter(([other]) => other !== key && !isBelow(other, key)));
  set(next, key, isChosen);
  const wanted = isChosen ? 'in' : 'out';
  for (const above of aroundKey(key).reverse()) {
    if (stateOf(next, above) === wanted) continue;
    const children = childrenOf(above);
    // Each of them has a decision of its own then.
    if (!children || children.count > next.size) break;
    if (!children.keys().every((child) => stateOf(next, child) === wanted)) break;
    for (const other of next.keys()) if (other === above || isBelow(other, above)) next.delete(other);
    set(next, above, isChosen);
  }
  return next;
}

/**
 * The choices after a click on a place: what is not wholly in comes in. `around` are the folders around it, from the inside,
 * each with what is in it.
 */
export function toggled(
  choices: Choices,
  key: string,
  around: readonly { key: string; children: Children }[],
): Choices {
  const known = new Map(around.map((folder) => [folder.key, folder.children]));
  return choose(choices, key, stateOf(choices, key) !== 'in', (folder) => known.get(folder) ?? null);
}

/** Decides a place that has no decision of its own; none is noted where what is around it says the same. */
function set(choices: Map<string, boolean>, key: string, isChosen: boolean): void {
  if (isIn(choices, key) !== isChosen) choices.set(key, isChosen);
}

/** Files and folders for the engine, which leaves out whatever is excluded. */
export interface References {
  include: FileReference[];
  exclude: FileReference[];
}

/**
 * The choices as the engine takes them. What is chosen inside of what is left out cannot be said there: the rest of
 * such a folder is left out instead, and `childrenOf` is asked for what is in it.
 */
export async function referencesOf(
  choices: Choices,
  childrenOf: (key: string) => Promise<readonly string[]>,
): Promise<References> {
  const include: string[] = [];
  const exclude: string[] = [];
  const below = (key: string, wanted: boolean): string[] => {
    const found = [...choices.keys()].filter(
      (other) => choices.get(other) === wanted && (key === '' || isBelow(other, key)),
    );
    // The outermost of them; what is in these has its turn there.
    return found.filter((one) => !found.some((other) => isBelow(one, other)));
  };
  const leaveOut = async (key: string): Promise<void> => {
    const chosen = below(key, true);
    if (chosen.length === 0) {
      exclude.push(key);
      return;
    }
    for (const child of await childrenOf(key)) {
      if (choices.get(child) === true) for (const out of below(child, false)) await leaveOut(out);
      else await leaveOut(child);
    }
  };
  for (const key of below('', true)) {
    include.push(key);
    for (const out of below(key, false)) await leaveOut(out);
  }
  return { include: include.map(referenceOf), exclude: exclude.map(referenceOf) };
}

/** A whole source is a pattern that fits everything in it. */
function referenceOf(key: string): FileReference {
  const colon = key.indexOf(':');
  return { source: Number(key.slice(0, colon)), path: key.slice(colon + 1) || '*' };
}

/** Patterns out of a field: one a line, empty lines left out. */
export function patternsIn(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
