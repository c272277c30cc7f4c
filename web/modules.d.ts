/** A worker's whole code as a classic script (`.ci/worker-source.ts`). */
declare module '*?source' {
  const code: string;
  export default code;
}
