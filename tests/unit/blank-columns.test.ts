import { expect, it } from 'vitest';
import { blankColumns, CHUNK_BYTES, CHUNK_ROWS, columnChunk } from '../../workers/kernel/columns';
import type { EngineExports } from '../../workers/kernel/engine-kernel';
import { freshKernel } from './kernel';

it('blanks every column of a chunk from a row on, and nothing before it', async () => {
  const kernel = await freshKernel<EngineExports>();
  const at = kernel.exports.columnChunk(0) >>> 0;
  const used = () => {
    kernel.exports.setRowCount(CHUNK_ROWS);
    const { rows, ...columns } = columnChunk(kernel, 0);
    expect(rows).toBe(CHUNK_ROWS);
    return Object.values(columns).map((column) => {
      const { BYTES_PER_ELEMENT: width } = column;
      const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
      return bytes.findLastIndex((byte) => byte !== 0) / width;
    });
  };
  for (const rows of [CHUNK_ROWS, CHUNK_ROWS - 1, 1000, 1, 0, -5]) {
    const chunk = new Uint8Array(CHUNK_BYTES).fill(7);
    blankColumns(chunk, rows);
    kernel.bytes().set(chunk, at);
    expect(used().map(Math.floor)).toEqual(Array.from({ length: 11 }, () => Math.max(0, rows) - 1));
    expect(chunk.filter((byte) => byte === 7)).toHaveLength(Math.max(0, rows) * 39);
  }
});
