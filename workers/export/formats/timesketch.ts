import type { ExportedRecord, ExportFormat, ExportStatement, PlacedBy } from '../export-format';
import { encodedLines } from '../lines';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../sample-records';

/** What the time of a record is. */
const DESCRIPTIONS: Record<PlacedBy, string> = {
  stated: 'Log time',
  'zone-assumed': 'Log time, stated without a zone: UTC is assumed',
  'year-inferred': 'Log time, stated without a year: the year is inferred',
  inherited: 'Time of the record before: this one states none',
  'next-record': 'Time of the next record that states one: this one states none',
  'file-modified': 'File last written: its records state no time',
  opened: 'File opened in Bundlescope: neither its records nor its archive state a time',
};

/**
 * Timesketch's JSON lines: `message`, `datetime`, `timestamp` (microseconds since 1970) and `timestamp_desc` are what it
 * needs of each event, everything else are attributes. It cannot hold a record without a time, so that such a one stands
 * where it stands in the timeline here, and `timestamp_desc` says so.
 * @see https://timesketch.org/guides/user/import-from-json-csv/
 */
const timesketch: ExportFormat = {
  id: 'timesketch',
  label: 'Timesketch (JSON lines)',
  extension: 'jsonl',
  type: 'application/x-ndjson',
  begin: (statement) => ({
    records: (records) => encodedLines(records.map((record) => JSON.stringify(eventOf(record, statement)))),
    end: () => [],
  }),
  samples: [
    {
      statement: SAMPLE_STATEMENT,
      records: SAMPLE_RECORDS,
      lines: [
        '{"message":"Task \\"vim.Task-7\\" ended,\\nwith 2 lines","datetime":"2024-05-01T10:00:00.123+00:00","timestamp":1714557600123000,"timestamp_desc":"Log time","data_type":"bundlescope:log:vmacore","time_known_by":"stated","level":"warning","process":"hostd","pid":"2099872","component":"Vimsvc.TaskManager","op_id":"esxui-1a2b-3c4d","session_id":"52a1b2c3","username":"root","hostname":"esx01.example.com","file":"var/run/log/hostd.log","line":17,"lines":2,"source_name":"esx-esx01.example.com-2024-05-01.tgz","raw":"2024-05-01T10:00:00.123456Z warning hostd[2099872] … Task \\"vim.Task-7\\" ended,\\n--> with 2 lines","export_query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","export_zone":"Europe/Berlin","export_digest":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","export_count":3}',
        '{"message":"=cmd|\'/c calc\'!A1\\u0000\ufffd","datetime":"2024-05-01T09:50:00.000+00:00","timestamp":1714557000000000,"timestamp_desc":"File last written: its records state no time","data_type":"bundlescope:log:plain","time_known_by":"file-modified","file":"commands/uptime.txt","line":1,"lines":1,"source_name":"esx-esx01.example.com-2024-05-01.tgz","raw":"=cmd|\'/c calc\'!A1\\u0000\ufffd","export_query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","export_zone":"Europe/Berlin","export_digest":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","export_count":3}',
        '{"message":"ready","datetime":"2024-05-01T10:00:01.000+00:00","timestamp":1714557601000000,"timestamp_desc":"Log time, stated without a zone: UTC is assumed","data_type":"bundlescope:log:vmacore","time_known_by":"zone-assumed","level":"info","process":"vpxa","pid":"worker-3","hostname":"esx01.example.com","file":"vpxa-zdump.000/recovered.log","line":2,"lines":1,"source_name":"vpxa-zdump.000","raw":"2024-05-01T10:00:01 vpxa[worker-3] ready","raw_cut":true,"recovered_offset":8192,"recovered_inflated_at":64,"export_query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","export_zone":"Europe/Berlin","export_count":3}',
      ],
    },
  ],
};

export default timesketch;

function eventOf(record: ExportedRecord, { query, zone, count }: ExportStatement) {
  const { event, placed, digest } = record;
  const attribute = (value: string | null) => value ?? undefined;
  return {
    message: event.message,
    datetime: new Date(placed.instant).toISOString().replace('Z', '+00:00'),
    timestamp: placed.instant * 1000,
    timestamp_desc: DESCRIPTIONS[placed.by],
    data_type: `bundlescope:log:${record.format}`,
    time_known_by: placed.by,
    level: attribute(event.level),
    process: attribute(event.process),
    pid: attribute(event.pid),
    component: attribute(event.component),
    op_id: attribute(event.opId),
    session_id: attribute(event.sid),
    username: attribute(event.user),
    hostname: attribute(event.host),
    file: event.file,
    line: event.line,
    lines: event.lines,
    source_name: record.sourceName,
    raw: event.raw,
    raw_cut: event.rawCut,
    recovered_offset: event.recoveredAt?.offset,
    recovered_inflated_at: event.recoveredAt?.inflatedAt ?? undefined,
    export_query: query,
    export_zone: zone,
    export_digest: attribute(digest),
    export_count: count,
  };
}
