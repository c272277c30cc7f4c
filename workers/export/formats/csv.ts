import Papa from 'papaparse';
import { RECORD_COLUMNS } from '../columns';
import type { ExportFormat } from '../export-format';
import { FORMULA } from '../formulas';
import { SAMPLE_RECORDS, SAMPLE_STATEMENT } from '../sample-records';

const utf8 = new TextEncoder();
const HEADER = [
  'time',
  ...RECORD_COLUMNS.map(({ name }) => name),
  'export_query',
  'export_zone',
  'export_digest',
  'export_count',
];

/**
 * A table (RFC 4180, UTF-8, one header line): the members of a record in their order, and what the file is of in every
 * row. What a spreadsheet would take for a formula has `'` before it (see `FORMULA`); otherwise texts are as they are in
 * the log, with their line feeds, quotes and control characters. What is not there is empty.
 */
const csv: ExportFormat = {
  id: 'csv',
  label: 'CSV',
  extension: 'csv',
  type: 'text/csv',
  begin: ({ query, zone, count }) => {
    let header: string[][] = [HEADER];
    const written = (rows: readonly (readonly unknown[])[]) => {
      const all = [...header, ...rows];
      header = [];
      if (all.length === 0) return [];
      const text = Papa.unparse(all as unknown[][], { escapeFormulae: FORMULA, newline: '\r\n' });
      return [utf8.encode(`${text}\r\n`)];
    };
    return {
      records: (records) =>
        written(
          records.map((record) => [
            record.event.time,
            ...RECORD_COLUMNS.map(({ value }) => value(record)),
            query,
            zone,
            record.digest,
            count,
          ]),
        ),
      end: () => written([]),
    };
  },
  samples: [
    {
      statement: SAMPLE_STATEMENT,
      records: SAMPLE_RECORDS,
      lines: [
        'time,timeKnownBy,level,process,pid,component,opId,sid,user,host,message,raw,rawCut,source,sourceName,file,line,lines,recoveredOffset,recoveredInflatedAt,export_query,export_zone,export_digest,export_count\r',
        '2024-05-01T10:00:00.123Z,stated,warning,hostd,2099872,Vimsvc.TaskManager,esxui-1a2b-3c4d,52a1b2c3,root,esx01.example.com,"Task ""vim.Task-7"" ended,',
        'with 2 lines","2024-05-01T10:00:00.123456Z warning hostd[2099872] … Task ""vim.Task-7"" ended,',
        '--> with 2 lines",false,0,esx-esx01.example.com-2024-05-01.tgz,var/run/log/hostd.log,17,2,,,"level>=warning or ""user \\""root\\""""",Europe/Berlin,a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1,3\r',
        ',inherited,,,,,,,,,"\'=cmd|\'/c calc\'!A1\u0000\ufffd","\'=cmd|\'/c calc\'!A1\u0000\ufffd",false,0,esx-esx01.example.com-2024-05-01.tgz,commands/uptime.txt,1,1,,,"level>=warning or ""user \\""root\\""""",Europe/Berlin,a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1,3\r',
        '2024-05-01T10:00:01.000Z,zone-assumed,info,vpxa,worker-3,,,,,esx01.example.com,ready,2024-05-01T10:00:01 vpxa[worker-3] ready,true,1048576,vpxa-zdump.000,vpxa-zdump.000/recovered.log,2,1,8192,64,"level>=warning or ""user \\""root\\""""",Europe/Berlin,,3\r',
      ],
    },
  ],
};

export default csv;
