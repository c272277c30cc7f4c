import { defineFormat, type Sample } from '../format';
import { component, either, host, level, opId, optional, pid, process, seq, skip, time } from '../grammar';

const trimmed = { trimmed: true, empty: true };
// `[debug|cl11-08|7|Async.VM.clean_shutdown R:82f033257476|xenops] `: level, host, thread, task, module
const bracket = seq(
  '[',
  skip.blanks,
  level.word,
  '|',
  skip.until('|', trimmed),
  pid.until('|', trimmed),
  opId.until('|', trimmed),
  component.until(']'),
  ' ',
);
// audit.log: the time instead of the level
const auditBracket = seq(
  '[',
  time.basic,
  '|',
  skip.until('|', trimmed),
  skip.until('|', trimmed),
  pid.until('|', trimmed),
  opId.until('|', trimmed),
  component.until(']'),
  ' ',
);

/** XAPI's xensource.log and audit.log, and xend.log. */
export default defineFormat({
  id: 'xen',
  label: 'Xen',
  rank: 55,
  paths: [/(^|\/)(xensource|xend)\.log(\.\d+)?(\.gz)?$/],
  bareLines: 'join',
  variants: [
    {
      head: seq(
        either(time.bsd, time.iso),
        ' ',
        host.word,
        ' ',
        process.name,
        ': ',
        either(bracket, auditBracket),
      ),
    },
    // `[2017-09-07 11:10:39,288 1771 1431210304] INFO (XendCheckpoint:287) `
    {
      head: seq(
        '[',
        time.iso,
        ' ',
        pid.digits,
        optional(' ', skip.digits),
        '] ',
        level.word,
        ' (',
        component.until(':'),
        skip.until(')', { blanks: true }),
        ' ',
      ),
    },
  ],
});

const TASK = 'Async.VM.clean_shutdown R:82f033257476';

export const samples: Sample[] = [
  {
    text: 'May  2 19:31:44 localhost xapi: [ info|cl11-08|46298 INET 0.0.0.0:80|dispatch:VM.clean_shutdown D:fa4c1c72df7e|taskhelper] task Async.VM.clean_shutdown R:82f033257476 forwarded (trackid=8354dc542edb45d9d747e9c1d992c886)',
    year: 2014,
    expect: {
      time: '2014-05-02T19:31:44.000Z',
      timeKnownBy: 'year-inferred',
      level: 'info',
      process: 'xapi',
      pid: '46298 INET 0.0.0.0:80',
      component: 'taskhelper',
      host: 'localhost',
      opId: 'dispatch:VM.clean_shutdown D:fa4c1c72df7e',
      message:
        'task Async.VM.clean_shutdown R:82f033257476 forwarded (trackid=8354dc542edb45d9d747e9c1d992c886)',
    },
  },
  {
    text: `May  2 19:31:44 localhost xapi: [debug|cl11-08|46298 INET 0.0.0.0:80|${TASK}|mscgen] xapi=>xenops [label="VM.shutdown"];`,
    year: 2014,
    expect: {
      time: '2014-05-02T19:31:44.000Z',
      timeKnownBy: 'year-inferred',
      level: 'debug',
      process: 'xapi',
      pid: '46298 INET 0.0.0.0:80',
      component: 'mscgen',
      host: 'localhost',
      opId: TASK,
      message: 'xapi=>xenops [label="VM.shutdown"];',
    },
  },
  {
    // The form of audit.log, from source in the document.
    text: "May  2 19:31:45 localhost xapi: [20140502T17:31:45.250Z|audit|cl11-08|46298 INET 0.0.0.0:80|VM.start R:1|audit] ('trackid=1' 'S-1' 'root' 'ALLOWED' 'OK' 'API' 'VM.start' ())",
    year: 2014,
    expect: {
      time: '2014-05-02T17:31:45.250Z',
      process: 'xapi',
      pid: '46298 INET 0.0.0.0:80',
      component: 'audit',
      host: 'localhost',
      opId: 'VM.start R:1',
      message: "('trackid=1' 'S-1' 'root' 'ALLOWED' 'OK' 'API' 'VM.start' ())",
    },
  },
  {
    // A shape: where syslog writes whole times.
    text: `2024-05-02T19:31:44.125+02:00 xen1 xenopsd: [debug||7|${TASK}|xenops] Task 12 completed; duration = 3`,
    expect: {
      time: '2024-05-02T17:31:44.125Z',
      level: 'debug',
      process: 'xenopsd',
      pid: '7',
      component: 'xenops',
      host: 'xen1',
      opId: TASK,
      message: 'Task 12 completed; duration = 3',
    },
  },
  {
    text: '[2012-03-20 02:12:20 5447] INFO (XendDomainInfo:169 ) Recreating domain 0, UUID 00000000-0000-0000-0000-000000000000. at /local/domain/0',
    expect: {
      time: '2012-03-20T02:12:20.000Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      pid: '5447',
      component: 'XendDomainInfo',
      message: 'Recreating domain 0, UUID 00000000-0000-0000-0000-000000000000. at /local/domain/0',
    },
  },
  {
    text: '[2017-09-07 11:11:16,777 1771 1431210304] ERROR (XendCheckpoint:361) Save failed on domain example-vm.903454.6332 (880) - resuming.',
    expect: {
      time: '2017-09-07T11:11:16.777Z',
      timeKnownBy: 'zone-assumed',
      level: 'error',
      pid: '1771',
      component: 'XendCheckpoint',
      message: 'Save failed on domain example-vm.903454.6332 (880) - resuming.',
    },
  },
];
