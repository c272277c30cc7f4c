// The kernel's exports, one module each; workers/kernel/ describes them for TypeScript.
export { allocate, release, reserve, reservedBytes } from './memory';
export { rowCount, setRowCount, columnChunk, columnChunkTable } from './columns';
export { crc32 } from './crc32';
export {
  inflateContext,
  inflateContextBytes,
  inflateEnter,
  inflateStart,
  inflateLeave,
  inflateRebuild,
  inflateRun,
} from './inflate';
