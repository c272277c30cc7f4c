import type { OpenCase } from '../../workers/engine/open-case';
import { agencyList } from '../../workers/eam/agency-list';
import { EAM_CASE } from '../../workers/eam/eam-case';
import { diagnosis } from '../../workers/findings/diagnosis';
import { RULES } from '../../workers/findings/registry';
import { exportedOperations, publicRecord } from '../../workers/trace/export/exported-operations';
import { operations } from '../../workers/trace/operations';
import { unwatched } from './analysis-case';
import { modelSource } from './findings-of';

const EVERYTHING = { limit: 10_000 };

/** What `window.bundlescope` says of a case, as plain data: facts, records, operations, findings, HSM events, agents. */
export async function resultsOf(open: OpenCase): Promise<Record<string, unknown>> {
  const { reader, content, hsm, analyses } = open;
  const records: unknown[] = [];
  for await (const batch of reader.records('', unwatched())) {
    records.push(...batch);
  }
  const all = await analyses.get(operations);
  const rows = Uint32Array.from(all.operations, (_, row) => row);
  const ndjson = await exportedOperations(all, rows, 'ndjson', async () => undefined);
  const models = modelSource(reader);
  const findings = await (await diagnosis(models, RULES)).run(reader, unwatched());
  return plain({
    hosts: content.hosts,
    records,
    operations: all.operations.map((_, row) => publicRecord(all, row)),
    exported: await ndjson.blob.text(),
    sessions: all.sessions,
    findings,
    agencies: agencyList(await EAM_CASE.run(reader, unwatched())),
    hsmEvents: (await hsm.events(EVERYTHING)).events,
    hsmFindings: await hsm.findings(),
    hsmKeys: await hsm.keys(),
    hsmSessions: await hsm.sessions(),
    hsmUsers: await hsm.users(),
    hsmCertificates: await hsm.certificates(),
  });
}

/** Numbers of rows, files and sources left out, which differ where files were dropped. */
function plain<T>(value: T): T {
  const skipped = new Set(['row', 'source', 'file']);
  return JSON.parse(
    JSON.stringify(value, (key, one: unknown) =>
      skipped.has(key) && typeof one === 'number' ? undefined : one,
    ),
  ) as T;
}

/** The same with every text changed. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), mapTexts(one, change)]));
}
