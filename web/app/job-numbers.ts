let last = 0;

/** A number for a job of the engine that no other one of this page has, whoever asks for it. */
export function nextJob(): number {
  return ++last;
}
