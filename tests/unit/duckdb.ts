import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A database in memory that reads files. */
export interface DuckDb {
  /** Rows of a query; whole numbers beyond 32 bits are texts, instants as DuckDB prints them. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  /** Writes a file for queries to name; its path. */
  file(name: string, bytes: Uint8Array): Promise<string>;
  close(): Promise<void>;
}

/** Null, with the reason, where its native package does not load: it has none for every platform. */
export async function openDuckDb(): Promise<DuckDb | { missing: string }> {
  const api = await import('@duckdb/node-api').catch((error: unknown) => String(error));
  if (typeof api === 'string') return { missing: api };
  const instance = await api.DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  const folder = await mkdtemp(join(tmpdir(), 'bundlescope-duckdb-'));
  return {
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    async file(name, bytes) {
      const path = join(folder, name);
      await writeFile(path, bytes);
      return path;
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
      await rm(folder, { recursive: true });
    },
  };
}
