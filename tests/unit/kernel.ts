import { readFile } from 'node:fs/promises';
import { Kernel, type MemoryExports } from '../../workers/kernel/kernel';

const path = new URL('../../assembly/build/kernel.wasm', import.meta.url);

/** A fresh instance of the built kernel (`npm run build:kernel`). */
export async function freshKernel<E extends MemoryExports>(): Promise<Kernel<E>> {
  return Kernel.load<E>(await readFile(path));
}
