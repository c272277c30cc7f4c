// The kernel's exports, one module each; workers/kernel/ describes them for TypeScript.
export { allocate, release, reserve, reservedBytes } from './memory';
export { rowCount, setRowCount, columnChunk, columnChunkTable } from './columns';
export {
  clearDictionaries,
  dictionaryEntry,
  dictionarySize,
  internString,
  matchDictionary,
  readDictionaries,
  storedDictionaryBytes,
  writeDictionaries,
} from './intern';
export {
  beginFile,
  describedField,
  describedKnown,
  describedLength,
  describedLevel,
  describedMarks,
  describedTime,
  describeLine,
  fileLines,
  offsetWrapRows,
  offsetWraps,
  parseText,
  probeFormat,
} from './records';
export { fixYears, fileTimeSpan } from './years';
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
export { orderBlockTable } from './order-blocks';
export { sortByTime } from './order';
export {
  matchLevels,
  matchTable16,
  matchTable32,
  matchTime,
  setBits,
  andBits,
  orBits,
  invertBits,
  countBits,
  orderBits,
} from './filter';
export { countByTime, countLevels, timeSpan, nextLevel } from './histogram';
export { searchRecords, searchLines, searchResume, firstNonAscii } from './search';
export { tarReport, tarScan, tarFind, tarBlock, tarNumber } from './tar';
