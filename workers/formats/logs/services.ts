import { defineFormat, type Sample } from '../format';
import {
  anyKeys,
  component,
  either,
  level,
  opId,
  optional,
  pid,
  process,
  seq,
  skip,
  time,
  type Variant,
} from '../grammar';
import { blankOrEnd, commonLines } from '../heads';

const javaClass = component.span(/[A-Za-z0-9_.$]/);

const variants: Variant[] = [
  // websso: `TS LEVEL websso[52:tomcat-http--15] [CorId=…] [auditlogger] {json}`
  {
    head: seq(
      time.iso,
      ' ',
      level.word,
      ' ',
      process.until('['),
      pid.until(']'),
      ' ',
      anyKeys,
      optional('[', component.until(']'), blankOrEnd),
    ),
  },
  // Java: `TS [thread [] LEVEL class opId=…] message`
  {
    head: seq(
      time.iso,
      ' [',
      pid.until('[', { trimmed: true }),
      '] ',
      skip.blanks,
      level.word,
      ' ',
      skip.blanks,
      javaClass,
      optional(skip.blanks, 'opId=', opId.span(/[^ \]]/, { empty: true })),
      skip.until(']', { blanks: true, empty: true }),
      blankOrEnd,
    ),
  },
  // Go: `TS level name [file.go:148] [opID=…] message`
  {
    head: seq(
      time.iso,
      ' ',
      level.word,
      ' ',
      process.name,
      ' ',
      either(seq('[', component.until(':'), skip.digits, '] ', optional(anyKeys)), anyKeys),
    ),
  },
  // older: `[YYYY-MM-DD HH:MM:SS,mmm thread  LEVEL  class] message`
  {
    head: seq(
      '[',
      time.iso,
      ' ',
      pid.word,
      ' ',
      skip.blanks,
      level.word,
      ' ',
      skip.blanks,
      component.until(']'),
      blankOrEnd,
    ),
  },
  // Log4J: `YYYY-MM-DD HH:MM:SS,mmm LEVEL - message`
  { head: seq(time.iso, ' ', level.word, ' - ') },
];

/** Logs of vCenter's other services, in the shapes of Java and Go. */
export default defineFormat({
  id: 'services',
  label: 'vCenter service',
  rank: 65,
  paths: [
    /(^|\/)(websso|ssoAdminServer|vpxd-svcs|wcpsvc|vsphere_client_virgo|sps)([.-]\d+)?\.log(\.\d+)?(\.gz)?$/i,
  ],
  bareLines: 'join',
  variants: [...variants, ...commonLines],
});

/** Shapes of the document filled in; `figure 3` of the operation trace is verbatim. */
export const samples: Sample[] = [
  {
    text: '2024-03-05T09:10:11.123Z INFO websso[52:tomcat-http--15] [CorId=7d3fd9b0-63a8-4d3a] [auditlogger] {"user":"root","result":"success"}',
    expect: {
      time: '2024-03-05T09:10:11.123Z',
      level: 'info',
      process: 'websso',
      pid: '52:tomcat-http--15',
      component: 'auditlogger',
      opId: '7d3fd9b0-63a8-4d3a',
      message: '{"user":"root","result":"success"}',
    },
  },
  {
    text: [
      '2024-03-05T09:10:12.000Z [pool-8-thread-1 [] WARN  com.vmware.vim.Example opId=70000005-1] Connection refused',
      'java.net.ConnectException: Connection refused',
      '\tat java.net.Socket.connect(Socket.java:1)',
    ].join('\n'),
    expect: {
      time: '2024-03-05T09:10:12.000Z',
      level: 'warning',
      pid: 'pool-8-thread-1',
      component: 'com.vmware.vim.Example',
      opId: '70000005-1',
      message:
        'Connection refused\njava.net.ConnectException: Connection refused\n\tat java.net.Socket.connect(Socket.java:1)',
    },
  },
  {
    text: '2024-03-05T09:10:12.500Z [main [] INFO com.vmware.vim.Example opId=] Started',
    expect: {
      time: '2024-03-05T09:10:12.500Z',
      level: 'info',
      pid: 'main',
      component: 'com.vmware.vim.Example',
      message: 'Started',
    },
  },
  {
    text: '2024-03-05T09:10:13.456Z debug wcp [kubelifecycle/controller.go:148] [opID=vpxd-1-2] Reconciling',
    expect: {
      time: '2024-03-05T09:10:13.456Z',
      level: 'debug',
      process: 'wcp',
      component: 'kubelifecycle/controller.go',
      opId: 'vpxd-1-2',
      message: 'Reconciling',
    },
  },
  {
    text: '[2013-04-05 09:10:14,789 http-7444-1  ERROR  com.vmware.identity.Sts] No route to host',
    expect: {
      time: '2013-04-05T09:10:14.789Z',
      timeKnownBy: 'zone-assumed',
      level: 'error',
      pid: 'http-7444-1',
      component: 'com.vmware.identity.Sts',
      message: 'No route to host',
    },
  },
  {
    text: '2010-08-03 15:52:52,737 INFO - [STR=2010/08/03 15:52:42 240;END=2010/08/03 15:52:52 735;OPR=Login;USR=tester1;HST=129.60.19.31;BEF=;AFT=RST=OK]',
    expect: {
      time: '2010-08-03T15:52:52.737Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      message:
        '[STR=2010/08/03 15:52:42 240;END=2010/08/03 15:52:52 735;OPR=Login;USR=tester1;HST=129.60.19.31;BEF=;AFT=RST=OK]',
    },
  },
];
