import { unredactable } from '../package/unredactable';
import type { PackOptions, RedactionPreview, RedactKind } from '../public-api';
import { CONFIDENTIAL_NAMES } from '../redaction/confidential-names';
import type { Redactor } from '../redaction/redactor';
import { Breath } from './breath';
import { commandPaths, redactedPath } from './package-redaction';
import { selectedFiles } from './packing-selection';
import { PackingTree } from './packing-tree';
import type { Job } from './jobs';
import type { OpenCase } from './open-case';

/** Bytes looked at of each file, and of all together. */
const OF_FILE = 128 * 1024;
const OF_ALL = 48 * 1024 * 1024;
/** What is shown of each kind, and of paths. */
const FIRST_ORIGINALS = 12;
const FIRST_LINES = 3;
const MOST_PATHS = 200;
/** Characters of a line that is shown; where the change stands further behind, the text around it. */
const LINE = 400;

/** A bounded look at what redaction will change: the beginnings of files, in the order of the package, and paths. */
export async function previewOf(open: OpenCase, job: Job, options: PackOptions): Promise<RedactionPreview> {
  const { content } = open;
  const redact = options.redact!;
  const tree = new PackingTree(content, selectedFiles(content, options));
  const files = [...tree.files()];
  const redactor = await open.redaction.redactor(job, redact);
  const commands = await commandPaths(open, files, redactor);
  const names = await open.analyses.get(CONFIDENTIAL_NAMES);
  const lines = new ChangedLines(redactor);
  const paths: RedactionPreview['paths'] = [];
  const breath = new Breath();
  let looked = 0;
  try {
    for (const [index, file] of files.entries()) {
      job.check();
      if (breath.due) await breath.take();
      const before = content.shownPath(file);
      if (paths.length < MOST_PATHS) {
        const after = redactedPath(redactor, commands, before);
        if (after !== before) paths.push({ before, after });
      }
      const { kind, size } = content.files.get(file);
      if ((kind !== 'text' && kind !== 'log') || looked >= OF_ALL) continue;
      const bytes = await open.files.range(file, 0, OF_FILE).catch(() => new Uint8Array(0));
      looked += bytes.length;
      const candidate = {
        path: content.files.path(file),
        kind,
        bytes: size,
        holes: 0,
        head: bytes.subarray(0, 4096),
      };
      // What is told as a key by its whole content is told so when it is packed.
      if ((await unredactable(candidate, async () => null)) !== null) continue;
      lines.look(bytes, { source: content.sourceOf(file), file: before });
      job.advance(index, files.length);
    }
  } finally {
    breath.end();
  }
  const aliases = redactor.aliases();
  open.redaction.showed(redact, aliases);
  const byKind = new Map<RedactKind, { found: Set<string>; first: { original: string; alias: string }[] }>();
  const of = (kind: RedactKind) => {
    const known = byKind.get(kind) ?? { found: new Set<string>(), first: [] };
    byKind.set(kind, known);
    return known;
  };
  for (const { kind, original, alias } of aliases) {
    const { found, first } = of(kind);
    found.add(original.toLowerCase());
    if (first.length < FIRST_ORIGINALS) first.push({ original, alias });
  }
  // Names are known of the whole case, also those that stand further behind.
  for (const { kind, text } of names)
    if (redact.kinds?.[kind] !== false) of(kind).found.add(text.toLowerCase());
  return {
    kinds: Array.from(byKind, ([kind, { found, first }]) => ({ kind, originals: found.size, first })),
    lines: lines.shown,
    paths,
  };
}

/** Lines in which something of a kind is replaced for the first times. */
class ChangedLines {
  readonly shown: RedactionPreview['lines'] = [];
  readonly #redactor: Redactor;
  readonly #ofKind = new Map<RedactKind, number>();
  #seen = 0;

  constructor(redactor: Redactor) {
    this.#redactor = redactor;
    this.#seen = redactor.aliases().length;
  }

  look(bytes: Uint8Array, place: { source: number; file: string }): void {
    const redaction = this.#redactor.file();
    const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1 || bytes.length);
    const after = decoder.decode(redaction.push(whole, true));
    if (!redaction.changed) return;
    const given = this.#redactor.aliases(this.#seen);
    this.#seen += given.length;
    const fresh = given.filter(({ kind }) => (this.#ofKind.get(kind) ?? 0) < FIRST_LINES);
    if (fresh.length === 0) return;
    const changed = after.split('\n');
    const original = decoder.decode(whole).split('\n');
    // A placeholder takes the place of several lines.
    if (changed.length !== original.length) return;
    for (const one of fresh) {
      const count = this.#ofKind.get(one.kind) ?? 0;
      if (count >= FIRST_LINES) continue;
      const at = changed.findIndex(
        (line, i) => line.includes(one.alias) && original[i]!.includes(one.original),
      );
      if (at < 0 || this.shown.some(({ file, line }) => file === place.file && line === at + 1)) continue;
      this.#ofKind.set(one.kind, count + 1);
      this.shown.push({
        ...place,
        line: at + 1,
        before: around(original[at]!, one.original),
        after: around(changed[at]!, one.alias),
      });
    }
  }
}

const decoder = new TextDecoder();

/** A line as it is shown: cut to what stands around a text in it. */
function around(line: string, text: string): string {
  if (line.length <= LINE) return line;
  const from = Math.max(0, Math.min(line.indexOf(text) - LINE / 4, line.length - LINE));
  return `${from > 0 ? '… ' : ''}${line.slice(from, from + LINE)}${from + LINE < line.length ? ' …' : ''}`;
}
