import { commandFileName } from '../host/command-name';
import type { AliasMap } from '../public-api';

/** Lines of action.log that are read; each is one file that was collected. */
const MOST_LINES = 50_000;
/** Words before a command that may be the collector's own: what it does, and its options. */
const MOST_LEADING = 4;
/** Longest command that is read. */
const LONGEST = 2_000;

/** A long name is cut with a view to its extension. */
const EXTENSIONS = ['txt', 'json', 'tgz'];

const ACTION = /^[\d :.-]{19,26}: (.{1,2000}?) \([^()\s][^()]{0,200}\) took /;
const OUTPUT = /^((?:.*\/)?(?:commands|json)\/)((?:\d{1,4}\.)?)([^/]+)\.([A-Za-z0-9]{1,8})$/;

/**
 * Names of the output of commands. vm-support makes them of the command line and leaves out every blank, dot and slash,
 * so that what stands in them cannot be found as in other texts: `ping 192.0.2.1` is `ping_192021.txt`. action.log
 * has the command lines; the name of the redacted one is the redacted name.
 */
export class CommandPaths {
  readonly #redact: (line: string) => string;
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  /** Names that were asked for and have another now. */
  readonly #used = new Map<string, string>();

  /** @param redact redacts a line of text */
  constructor(redact: (line: string) => string) {
    this.#redact = redact;
  }

  /** Takes the text of an action.log. */
  learn(actionLog: string): void {
    for (const line of actionLog.split('\n', MOST_LINES)) {
      const action = ACTION.exec(line)?.[1];
      if (action === undefined || action.length > LONGEST) continue;
      const words = action.split(/ +/);
      for (let leading = 0; leading <= Math.min(MOST_LEADING, words.length - 1); leading++) {
        const command = words.slice(leading).join(' ');
        if (command.startsWith('-')) continue;
        const redacted = this.#redact(command);
        if (redacted === command) continue;
        for (const extension of EXTENSIONS) {
          this.#take(commandFileName(command, extension), commandFileName(redacted, extension), extension);
        }
      }
    }
  }

  /** What stands pressed in names is found by no shape: the names themselves lead back. */
  aliases(): AliasMap['aliases'] {
    return [...this.#used].map(([original, alias]) => ({ kind: 'word', alias, original }));
  }

  /** The path of a file with its name redacted, or null for one that no command line was found for. */
  redacted(path: string): string | null {
    const [, folder, number, name, extension] = OUTPUT.exec(path) ?? [];
    if (name === undefined) return null;
    const known = this.#names.get(`${name}.${extension}`);
    if (known === undefined) return null;
    const own = `${name}.${extension}`;
    if (own !== known) this.#used.set(own, known);
    return `${this.#redact(folder!)}${number}${known}`;
  }

  /** Different command lines may be pressed into one name: each original keeps one of its own. */
  #take(name: string, redacted: string, extension: string): void {
    if (this.#names.has(name)) return;
    let own = redacted;
    for (let other = 2; this.#taken.has(own); other++) {
      own = `${redacted.slice(0, -extension.length - 1)}-x${other}.${extension}`;
    }
    this.#names.set(name, own);
    this.#taken.add(own);
  }
}

/** Puts a mark where a path was pressed into a name, so that what follows it is found: `vmfsvolumes<datastore>`. */
export function unpressed(path: string): string {
  return path.replace(/(vmfsvolumes|vmfsdevicesdisks)(?=[^\s/])/g, '$1\u0000');
}

/** Takes the marks out again. */
export function pressed(path: string): string {
  return path.replaceAll('\u0000', '');
}
