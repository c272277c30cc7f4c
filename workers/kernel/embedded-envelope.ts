import base64 from '../../assembly/build/envelope.wasm?base64';
import type { EnvelopeExports, EnvelopeKernel } from './envelope-kernel';
import { Kernel } from './kernel';

/** A fresh decryption kernel from the module that is part of this worker's own code: nothing is fetched. */
export async function embeddedEnvelopeKernel(): Promise<EnvelopeKernel> {
  compiled ??= WebAssembly.compile(Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)));
  return Kernel.load<EnvelopeExports>(await compiled);
}

let compiled: Promise<WebAssembly.Module> | null = null;
