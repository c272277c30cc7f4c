// The kernel's exports, one module each; workers/kernel/ describes them for TypeScript.
export { allocate, release, reserve, reservedBytes } from './memory';
export { rowCount, setRowCount, columnChunk, columnChunkTable } from './columns';
export { tarReport, tarScan, tarFind, tarBlock, tarNumber } from './tar';
