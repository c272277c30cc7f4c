import base64 from '../../assembly/build/kernel.wasm?base64';
import { Kernel, type MemoryExports } from './kernel';

/** A fresh kernel from the module that is part of this worker's own code: nothing is fetched. */
export async function embeddedKernel<E extends MemoryExports>(): Promise<Kernel<E>> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  return Kernel.load<E>(await compiled);
}

let compiled: Promise<WebAssembly.Module> | null = null;
