import { defineFormat, type Sample } from '../format';
import { component, either, host, level, lineEnd, optional, pid, seq, skip, time } from '../grammar';
import { commonLines } from '../heads';

/**
 * The log of NSX Manager 6.x, with or without the head that syslog puts before a line:
 * `date time ZONE  LEVEL thread Class:line - message`. The line's own time counts, in UTC (`GMT`).
 */
export default defineFormat({
  id: 'nsx',
  label: 'NSX Manager',
  rank: 82,
  paths: [/(^|\/)(vsm|manager)([.-]\d+)?(\.log)?(\.\d+)?(\.gz)?$/i],
  bareLines: 'join',
  variants: [
    {
      head: seq(
        optional(time.bsd, ' ', host.word, ' '),
        time.iso,
        ' ',
        skip.span(/[A-Z+0-9:-]/),
        skip.blanks,
        level.word,
        skip.blanks,
        pid.word,
        ' ',
        component.until(':'),
        skip.digits,
        ' -',
        either(' ', lineEnd),
      ),
    },
    ...commonLines,
  ],
});

export const samples: Sample[] = [
  {
    // Composed after the template of NSX-v's logging guide, whose example lacks the last quote too.
    text: "Nov 13 04:10:00 nsxmgr 2018-11-13 04:10:00.123 GMT  INFO TaskFrameworkExecutor-3 SystemEventDaoImpl:133 - [SystemEvent] Time:'Tue Nov 13 04:10:00.000 GMT 2018', Severity:'High', Event Source:'Security Fabric', Code:'270000', Event Message:'Agent VM is missing on host', Module:'Security Fabric', Universal Object:'false",
    expect: {
      time: '2018-11-13T04:10:00.123Z',
      timeKnownBy: 'zone-assumed',
      level: 'info',
      pid: 'TaskFrameworkExecutor-3',
      component: 'SystemEventDaoImpl',
      host: 'nsxmgr',
      message:
        "[SystemEvent] Time:'Tue Nov 13 04:10:00.000 GMT 2018', Severity:'High', Event Source:'Security Fabric', Code:'270000', Event Message:'Agent VM is missing on host', Module:'Security Fabric', Universal Object:'false",
    },
  },
  {
    // Composed: without the head of syslog, a text of two lines.
    text: '2018-11-13 04:11:00.000 GMT  WARN http-nio-7441-exec-3 RemoteAgent:58 - no answer from\nESX Agent Manager',
    expect: {
      time: '2018-11-13T04:11:00.000Z',
      timeKnownBy: 'zone-assumed',
      level: 'warning',
      pid: 'http-nio-7441-exec-3',
      component: 'RemoteAgent',
      message: 'no answer from\nESX Agent Manager',
    },
  },
];
