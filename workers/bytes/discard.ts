/** Smaller buffers than this are the garbage collector's: a message costs more than they take. */
const LEAST_BYTES = 64 << 10;

let nowhere: MessagePort | null = null;

/**
 * Gives the memory of a whole buffer back now, and detaches it: the garbage collector comes late for memory outside
 * its heap, and each worker would let a hundred MB pile up. The buffer is sent to a port that nobody has the other
 * end of. (`transfer(0)` only looks like it: in Chromium 156 the memory stays, and is no longer counted.)
 * The buffers must be the caller's own, and no other view on them be needed. What is a view on a part only, small, or
 * cannot be sent is left to the collector. Wipe first what was secret.
 */
export function discard(...buffers: Uint8Array[]): void {
  for (const { buffer, byteLength } of buffers) {
    if (!(buffer instanceof ArrayBuffer)) continue;
    if (byteLength < LEAST_BYTES || byteLength !== buffer.byteLength) continue;
    nowhere ??= portToNowhere();
    try {
      nowhere.postMessage(null, [buffer]);
    } catch {
      // It is not one that can be detached.
    }
  }
}

function portToNowhere(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
