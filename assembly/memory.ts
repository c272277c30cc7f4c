// Memory of the kernel: a bump allocator with free lists by power of two.
//
// The kernel holds flat buffers only (windows, column chunks, string arenas), so there is no garbage
// collector and no object header. Blocks of 64 KiB and more start at 64-byte boundaries.

const MIN_CLASS: u32 = 4; // 16 bytes
const CLASSES: u32 = 32;

const freeLists: usize = memory.data(4 * 32, 16);
let top: usize = 0;

// The power of two that holds `bytes`, as an exponent.
function sizeClass(bytes: u32): u32 {
  const c = bytes <= 16 ? MIN_CLASS : 32 - clz(bytes - 1);
  return c;
}

/**
 * A block of at least `bytes` bytes, 16-byte aligned (64 from 64 KiB up), not zeroed.
 * Grows the memory when needed, so views on `memory.buffer` made before the call may be detached.
 * Returns 0 when the memory can grow no further (4 GiB).
 */
export function allocate(bytes: u32): usize {
  const c = sizeClass(bytes);
  if (c >= CLASSES) return 0;
  const head = freeLists + ((<usize>c) << 2);
  const free = <usize>load<u32>(head);
  if (free) {
    store<u32>(head, load<u32>(free));
    return free;
  }
  return reserve((<u32>1) << c);
}

/** Gives a block from `allocate` back; `bytes` is what was asked for then. */
export function release(block: usize, bytes: u32): void {
  if (!block) return;
  const head = freeLists + ((<usize>sizeClass(bytes)) << 2);
  store<u32>(block, load<u32>(head));
  store<u32>(head, <u32>block);
}

/**
 * A block of exactly `bytes` bytes that is never given back. Returns 0 when memory is exhausted.
 */
export function reserve(bytes: u32): usize {
  if (!top) top = (__heap_base + 63) & ~63;
  const align: usize = bytes >= 65536 ? 63 : 15;
  const block = (top + align) & ~align;
  const end = <u64>block + <u64>bytes;
  const have = (<u64>memory.size()) << 16;
  if (end > 0xffff0000) return 0;
  if (end > have) {
    const pages = <i32>((end - have + 0xffff) >> 16);
    // Growing costs little but detaches views: take at least 1 MiB at a time.
    if (memory.grow(pages < 16 ? 16 : pages) < 0 && memory.grow(pages) < 0) return 0;
  }
  top = <usize>end;
  return block;
}

/** Bytes handed out so far, the free lists included. */
export function reservedBytes(): usize {
  return top;
}
