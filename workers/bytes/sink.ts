/**
 * A consumer of bytes that lie in kernel memory: the stages of unpacking (gzip, tar, log parser) are chained
 * through it, so that inflate, untar and parse work on one copy of the bytes.
 *
 * ```text
 * File slice ──copy──▶ [input window] ──GzipStream──▶ [output window] ──TarWalk──▶ ranges ──RecordParser──▶ columns
 *                                                            └─(rotated .gz) GzipStream ──▶ [its window] ──▶ …
 * ```
 */
export interface ByteSink {
  /**
   * Offers the bytes at [ptr, ptr + length) of kernel memory. Returns how many the sink has finished with; the
   * rest is offered again, contiguous with what follows (a partial line, half a header), at any other address.
   * The sink never leaves more than `MAX_LEFTOVER` bytes, and none when `final` is true (nothing follows).
   * At least `READ_SLACK` bytes behind the range can be read (their content is undefined).
   * The call may grow the kernel's memory.
   */
  push(ptr: number, length: number, final: boolean): number;

  /** True when the sink wants no more bytes; whoever feeds it may stop. Undefined means false. */
  readonly satisfied?: boolean;
}

/** The most bytes a sink may leave unconsumed. */
export const MAX_LEFTOVER = 128 * 1024;

/** Readable bytes behind every offered range, so that kernels can load whole vectors and words. */
export const READ_SLACK = 64;

/** A sink that counts and forgets. */
export class SkippingSink implements ByteSink {
  bytes = 0;
  push(_ptr: number, length: number): number {
    this.bytes += length;
    return length;
  }
}
