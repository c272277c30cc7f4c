/** A WASM module's bytes in base64 (`.ci/worker-source.ts`). */
declare module '*.wasm?base64' {
  const base64: string;
  export default base64;
}
