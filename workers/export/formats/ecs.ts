import type { ExportedRecord, ExportFormat, ExportStatement } from '../export-format';
import { encodedLines } from '../lines';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../sample-records';

/** The version of the Elastic Common Schema that the fields are of. */
const ECS_VERSION = '8.6.0';

/** What `process.pid` can hold; of some programs the number of a thread is a text. */
const PID = /^\d{1,15}$/;

/**
 * Lines of JSON with the fields of the Elastic Common Schema. What it has no field for are labels, which are texts
 * there. `@timestamp` must be there: a record without a time has that of the place where it stands in the timeline here,
 * and `labels.time_known_by` says so.
 * @see https://www.elastic.co/guide/en/ecs/current/ecs-field-reference.html
 */
const ecs: ExportFormat = {
  id: 'ecs',
  label: 'ECS (Elastic Common Schema)',
  extension: 'ndjson',
  type: 'application/x-ndjson',
  begin: (statement) => ({
    records: (records) =>
      encodedLines(records.map((record) => JSON.stringify(documentOf(record, statement)))),
    end: () => [],
  }),
  samples: [
    {
      statement: SAMPLE_STATEMENT,
      records: SAMPLE_RECORDS,
      lines: [
        '{"@timestamp":"2024-05-01T10:00:00.123Z","ecs":{"version":"8.6.0"},"message":"Task \\"vim.Task-7\\" ended,\\nwith 2 lines","event":{"kind":"event","module":"bundlescope","dataset":"bundlescope.vmacore","original":"2024-05-01T10:00:00.123456Z warning hostd[2099872] … Task \\"vim.Task-7\\" ended,\\n--> with 2 lines"},"log":{"level":"warning","logger":"Vimsvc.TaskManager","file":{"path":"var/run/log/hostd.log"}},"host":{"name":"esx01.example.com"},"user":{"name":"root"},"process":{"name":"hostd","pid":2099872},"trace":{"id":"esxui-1a2b-3c4d"},"labels":{"time_known_by":"stated","session_id":"52a1b2c3","source_name":"esx-esx01.example.com-2024-05-01.tgz","line":"17","lines":"2","export_query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","export_zone":"Europe/Berlin","export_digest":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","export_count":"3"}}',
        '{"@timestamp":"2024-05-01T09:50:00.000Z","ecs":{"version":"8.6.0"},"message":"=cmd|\'/c calc\'!A1\\u0000\ufffd","event":{"kind":"event","module":"bundlescope","dataset":"bundlescope.plain","original":"=cmd|\'/c calc\'!A1\\u0000\ufffd"},"log":{"file":{"path":"commands/uptime.txt"}},"labels":{"time_known_by":"file-modified","source_name":"esx-esx01.example.com-2024-05-01.tgz","line":"1","lines":"1","export_query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","export_zone":"Europe/Berlin","export_digest":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","export_count":"3"}}',
        '{"@timestamp":"2024-05-01T10:00:01.000Z","ecs":{"version":"8.6.0"},"message":"ready","event":{"kind":"event","module":"bundlescope","dataset":"bundlescope.vmacore","original":"2024-05-01T10:00:01 vpxa[worker-3] ready"},"log":{"level":"info","file":{"path":"vpxa-zdump.000/recovered.log"}},"host":{"name":"esx01.example.com"},"process":{"name":"vpxa","thread":{"name":"worker-3"}},"labels":{"time_known_by":"zone-assumed","source_name":"vpxa-zdump.000","line":"2","lines":"1","original_cut":"true","recovered_offset":"8192","recovered_inflated_at":"64","export_query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","export_zone":"Europe/Berlin","export_count":"3"}}',
      ],
    },
  ],
};

export default ecs;

function documentOf(record: ExportedRecord, statement: ExportStatement) {
  const { event, placed } = record;
  return {
    '@timestamp': new Date(placed.instant).toISOString(),
    ecs: { version: ECS_VERSION },
    message: event.message,
    event: {
      kind: 'event',
      module: 'bundlescope',
      dataset: `bundlescope.${record.format}`,
      original: event.raw,
    },
    log: {
      level: event.level ?? undefined,
      logger: event.component ?? undefined,
      file: { path: event.file },
    },
    host: event.host === null ? undefined : { name: event.host },
    user: event.user === null ? undefined : { name: event.user },
    process: processOf(record),
    trace: event.opId === null ? undefined : { id: event.opId },
    labels: labelsOf(record, statement),
  };
}

function processOf({ event: { process, pid } }: ExportedRecord) {
  if (process === null && pid === null) return undefined;
  return {
    name: process ?? undefined,
    ...(pid !== null && (PID.test(pid) ? { pid: Number(pid) } : { thread: { name: pid } })),
  };
}

function labelsOf({ event, placed, sourceName, digest }: ExportedRecord, statement: ExportStatement) {
  const number = (value: number | null | undefined) => value?.toString();
  return {
    time_known_by: placed.by,
    session_id: event.sid ?? undefined,
    source_name: sourceName,
    line: number(event.line),
    lines: number(event.lines),
    original_cut: event.rawCut ? 'true' : undefined,
    recovered_offset: number(event.recoveredAt?.offset),
    recovered_inflated_at: number(event.recoveredAt?.inflatedAt),
    export_query: statement.query,
    export_zone: statement.zone,
    export_digest: digest ?? undefined,
    export_count: number(statement.count),
  };
}
