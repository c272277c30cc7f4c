import type { ExportFormat } from '../export-format';
import { encodedLines } from '../lines';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../sample-records';
import { statementOf } from '../statement-of';

/** Lines of JSON: each record as `events()` gives it, the name of its source, and under `export` what the file is of. */
const ndjson: ExportFormat = {
  id: 'ndjson',
  label: 'NDJSON',
  extension: 'ndjson',
  type: 'application/x-ndjson',
  begin: (statement) => ({
    records: (records) =>
      encodedLines(
        records.map((record) =>
          JSON.stringify({
            ...record.event,
            sourceName: record.sourceName,
            export: statementOf(statement, record),
          }),
        ),
      ),
    end: () => [],
  }),
  samples: [
    {
      statement: SAMPLE_STATEMENT,
      records: SAMPLE_RECORDS,
      lines: [
        '{"time":"2024-05-01T10:00:00.123Z","timeKnownBy":"stated","level":"warning","process":"hostd","pid":"2099872","component":"Vimsvc.TaskManager","opId":"esxui-1a2b-3c4d","sid":"52a1b2c3","user":"root","host":"esx01.example.com","message":"Task \\"vim.Task-7\\" ended,\\nwith 2 lines","raw":"2024-05-01T10:00:00.123456Z warning hostd[2099872] … Task \\"vim.Task-7\\" ended,\\n--> with 2 lines","source":0,"file":"var/run/log/hostd.log","line":17,"lines":2,"sourceName":"esx-esx01.example.com-2024-05-01.tgz","export":{"query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","zone":"Europe/Berlin","digest":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","count":3}}',
        '{"time":null,"timeKnownBy":"inherited","level":null,"process":null,"pid":null,"component":null,"opId":null,"sid":null,"user":null,"host":null,"message":"=cmd|\'/c calc\'!A1\\u0000\ufffd","raw":"=cmd|\'/c calc\'!A1\\u0000\ufffd","source":0,"file":"commands/uptime.txt","line":1,"lines":1,"sourceName":"esx-esx01.example.com-2024-05-01.tgz","export":{"query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","zone":"Europe/Berlin","digest":"a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1","count":3}}',
        '{"time":"2024-05-01T10:00:01.000Z","timeKnownBy":"zone-assumed","level":"info","process":"vpxa","pid":"worker-3","component":null,"opId":null,"sid":null,"user":null,"host":"esx01.example.com","message":"ready","raw":"2024-05-01T10:00:01 vpxa[worker-3] ready","rawCut":true,"source":1048576,"file":"vpxa-zdump.000/recovered.log","line":2,"lines":1,"recoveredAt":{"offset":8192,"inflatedAt":64},"sourceName":"vpxa-zdump.000","export":{"query":"level>=warning or \\"user \\\\\\"root\\\\\\"\\"","zone":"Europe/Berlin","digest":null,"count":3}}',
      ],
    },
  ],
};

export default ndjson;
