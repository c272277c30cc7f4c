/** Gives so many fresh random bytes, at most 65,536. Tests bring their own, to write a known file again. */
export type Randomness = (bytes: number) => Uint8Array;

/** The browser's, which every origin has. */
export const freshRandomness: Randomness = (bytes) => crypto.getRandomValues(new Uint8Array(bytes));
