import { discard } from '../bytes/discard';
import { DumpInspection, PIECE_BYTES } from '../dump/inspect';
import { ARCHIVE_KINDS, dumpKind } from '../dump/dump-kind';
import { readEnvelopeHeader } from '../envelope/envelope-header';
import { wipe } from '../envelope/secret-bytes';
import { Failure } from '../failure';
import type { EngineKernel } from '../kernel/engine-kernel';
import type {
  DecryptedDump,
  DecryptOptions,
  DumpReport,
  DumpText,
  FileReference,
  InspectOptions,
} from '../public-api';
import { BlobParts } from './blob-parts';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { CaseEnvelopes } from './case-envelopes';
import type { Decryptions } from './decryptions';
import { isoTime } from './record-texts';
import { decryptedName, type Visit } from './visits';

const DEFAULT_STRINGS = 1_000;
const MAX_STRINGS = 100_000;
/** Bytes that tell whether plain data is an archive. */
const HEAD_BYTES = 24 * 1024;

type OpenedEnvelope = NonNullable<Visit['envelope']>;

/** Looks into envelopes: tells what there is, or gets it ready to be opened into the case. */
export class Inspections {
  readonly #content: CaseContent;
  readonly #envelopes: CaseEnvelopes;
  readonly #decryptions: Decryptions;
  readonly #kernel: () => Promise<EngineKernel>;

  /** @param kernel gives a fresh one for each inspection */
  constructor(
    content: CaseContent,
    envelopes: CaseEnvelopes,
    decryptions: Decryptions,
    kernel: () => Promise<EngineKernel>,
  ) {
    this.#content = content;
    this.#envelopes = envelopes;
    this.#decryptions = decryptions;
    this.#kernel = kernel;
  }

  /** Fails as `Decryptions.toBlob` does, but for `too-large`. */
  async inspect(job: number, envelope: Blob | FileReference, options: InspectOptions): Promise<DumpReport> {
    const source = this.#envelopes.source(envelope);
    const reference = source.file === null ? Date.now() : this.#content.referenceTime(source.file);
    const { contentType } = await readEnvelopeHeader(source.access, options.offset);
    const { filter = '', limit = DEFAULT_STRINGS } = options.strings ?? {};
    const strings = Math.min(Math.max(0, Math.floor(limit)), MAX_STRINGS);
    const kernel = await this.#kernel();
    const inspection = new DumpInspection(kernel, { contentType, filter, strings });
    const breath = new Breath();
    try {
      const outcome = await this.#decryptions.run(job, envelope, withoutHeader(options), {
        begin: () => undefined,
        take: (chunk) => pushed(inspection, chunk, breath),
      });
      inspection.end();
      return report(inspection, outcome, reference, strings, this.#envelopes.pathOf(source));
    } finally {
      breath.end();
      inspection.wipe();
      kernel.bytes().fill(0);
    }
  }

  /**
   * Gets what an envelope holds ready to be opened into the case. Fails as `Decryptions.toBlob` does, and with
   * `nothing-inside`.
   */
  async visit(job: number, envelope: FileReference, options: DecryptOptions): Promise<Visit> {
    const source = this.#envelopes.source(envelope);
    const file = source.file!;
    const known = { source: this.#content.sourceOf(file), path: this.#content.shownPath(file) };
    const modified = this.#content.referenceTime(file);
    const { contentType } = await readEnvelopeHeader(source.access, options.offset);
    const kernel = await this.#kernel();
    const inspection = new DumpInspection(kernel, { contentType, filter: '', strings: 0 });
    const blob = new BlobParts();
    const breath = new Breath();
    let isArchive: boolean | null = null;
    const take = async (chunk: Uint8Array) => {
      isArchive ??= isArchiveHead(chunk, contentType);
      if (isArchive) await blob.add(chunk);
      else await pushed(inspection, chunk, breath);
    };
    let lines = true;
    try {
      await this.#decryptions.run(job, envelope, withoutHeader(options), { begin: () => undefined, take });
      if (isArchive) {
        const whole = new File([blob.blob()], decryptedName(known.path), { lastModified: modified });
        return archiveVisit(known, whole);
      }
      inspection.end();
      lines = false;
      return logVisit(known, inspection, modified);
    } catch (error) {
      if (lines) inspection.log.wipe();
      throw error;
    } finally {
      blob.drop();
      breath.end();
      inspection.dispose();
      kernel.bytes().fill(0);
    }
  }
}

/** Tells by the first chunk what plain data is; a chunk is as long as a head where there is so much. */
function isArchiveHead(chunk: Uint8Array, contentType: string | null): boolean {
  return ARCHIVE_KINDS.includes(dumpKind(chunk.subarray(0, HEAD_BYTES), chunk.length, contentType));
}

/** The clear header in front of a dump is no part of what it holds. */
function withoutHeader(options: DecryptOptions): DecryptOptions {
  return { ...options, withHeader: false };
}

/** Hands a chunk on in pieces that take little time each, and wipes it. */
async function pushed(inspection: DumpInspection, chunk: Uint8Array, breath: Breath): Promise<void> {
  try {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) {
      inspection.push(chunk.subarray(at, at + PIECE_BYTES));
      if (breath.due) await breath.take();
    }
  } finally {
    wipe(chunk);
    discard(chunk);
  }
}

function report(
  inspection: DumpInspection,
  { authenticated, warnings }: Omit<DecryptedDump, 'blob'>,
  reference: number,
  limit: number,
  path: string,
): DumpReport {
  const { log, crash, strings, streams } = inspection;
  const span = log.span(reference);
  return {
    kind: inspection.kind,
    bytes: inspection.bytes,
    authenticated,
    strings: {
      total: strings.total,
      first: strings.first.map(({ offset, inflatedAt, text }) => ({ offset, inflatedAt, text })),
    },
    zlibStreams: [...streams],
    recovered: {
      lines: log.lines,
      formats: Object.fromEntries(log.logs.map(({ format, lines }) => [format.label, lines])),
      from: span && isoTime(span.first),
      to: span && isoTime(span.last),
      crash: [...crash.lines],
      first: firstLines(inspection, limit),
    },
    lookedFor: inspection.lookedFor,
    warnings: [...warnings, ...inspection.warnings(path)],
  };
}

function firstLines({ log }: DumpInspection, limit: number): DumpText[] {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const first: DumpText[] = [];
  for (const lines of log.logs) {
    const { text } = lines;
    let at = 0;
    for (let line = 0; line < lines.lines && first.length < limit; line++) {
      const end = text.indexOf(10, at);
      first.push({ ...lines.place(line), text: decoder.decode(text.subarray(at, Math.min(end, at + 4096))) });
      at = end + 1;
    }
  }
  return first;
}

function archiveVisit(envelope: OpenedEnvelope, file: File): Visit {
  const name = decryptedName(envelope.path);
  return {
    envelope,
    dropped: { name, inputs: [{ file, folderPath: name }], isFolder: true, visitOnly: true },
    places: [null],
  };
}

/** One file for each format; most of a dump's lines are of one, whose file has the plain name. */
function logVisit(envelope: OpenedEnvelope, { log, lookedFor }: DumpInspection, modified: number): Visit {
  const { logs } = log;
  if (logs.length === 0) {
    const what = lookedFor.join('; ');
    throw new Failure(
      'nothing-inside',
      `${envelope.path} holds no archive and no line of a log that is known. Looked for: ${what}`,
    );
  }
  const folder = decryptedName(envelope.path);
  const inputs = logs.map(({ format, text }, i) => ({
    file: new File([text], 'recovered.log', { lastModified: modified }),
    folderPath: `${folder}/recovered${i === 0 ? '' : `-${format.id}`}.log`,
  }));
  const formats = logs.map(({ format }) => format);
  // The text is in the Blobs now: what is kept besides is where each line was.
  for (const lines of logs) lines.wipeText();
  return {
    envelope,
    dropped: { name: folder, inputs, isFolder: true, visitOnly: true, formats },
    places: logs,
  };
}
