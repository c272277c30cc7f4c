import type { SourceEntry, SourceKind } from '../public-api';
import type { Warning } from '../warning';
import type { SourceState } from './case-state';
import { Progress } from './progress';

/** Warnings kept of one source; a damaged archive of a million entries must not fill the memory with them. */
const MAX_WARNINGS = 1_000;

/** Sources of this visit count from here: what comes out of an envelope has numbers of its own, and keeps them. */
export const FIRST_VISIT_SOURCE = 2 ** 20;

/** What one source is, beside its files. */
export interface SourceFacts {
  id: number;
  name: string;
  bytes: number;
  /** Source this one was nested in, or null. */
  parent: number | null;
  /** When it was last modified (a file) or dropped, ms UTC. */
  droppedAt: number;
}

/** A dropped archive, folder or file, or a host bundle nested in one. */
export class Source implements SourceFacts {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly parent: number | null;
  readonly droppedAt: number;
  readonly progress: Progress;
  readonly warnings: Warning[] = [];
  kind: SourceKind = 'file';
  entries = 0;
  #unlisted = 0;

  /** True for what came out of an envelope: it is never stored. */
  get visitOnly(): boolean {
    return this.id >= FIRST_VISIT_SOURCE;
  }

  constructor(facts: SourceFacts) {
    this.id = facts.id;
    this.name = facts.name;
    this.bytes = facts.bytes;
    this.parent = facts.parent;
    this.droppedAt = facts.droppedAt;
    this.progress = new Progress(facts.id, facts.bytes);
  }

  warn(warning: Warning): void {
    if (this.warnings.length < MAX_WARNINGS) {
      this.warnings.push(warning);
      return;
    }
    this.#unlisted++;
    const last = {
      code: 'more-warnings',
      path: '',
      offset: null,
      message: `${this.#unlisted} more warnings`,
    };
    this.warnings[MAX_WARNINGS] = last;
  }

  entry(): SourceEntry {
    const { id, name, kind, entries, bytes, visitOnly } = this;
    const entry = { id, name, kind, entries, bytes, warnings: [...this.warnings] };
    return visitOnly ? { ...entry, visitOnly: true } : entry;
  }

  state(): SourceState {
    return { ...this.entry(), progress: this.progress.snapshot(), parent: this.parent };
  }
}
