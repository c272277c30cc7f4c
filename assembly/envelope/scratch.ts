// Working memory of the ciphers, shared by all keys: what runs is never interrupted. It holds key streams, IVs
// and plain blocks while an exported function runs; each of them wipes what it used before it returns.

/** The bit-sliced state of one batch: 32 vectors. */
export const state: usize = memory.data(512, 64);
/** 32 blocks of input to a batch. */
export const input: usize = memory.data(512, 64);
/** 32 blocks of output: IVs, tweaks or key stream. */
export const output: usize = memory.data(512, 64);
/** Blocks in the making: tweaks of four sectors, or the sliced counters. */
export const wide: usize = memory.data(2048, 64);

/** Forgets everything above. */
export function wipeScratch(): void {
  memory.fill(state, 0, 512);
  memory.fill(input, 0, 512);
  memory.fill(output, 0, 512);
  memory.fill(wide, 0, 2048);
}
