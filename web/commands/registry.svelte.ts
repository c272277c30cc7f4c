import { untrack } from 'svelte';

/**
 * Everything the user can do, in one list: keyboard, palette and help all come from it.
 *
 * A key is written `Mod+K` (Ctrl, or Cmd on a Mac), `Shift+G`, `/`, `ArrowDown`; letters are matched by what
 * they produce, so `G` alone means Shift+g. Keys are silent while the user types in a field, unless the command
 * says `inFields`.
 */
export interface Command {
  id: string;
  title: string;
  /** Heading in help and palette. */
  group: string;
  keys?: readonly string[];
  inFields?: boolean;
  /** Not offered while this says false. */
  enabled?: () => boolean;
  run: () => void | Promise<void>;
}

export class CommandRegistry {
  #commands = $state.raw<readonly Command[]>([]);

  get all(): readonly Command[] {
    return this.#commands;
  }

  /** Adds commands; returns the way to take them out again. */
  register(...commands: Command[]): () => void {
    // Callable in an effect, which must not depend on the list it changes.
    untrack(() => (this.#commands = [...this.#commands, ...commands]));
    return () => {
      untrack(() => (this.#commands = this.#commands.filter((command) => !commands.includes(command))));
    };
  }

  /** Commands that can run now. */
  available(): Command[] {
    return this.#commands.filter((command) => command.enabled?.() ?? true);
  }

  run(id: string): void {
    const command = this.available().find((candidate) => candidate.id === id);
    if (command) void command.run();
  }

  /** Runs the command a key press stands for; true when there was one. Later registrations win. */
  handleKey(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || event.isComposing) return false;
    const typing = isTyping(event.target);
    const command = this.available().findLast(
      (candidate) => (!typing || candidate.inFields) && candidate.keys?.some((key) => matchesKey(key, event)),
    );
    if (!command) return false;
    event.preventDefault();
    void command.run();
    return true;
  }
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
  );
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

function matchesKey(key: string, event: KeyboardEvent): boolean {
  const parts = key === '+' ? ['+'] : key.split('+');
  const name = parts.at(-1) ?? '';
  const mod = parts.includes('Mod');
  if (mod !== (isMac ? event.metaKey : event.ctrlKey) || event.altKey !== parts.includes('Alt')) return false;
  // A single character already says whether Shift was held.
  if (name.length > 1 && event.shiftKey !== parts.includes('Shift')) return false;
  return name.length === 1 && !mod ? event.key === name : event.key.toLowerCase() === name.toLowerCase();
}

/** The form of a key shown to people: `Ctrl+K`, `⌘K`. */
export function keyLabel(key: string): string {
  const shown = key.replace(/(^|\+)[a-z]$/, (letter) => (key.includes('+') ? letter.toUpperCase() : letter));
  return isMac ? shown.replace('Mod+', '⌘') : shown.replace('Mod', 'Ctrl');
}
