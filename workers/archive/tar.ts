import type { ByteSink } from '../bytes/sink';
import type { Kernel } from '../kernel/kernel';
import {
  nameDecoder,
  NO_HEADER,
  STOP_BAD,
  STOP_SPECIAL,
  STOP_ZEROS,
  TarScan,
  ZEROS,
  type TarExports,
} from '../kernel/tar';
import type { Warning } from '../warning';
import { readPax, type PaxRecords } from './pax';
import { MAX_PIECES, readOldPieces, SparseMapReader, sparsePieces } from './sparse-map';
import {
  BLOCK,
  FIFO,
  GLOBAL_PAX,
  HARDLINK,
  isMeta,
  isSize,
  KINDS,
  LONG_LINK,
  LONG_NAME,
  MAX_META,
  padded,
  SPARSE,
  type TarEntry,
  type TarHandler,
} from './tar-entry';
import type { State } from './tar-state';
import { limitWarnings } from './warning-limit';

export type { TarEntry, TarEntryKind, TarHandler } from './tar-entry';

const AT_HEADER: State = { at: 'header' };

/**
 * Walks a tar that is offered piece by piece in kernel memory, and hands the data of its entries on in place.
 *
 * Headers are read by the kernel, hundreds in one call where entries are small (assembly/tar.ts); what needs a
 * closer look (PAX records, long names, sparse maps) stops the scan and is read here. Reads v7, ustar, GNU and PAX.
 */
export class TarWalk implements ByteSink {
  readonly #kernel: Kernel<TarExports>;
  readonly #handler: TarHandler;
  readonly #scan: TarScan;
  readonly #listener: (warning: Warning) => void;
  #state: State = AT_HEADER;
  /** Offset in the tar of the first byte not consumed. */
  #offset = 0;
  /** What PAX records and long names say of the next entry; null when they say nothing. */
  #records: PaxRecords | null = null;
  /** What global PAX records say of all entries that follow. */
  #global: PaxRecords | null = null;
  /** PAX records or long names, put together here; used again and again. */
  #meta = new Uint8Array(1024);
  /** True when nothing more can be done with the bytes at hand. */
  #waiting = false;

  constructor(kernel: Kernel<TarExports>, handler: TarHandler) {
    this.#kernel = kernel;
    this.#handler = handler;
    this.#scan = new TarScan(kernel);
    this.#listener = limitWarnings((warning) => handler.warning(warning), 'tar-more-warnings');
  }

  push(ptr: number, length: number, final: boolean): number {
    let at = 0;
    this.#waiting = false;
    while (!this.#waiting) {
      const used = this.#step(ptr + at, length - at, final);
      at += used;
      this.#offset += used;
    }
    if (!final) return at;
    this.#finish(ptr + at, length - at);
    return length;
  }

  /** Does what can be done in the present state; returns the bytes consumed. */
  #step(ptr: number, length: number, final: boolean): number {
    const state = this.#state;
    switch (state.at) {
      case 'header':
        return this.#readHeaders(ptr, length, final);
      case 'data':
        return this.#passData(state, ptr, length);
      case 'padding':
        return this.#passPadding(state, length);
      case 'meta':
        return this.#readMeta(state, ptr, length);
      case 'old-map':
        return this.#readOldMap(state, ptr, length);
      case 'map':
        return this.#readMap(state, ptr, length);
      case 'lost':
      case 'ended':
        return this.#findHeader(state, ptr, length);
    }
  }

  #wait(used = 0): number {
    this.#waiting = true;
    return used;
  }

  // -- headers

  #readHeaders(ptr: number, length: number, final: boolean): number {
    if (length < BLOCK) return this.#wait();
    const scan = this.#scan;
    const alone = this.#records !== null || this.#global !== null;
    scan.scan(ptr, length, alone ? 1 : undefined);
    if (scan.rows > 0 && alone) return this.#readClosely(ptr, length, final);
    const plain = scan.stop === STOP_SPECIAL ? scan.rows - 1 : scan.rows;
    let used = 0;
    for (let row = 0; row < plain; row++) {
      used = this.#enter(this.#entryOf(row), ptr, scan.offset(row) + BLOCK, length);
    }
    // What stopped the scan is looked at when it stands first.
    if (plain > 0) return used;
    if (scan.stop === STOP_ZEROS) return this.#readZeros(ptr, length);
    if (scan.stop === STOP_BAD)
      return this.#lose('tar-bad-header', '', 'not a header, or its checksum is wrong');
    return this.#readClosely(ptr, length, final);
  }

  #entryOf(row: number): TarEntry {
    const scan = this.#scan;
    const size = scan.size(row);
    return {
      path: scan.path(row),
      kind: KINDS[scan.type(row)] ?? 'other',
      size,
      dataOffset: this.#offset + scan.offset(row) + BLOCK,
      storedBytes: size,
      modified: scan.modified(row),
      mode: scan.mode(row),
      linkTarget: scan.linkTarget(row),
      sparse: null,
    };
  }

  /**
   * Hands over an entry whose data begins at `at`. Returns where the next header is; when the data goes on behind
   * `length`, where it begins.
   */
  #enter(entry: TarEntry, ptr: number, at: number, length: number): number {
    const sink = this.#handler.entry(entry);
    const end = at + padded(entry.storedBytes);
    if (end <= length) {
      sink?.push(ptr + at, entry.storedBytes, true);
      this.#state = AT_HEADER;
      return end;
    }
    this.#state = { at: 'data', entry, sink, left: entry.storedBytes };
    return at;
  }

  #readZeros(ptr: number, length: number): number {
    if (length < 2 * BLOCK) return this.#wait();
    if (this.#kernel.exports.tarBlock(ptr + BLOCK) === ZEROS) {
      this.#state = { at: 'ended' };
      this.#records = null;
      return 2 * BLOCK;
    }
    this.#warn(
      'tar-zero-block',
      '',
      this.#offset,
      'one block of zeros between entries; two would be the end',
    );
    return BLOCK;
  }

  /** Gives up on what stands here, `skip` bytes of it at least: reading goes on at the next header. */
  #lose(code: string, path: string, reason: string, skip = BLOCK): number {
    this.#state = { at: 'lost', code, path, from: this.#offset, reason };
    this.#records = null;
    return skip;
  }

  #findHeader(state: State & { at: 'lost' | 'ended' }, ptr: number, length: number): number {
    const whole = length - (length % BLOCK);
    const found = this.#kernel.exports.tarFind(ptr, whole);
    if (found === whole) return this.#wait(whole);
    this.#state = AT_HEADER;
    const at = this.#offset + found;
    if (state.at === 'lost') {
      this.#warn(
        state.code,
        state.path,
        state.from,
        `${state.reason}: bytes ${state.from} to ${at} are not read`,
      );
    } else {
      this.#global = null;
      this.#warn('tar-concatenated', '', at, 'another archive follows the end mark; it is read too');
    }
    return found;
  }

  // -- headers that need a closer look

  /** Reads the first row of the scan with all that PAX records and its own type say. */
  #readClosely(ptr: number, length: number, final: boolean): number {
    const type = this.#scan.type(0);
    if (isMeta(type)) return this.#beginMeta(type, this.#scan.size(0));
    const entry = this.#entryOf(0);
    const records: PaxRecords = this.#global ? { ...this.#global, ...this.#records } : (this.#records ?? {});
    const path = records.sparseName ?? records.path ?? entry.path;
    let size = records.size ?? entry.size;
    if (!isSize(size)) return this.#lose('tar-bad-size', path, `a size of ${size} bytes`);
    if (type > HARDLINK && type <= FIFO) size = 0; // what some writers state for links and folders
    if (type === HARDLINK && size > 0) {
      // Some writers state the size of the target, some store the data again: the next block tells.
      if (length < 2 * BLOCK && !final) return this.#wait();
      const hasData = length >= 2 * BLOCK && this.#kernel.exports.tarBlock(ptr + BLOCK) === NO_HEADER;
      if (!hasData) size = 0;
    }
    entry.path = path;
    entry.size = entry.storedBytes = size;
    entry.modified = records.modified ?? entry.modified;
    entry.linkTarget = records.linkTarget ?? entry.linkTarget;
    this.#records = null;
    if (type === SPARSE) return this.#beginOldMap(entry, ptr, length);
    if (records.sparseMajor === 1) {
      this.#state = { at: 'map', entry, realSize: records.sparseSize ?? null, reader: new SparseMapReader() };
      return BLOCK;
    }
    if (records.sparsePieces) this.#takeMap(entry, records.sparsePieces, records.sparseSize ?? null);
    return this.#enter(entry, ptr, BLOCK, length);
  }

  #beginMeta(type: number, size: number): number {
    if (!isSize(size)) return this.#lose('tar-bad-size', this.#scan.path(0), `a size of ${size} bytes`);
    if (size > MAX_META) {
      const message = `${size} bytes of records or name for one entry (${MAX_META} at most): not read`;
      this.#warn('tar-bad-pax', this.#scan.path(0), this.#offset, message);
    } else if (size > this.#meta.length) {
      this.#meta = new Uint8Array(Math.max(size, 2 * this.#meta.length));
    }
    this.#state = { at: 'meta', type, size, left: size };
    return BLOCK;
  }

  #readMeta(meta: State & { at: 'meta' }, ptr: number, length: number): number {
    const used = Math.min(length, meta.left);
    const kept = meta.size <= MAX_META;
    if (kept) this.#meta.set(this.#kernel.bytes().subarray(ptr, ptr + used), meta.size - meta.left);
    meta.left -= used;
    if (meta.left > 0) return this.#wait(used);
    if (kept) this.#takeMeta(meta.type, this.#meta.subarray(0, meta.size), this.#offset + used - meta.size);
    this.#state = { at: 'padding', left: padded(meta.size) - meta.size };
    return used;
  }

  #takeMeta(type: number, body: Uint8Array, offset: number): void {
    if (type === LONG_NAME || type === LONG_LINK) {
      const name = nameDecoder.decode(body).replace(/\0+$/, '').replaceAll('\0', '\ufffd');
      if (name) this.#records = { ...this.#records, [type === LONG_NAME ? 'path' : 'linkTarget']: name };
      return;
    }
    const isGlobal = type === GLOBAL_PAX;
    const records: PaxRecords = { ...(isGlobal ? this.#global : this.#records) };
    const wrong = readPax(body, records);
    if (wrong) this.#warn('tar-bad-pax', this.#scan.path(0), offset, `${wrong}: that record is not used`);
    if (!isGlobal) this.#records = records;
    else if (Object.keys(records).length > 0) this.#global = records;
  }

  // -- sparse files

  /** Puts the map into the entry, or says why the stored bytes are shown as they are. */
  #takeMap(entry: TarEntry, numbers: readonly number[], realSize: number | null): void {
    const size = realSize ?? (numbers.at(-2) ?? 0) + (numbers.at(-1) ?? 0);
    const pieces = sparsePieces(numbers, size, entry.storedBytes);
    if (typeof pieces === 'string') {
      this.#refuseMap(entry, pieces);
    } else {
      entry.size = size;
      entry.sparse = pieces;
    }
  }

  #refuseMap(entry: TarEntry, reason: string): void {
    entry.size = entry.storedBytes;
    const message = `a sparse file, but ${reason}: shown as it is stored, without its holes`;
    this.#warn('tar-bad-sparse', entry.path, entry.dataOffset, message);
  }

  /** An old GNU sparse header holds four pieces; flagged, more follow in blocks of 21. */
  #beginOldMap(entry: TarEntry, ptr: number, length: number): number {
    const realSize = this.#kernel.exports.tarNumber(ptr + 483, 12);
    const numbers: number[] = [];
    readOldPieces(this.#kernel, ptr + 386, 4, numbers);
    if (this.#kernel.bytes()[ptr + 482] !== 0) {
      this.#state = { at: 'old-map', entry, realSize, numbers };
      return BLOCK;
    }
    this.#takeMap(entry, numbers, realSize);
    return this.#enter(entry, ptr, BLOCK, length);
  }

  #readOldMap(state: State & { at: 'old-map' }, ptr: number, length: number): number {
    if (length < BLOCK) return this.#wait();
    const { entry, numbers } = state;
    // Past the limit the map is refused anyway, so its numbers need not be kept.
    if (numbers.length <= 2 * MAX_PIECES) readOldPieces(this.#kernel, ptr, 21, numbers);
    entry.dataOffset += BLOCK;
    if (this.#kernel.bytes()[ptr + 504] !== 0) return BLOCK;
    this.#takeMap(entry, numbers, state.realSize);
    return this.#enter(entry, ptr, BLOCK, length);
  }

  #readMap(state: State & { at: 'map' }, ptr: number, length: number): number {
    const { entry, reader } = state;
    if (entry.storedBytes < BLOCK) {
      this.#refuseMap(entry, 'its map has no end');
      return this.#enter(entry, ptr, 0, length);
    }
    if (length < BLOCK) return this.#wait();
    reader.read(this.#kernel.bytes().subarray(ptr, ptr + BLOCK));
    entry.dataOffset += BLOCK;
    entry.storedBytes -= BLOCK;
    if (!reader.done) return BLOCK;
    if (reader.wrong) this.#refuseMap(entry, reader.wrong);
    else this.#takeMap(entry, reader.numbers, state.realSize);
    return this.#enter(entry, ptr, BLOCK, length);
  }

  // -- data

  #passData(data: State & { at: 'data' }, ptr: number, length: number): number {
    const { entry, sink, left } = data;
    if (left <= length) {
      sink?.push(ptr, sink.satisfied ? 0 : left, true);
      this.#state = { at: 'padding', left: padded(entry.storedBytes) - entry.storedBytes };
      return left;
    }
    const used = sink && !sink.satisfied && length > 0 ? sink.push(ptr, length, false) : length;
    data.left -= used;
    return this.#wait(used);
  }

  #passPadding(padding: State & { at: 'padding' }, length: number): number {
    const used = Math.min(length, padding.left);
    padding.left -= used;
    if (padding.left > 0) return this.#wait(used);
    this.#state = AT_HEADER;
    return used;
  }

  // -- the end

  /** Nothing follows; `length` bytes are left. */
  #finish(ptr: number, length: number): void {
    const state = this.#state;
    const end = this.#offset + length;
    if (state.at === 'data') {
      const { entry, sink, left } = state;
      sink?.push(ptr, sink.satisfied ? 0 : length, true);
      const have = entry.storedBytes - left + length;
      this.#warn(
        'tar-truncated',
        entry.path,
        end,
        `has ${have} of ${entry.storedBytes} bytes: the archive ends here`,
      );
    } else if (state.at === 'meta') {
      this.#warn('tar-truncated', this.#scan.path(0), end, 'the archive ends inside the records of an entry');
    } else if (state.at === 'old-map' || state.at === 'map') {
      this.#warn('tar-truncated', state.entry.path, end, 'the archive ends inside the map of a sparse file');
    } else if (state.at === 'lost') {
      const message = `${state.reason}: bytes ${state.from} to ${end} are not read, no header follows`;
      this.#warn(state.code, state.path, state.from, message);
    } else if (state.at !== 'ended') {
      this.#finishOutside(ptr, length, end);
    }
    this.#handler.end();
  }

  /** The archive ends between entries, but without its end mark. */
  #finishOutside(ptr: number, length: number, end: number): void {
    const rest = this.#kernel.bytes().subarray(ptr, ptr + length);
    if (rest.some((byte) => byte !== 0)) {
      this.#warn('tar-truncated', '', end, 'the archive ends inside a header');
    } else if (length === 0 && end > 0) {
      this.#warn('tar-no-end', '', end, 'the archive ends without its end mark: entries may be missing');
    }
  }

  #warn(code: string, path: string, offset: number, message: string): void {
    this.#listener({ code, path, offset, message });
  }
}
