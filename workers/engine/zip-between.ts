import { zipEntries, type ZipEntry } from '../archive/zip';
import { DEFLATE, readFields, STORED, viewOf } from '../archive/zip-fields';
import { LOCAL_BYTES, LOCAL_HEADER } from '../archive/zip-entry';
import type { LayerRange } from '../bytes/layers';
import type { RandomAccess } from '../bytes/random-access';
import type { OtherEntry } from '../package/packed-file';
import type { RawName } from '../package/raw-name';
import type { CaseContent } from './case-content';

/** Most bytes of what a symbolic link leads to. */
const MAX_TARGET = 64 * 1024;
/** A name and an extra field may take this much. */
const MAX_HEADER = LOCAL_BYTES + 2 * 0xffff;
/** Header and name are looked for in so many bytes first. */
const NEAR = 1024;
const UNICODE_PATH = 0x7075;
const ASCII = /^[\0-\x7f]*$/;

/** Reads again what the case has no use for of a zip: folders, symbolic links, and names in their bytes. */
export class ZipBetween {
  readonly #content: CaseContent;
  readonly #pause: () => Promise<void>;

  /** @param pause called now and then; it throws where the work was cancelled */
  constructor(content: CaseContent, pause: () => Promise<void>) {
    this.#content = content;
    this.#pause = pause;
  }

  /** Folders and symbolic links of the zip that lies there, in their order. Fails with `unreadable`. */
  async *others({ layer, offset, size }: LayerRange): AsyncGenerator<OtherEntry> {
    const zip = this.#content.reader.access(layer, offset, size);
    for await (const entries of zipEntries(zip, () => undefined)) {
      for (const entry of entries) {
        await this.#pause();
        const other = await otherOf(zip, entry);
        if (other) yield other;
      }
    }
  }

  /**
   * The name of the entry whose data begins there, in its bytes; null where text says as much, or its header is not
   * there.
   */
  async nameAt({ layer, offset }: LayerRange, path: string): Promise<RawName | null> {
    if (ASCII.test(path)) return null;
    const { reader } = this.#content;
    for (const most of [NEAR, MAX_HEADER]) {
      const start = Math.max(0, offset - most);
      const bytes = await reader.read(layer, start, offset - start);
      const view = viewOf(bytes);
      for (let at = bytes.length - LOCAL_BYTES; at >= 0; at--) {
        if (bytes[at] !== 0x50 || view.getUint32(at, true) !== LOCAL_HEADER) continue;
        const header = localName(bytes.subarray(at));
        if (header && header.end === bytes.length - at) return header.isOf(path) ? header.raw : null;
      }
      if (start === 0) break;
    }
    return null;
  }
}

async function otherOf(zip: RandomAccess, entry: ZipEntry): Promise<OtherEntry | null> {
  const { kind, path, modified, mode, headerOffset } = entry;
  if (kind !== 'directory' && kind !== 'symlink') return null;
  const near = LOCAL_BYTES + path.length * 4 + NEAR;
  const bytes = await zip.read(headerOffset, Math.min(near, MAX_HEADER));
  const header = localName(bytes);
  const raw = header?.isOf(path) && !ASCII.test(path) ? header.raw : null;
  const target = kind === 'symlink' && header ? await targetOf(zip, entry, headerOffset + header.end) : null;
  // A link that leads nowhere is none.
  if (kind === 'symlink' && !target) return null;
  return {
    type: kind,
    path,
    raw,
    target: target ? new TextDecoder().decode(target) : '',
    rawTarget: target ? { bytes: target, zip: null } : null,
    modified,
    mode: mode || null,
    owner: null,
    records: [],
  };
}

/** What a symbolic link leads to is the content of its entry. */
async function targetOf(zip: RandomAccess, entry: ZipEntry, at: number): Promise<Uint8Array | null> {
  const { method, readable, packedBytes } = entry;
  if (!readable || packedBytes > MAX_TARGET) return null;
  const packed = new Uint8Array(await zip.read(at, packedBytes));
  if (method === STORED) return packed.length > 0 ? packed : null;
  if (method !== DEFLATE) return null;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const target = new Uint8Array(MAX_TARGET);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return length > 0 ? target.slice(0, length) : null;
      if (length + value.length > MAX_TARGET) return null;
      target.set(value, length);
      length += value.length;
    }
  } catch {
    return null;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** The name in a local header that these bytes begin with; null where they do not. */
function localName(bytes: Uint8Array) {
  const view = viewOf(bytes);
  if (bytes.length < LOCAL_BYTES || view.getUint32(0, true) !== LOCAL_HEADER) return null;
  const nameEnd = LOCAL_BYTES + view.getUint16(26, true);
  const end = nameEnd + view.getUint16(28, true);
  if (nameEnd > bytes.length) return null;
  const name = bytes.slice(LOCAL_BYTES, nameEnd);
  const extra = bytes.subarray(nameEnd, Math.min(end, bytes.length));
  const isUtf8 = (view.getUint16(6, true) & 2048) !== 0;
  const raw: RawName = { bytes: name, zip: { isUtf8, unicodePath: unicodePathIn(extra) } };
  const readBy = (unix: boolean) => readFields(view, { flags: 6, name, extra, headerOffset: 0, unix }).path;
  return { end, raw, isOf: (path: string) => readBy(true) === path || readBy(false) === path };
}

function unicodePathIn(extra: Uint8Array): Uint8Array | null {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > extra.length) return null;
    if (view.getUint16(at, true) === UNICODE_PATH) return extra.slice(at + 4, end);
    at = end;
  }
  return null;
}
