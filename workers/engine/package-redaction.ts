import { describeKeyMaterial } from '../envelope/key-material';
import { Failure } from '../failure';
import { unreadContent, type EntryFile, type FileContent } from '../package/entry-file';
import type { Treated, Treatment } from '../package/treatment';
import { unredactable } from '../package/unredactable';
import type { AliasMap } from '../public-api';
import { CommandPaths, pressed, unpressed } from '../redaction/command-paths';
import { CONFIDENTIAL_NAMES } from '../redaction/confidential-names';
import { OlderEncodings } from '../redaction/older-encodings';
import { TextRedaction } from '../redaction/packed-texts';
import type { Redactor } from '../redaction/redactor';
import type { OpenCase } from './open-case';
import type { TreatmentContext, TreatmentKind } from './treatment-kind';

/** Bytes that tell what a file is. */
const HEAD = 4_096;
/** action.log is read up to here. */
const MOST_ACTIONS = 8 * 1024 * 1024;

/** Replaces what is confidential in texts, paths and names of archives, and leaves out what cannot be redacted. */
export const redactionOfPackages: TreatmentKind = {
  isAskedFor: ({ redact }) => redact !== undefined,
  async make({ open, job, options, spool, files }) {
    const replacer = await open.redaction.redactor(job, options.redact!);
    const commands = await commandPaths(open, files, replacer);
    const older = new OlderEncodings(await open.analyses.get(CONFIDENTIAL_NAMES), options.redact!);
    return new RedactionTreatment(replacer, commands, older, spool);
  },
  async foresee({ open }) {
    // A private key that stands in a text becomes a placeholder; an empty key file holds nothing.
    const stores = (await open.envelopes.keyFiles()).filter(
      ({ kind, problem }) => kind !== 'private-key' && problem?.code !== 'empty',
    );
    const keyFiles = new Set(stores.map(({ path, source }) => `${source}:${path}`));
    return {
      rewritesAll: true,
      treat: async ({ path, kind, access, holes, source, shownPath, content }) => {
        if (keyFiles.has(`${source}:${shownPath}`)) return { action: 'dropped' };
        const candidate = { path, kind, bytes: access.size, holes, head: new Uint8Array(0) };
        // What keys are is known already: no file has to be read for it.
        if ((await unredactable(candidate, async () => null)) !== null) return { action: 'dropped' };
        return access.size === 0 ? null : { action: 'redacted', content: unreadContent(content.bytes ?? 0) };
      },
    };
  },
};

/** The map as it is handed over. */
export function aliasMap(redactor: Redactor, commands: CommandPaths): AliasMap {
  return {
    format: 'bundlescope-aliases',
    version: 1,
    created: new Date().toISOString(),
    aliases: [...redactor.aliases(), ...commands.aliases()],
  };
}

/** A path as it is in a package. */
export function redactedPath(redactor: Redactor, commands: CommandPaths, path: string): string {
  return commands.redacted(path) ?? pressed(redactor.line(unpressed(path)));
}

/** What is known of the names of commands' output. */
export async function commandPaths(
  { content }: OpenCase,
  files: Iterable<number>,
  redactor: Redactor,
): Promise<CommandPaths> {
  const commands = new CommandPaths((line) => redactor.line(line));
  for (const file of files) {
    if (!/(?:^|\/)action\.log$/.test(content.files.path(file))) continue;
    const { layer, offset, size } = content.files.get(file);
    const bytes = await content.reader
      .read(layer, offset, Math.min(size, MOST_ACTIONS))
      .catch(() => new Uint8Array(0));
    commands.learn(new TextDecoder().decode(bytes));
  }
  return commands;
}

class RedactionTreatment implements Treatment {
  readonly rewritesAll = true;
  readonly #redactor: Redactor;
  readonly #commands: CommandPaths;
  readonly #older: OlderEncodings;
  readonly #spool: TreatmentContext['spool'];

  constructor(
    redactor: Redactor,
    commands: CommandPaths,
    older: OlderEncodings,
    spool: TreatmentContext['spool'],
  ) {
    this.#redactor = redactor;
    this.#commands = commands;
    this.#older = older;
    this.#spool = spool;
  }

  async treat(file: EntryFile): Promise<Treated | null> {
    const { path, kind, access, holes } = file;
    const head = await access.read(0, Math.min(access.size, HEAD)).catch(() => new Uint8Array(0));
    const bytes = access.size;
    const reason = await unredactable({ path, kind, bytes, holes, head: head.slice() }, async () => {
      try {
        return describeKeyMaterial((await access.read(0, bytes)).slice())?.kind ?? null;
      } catch (error) {
        // Recognised, and damaged: it is one all the same.
        if (error instanceof Failure) return 'key-file';
        throw error;
      }
    });
    if (reason !== null) return { action: 'dropped', reason };
    if (bytes === 0) return null;
    const redaction = new TextRedaction(() => this.#redactor.file());
    const older = this.#older.begin();
    let isOlder = false;
    const content = await this.#spool(
      redacted(file.content, redaction, (chunk) => {
        isOlder ||= older.look(chunk);
      }),
    );
    if (isOlder) {
      content.drop?.();
      return { action: 'dropped', reason: 'names stand in it in an encoding other than UTF-8 and UTF-16' };
    }
    if (redaction.changed) return { action: 'redacted', content };
    content.drop?.();
    return null;
  }

  rename(path: string): string {
    return redactedPath(this.#redactor, this.#commands, path);
  }

  told(reason: string): string {
    return this.#redactor.line(reason);
  }

  beside(): { aliases: AliasMap } {
    return { aliases: aliasMap(this.#redactor, this.#commands) };
  }
}

async function* redacted(
  content: FileContent,
  redaction: TextRedaction,
  look: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of content.chunks()) {
    look(chunk);
    yield* redaction.push(chunk, false);
  }
  yield* redaction.push(new Uint8Array(0), true);
}
