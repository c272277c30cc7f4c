import { discard } from '../bytes/discard';
import { Failure } from '../failure';
import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { Hash } from '../kernel/sha';
import type { CaseContent } from './case-content';
import type { Job } from './jobs';
import { FIRST_VISIT_SOURCE } from './source';

/** Bytes of a dropped file read at a time. */
const PIECE_BYTES = 1024 * 1024;

/** What was dropped, told apart from everything else by its bytes. */
export interface SourceDigest {
  source: number;
  name: string;
  /** As dropped (compressed). */
  bytes: number;
  /** SHA-256, hexadecimal; of a folder that of its files one after another, in the order of their paths. */
  sha256: string;
}

/** Digests of the dropped files and folders, worked out when they are first asked for. */
export class SourceDigests {
  readonly #content: CaseContent;
  readonly #kernel: () => Promise<EnvelopeKernel>;
  readonly #known = new Map<number, string>();

  constructor(content: CaseContent, kernel: () => Promise<EnvelopeKernel>) {
    this.#content = content;
    this.#kernel = kernel;
  }

  /**
   * Of every dropped source; nested ones are part of theirs, and what is open for this visit only has none. Fails with
   * `cancelled` and `unreadable`.
   */
  async all(job: Job): Promise<SourceDigest[]> {
    const blobs = droppedBlobs(this.#content);
    const wanted = Array.from(blobs, ([source, blob]) => ({ source, blob: this.#content.blobs[blob]! }));
    const missing = wanted.filter(({ source }) => !this.#known.has(source));
    const total = missing.reduce((sum, { blob }) => sum + blob.size, 0);
    let done = 0;
    for (const { source, blob } of missing) {
      const { name } = this.#content.source(source);
      const before = done;
      const sha256 = await this.#digest(blob, name, job, (bytes) => job.advance(before + bytes, total));
      done += blob.size;
      this.#known.set(source, sha256);
    }
    return wanted.map(({ source, blob }) => ({
      source,
      name: this.#content.source(source).name,
      bytes: blob.size,
      sha256: this.#known.get(source)!,
    }));
  }

  async #digest(blob: Blob, name: string, job: Job, told: (bytes: number) => void): Promise<string> {
    const hash = new Hash(await this.#kernel(), 'SHA-256');
    try {
      for (let at = 0; at < blob.size; at += PIECE_BYTES) {
        job.check();
        const piece = await pieceOf(blob, at, name);
        hash.updateBytes(piece);
        told(at + piece.length);
        discard(piece);
      }
      return Array.from(hash.finish(), (byte) => byte.toString(16).padStart(2, '0')).join('');
    } finally {
      hash.dispose();
    }
  }

  /** SHA-256 of a text of our own (UTF-8), base64. */
  async ofText(text: string): Promise<string> {
    const hash = new Hash(await this.#kernel(), 'SHA-256');
    try {
      hash.updateBytes(new TextEncoder().encode(text));
      return btoa(String.fromCharCode(...hash.finish()));
    } finally {
      hash.dispose();
    }
  }
}

async function pieceOf(blob: Blob, at: number, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await blob
    .slice(at, at + PIECE_BYTES)
    .arrayBuffer()
    .catch(() => null);
  if (bytes?.byteLength === Math.min(PIECE_BYTES, blob.size - at)) return new Uint8Array(bytes);
  throw new Failure('unreadable', `"${name}" can no longer be read: was it moved or changed? Drop it again.`);
}

/** The Blob of each dropped source, by their numbers. */
export function droppedBlobs({ containers, files, layers }: CaseContent): Map<number, number> {
  // Texts unpacked out of an export of log streams are Blobs too: those lie in containers of their own.
  const unpacked = new Set<number>();
  const isUnpacked = containers.all.map(
    ({ kind, parent }) => kind === 'streams' || (kind === 'file' && parent !== null),
  );
  for (let id = 0; id < files.count; id++) {
    if (!isUnpacked[files.container(id)]) continue;
    const layer = layers.get(files.get(id).layer);
    if (layer.kind === 'blob') unpacked.add(layer.blob);
  }
  const dropped = layers.layers.flatMap((layer) =>
    layer.kind === 'blob' && !unpacked.has(layer.blob) ? [layer.blob] : [],
  );
  const roots = containers.all.filter(({ parent }) => parent === null);
  return new Map(
    roots.flatMap(({ source }, i): [number, number][] =>
      source < FIRST_VISIT_SOURCE ? [[source, dropped[i]!]] : [],
    ),
  );
}
