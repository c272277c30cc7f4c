// Bytes that are secret: wiping and comparing.

/** Overwrites [at, at + length) with zeros. */
export function wipe(at: usize, length: usize): void {
  memory.fill(at, 0, length);
}

/** Whether two ranges of `length` bytes are equal, in a time that depends on the length only. */
export function equalBytes(a: usize, b: usize, length: usize): bool {
  let difference: u32 = 0;
  for (let i: usize = 0; i < length; i++) difference |= (<u32>load<u8>(a + i)) ^ (<u32>load<u8>(b + i));
  return difference == 0;
}

/** XORs the `length` bytes at `source`, a multiple of 16, into those at `target`. */
export function xorBytes(target: usize, source: usize, length: usize): void {
  for (const end = target + length; target < end; target += 16, source += 16) {
    v128.store(target, v128.xor(v128.load(target), v128.load(source)));
  }
}
