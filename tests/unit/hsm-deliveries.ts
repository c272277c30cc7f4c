import { gzipSync } from 'node:zlib';
import type { CaseEvent } from '../../workers/hsm/finding';
import type { GivenFile } from './analysis-case';
import { usecsAt, written, type Spacing } from './hsm-writing';

/** Events in every shape that CloudWatch Logs delivers them in. */

const NAMED = 'hsm-abcde123456';
const OTHER = 'hsm-zyxwv987654';
const GROUP = '/aws/cloudhsm/cluster-likphkxygsn';

/** Two HSMs: a login on both, a key made, taken over, exported, two users, a logout. */
export const STORY: CaseEvent[] = [
  { stream: NAMED, seq: 0, at: 0, opcode: 'CN_LOGIN', user: 'testuser', session: '0xc008002' },
  { stream: OTHER, seq: 13, at: 0.027, opcode: 'CN_LOGIN', user: 'testuser', session: '0x7004004' },
  { stream: NAMED, seq: 1, at: 7.328, opcode: 'CN_GENERATE_KEY', key: 262152, session: '0xc008004' },
  {
    stream: NAMED,
    seq: 2,
    at: 7.331,
    opcode: 'CN_EXTRACT_MASKED_OBJECT_USER',
    key: 262152,
    session: '0xc008004',
  },
  {
    stream: OTHER,
    seq: 14,
    at: 7.409,
    opcode: 'CN_INSERT_MASKED_OBJECT_USER',
    key: 262152,
    session: '0x7004003',
  },
  { stream: OTHER, seq: 15, at: 60, opcode: 'CN_WRAP_KEY', key: 262152, session: '0x7004003' },
  { stream: OTHER, seq: 16, at: 60.045, opcode: 'CN_NIST_AES_WRAP', key: 6, session: '0x7004003' },
  {
    stream: NAMED,
    seq: 4,
    at: 61,
    opcode: 'CN_LOGIN',
    user: 'Exämple "User", 日本',
    response: "157:HSM Error: user isn't initialized or user with this name doesn't exist",
  },
  { stream: NAMED, seq: 5, at: 70, opcode: 'CN_LOGOUT', user: 'testuser', session: '0xc008004' },
];

export const STREAMS = [NAMED, OTHER];
const of = (stream: string) => STORY.filter((event) => event.stream === stream);
const milliseconds = ({ at }: CaseEvent) => Math.floor(usecsAt(at) / 1000) + 513;
const logEvent = (event: CaseEvent, i: number) => ({
  id: `3604${i}`,
  timestamp: milliseconds(event),
  message: written(event),
});
const subscription = (stream: string, events = of(stream)) => ({
  messageType: 'DATA_MESSAGE',
  owner: '123456789012',
  logGroup: GROUP,
  logStream: stream,
  subscriptionFilters: ['all'],
  logEvents: events.map(logEvent),
});
const CONTROL = {
  messageType: 'CONTROL_MESSAGE',
  owner: 'CloudwatchLogs',
  logGroup: '',
  logStream: '',
  subscriptionFilters: [],
  logEvents: [
    { id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE: Checking health of destination Firehose.' },
  ],
};
const packed = (stream: string) => ({
  awslogs: { data: gzipSync(JSON.stringify(subscription(stream))).toString('base64') },
});

/** Files of one log per stream, as they are saved by hand. */
export function plain(spacing: Spacing, { crlf = false, blank = true } = {}): GivenFile[] {
  return STREAMS.map((stream) => {
    const text = of(stream)
      .map((event) => `${written(event, spacing)}\n`)
      .join(blank ? '\n' : '');
    return { path: `${stream}.log`, content: crlf ? text.replaceAll('\n', '\r\n') : text };
  });
}

/** An export to S3, in an order of its own. */
export function s3(prefix: 'iso' | 'digits'): GivenFile[] {
  const root = 'exports/0b5d6d3c-2f1f-4c5e-8b2e-4a6f1f0e5a77';
  const files = STREAMS.map((stream) => {
    const text = of(stream)
      .toReversed()
      .map((event) => {
        const at = milliseconds(event);
        return `${prefix === 'iso' ? new Date(at).toISOString() : at} ${written(event)}\n`;
      })
      .join('');
    return { path: `${root}/${stream}/000000.gz`, content: gzipSync(text) };
  });
  return [...files, { path: 'exports/aws-logs-write-test', content: 'Permission Check Successful' }];
}

export function getLogEvents(stream: string): string {
  const events = of(stream).map((event) => ({
    timestamp: milliseconds(event),
    message: written(event, 'tabs'),
    ingestionTime: milliseconds(event) + 900,
  }));
  return JSON.stringify({ events, nextForwardToken: 'f/36', nextBackwardToken: 'b/36' }, null, 4);
}

export function filterLogEvents(): string {
  const events = STORY.map((event, i) => ({
    logStreamName: event.stream,
    timestamp: milliseconds(event),
    message: written(event),
    ingestionTime: milliseconds(event) + 900,
    eventId: `36${i}`,
  }));
  return JSON.stringify({ events, searchedLogStreams: [], nextToken: 'next' }, null, 2);
}

export const insights = (): string =>
  [
    '@timestamp,@message,@logStream',
    ...STORY.toReversed().map((event) => {
      const time = new Date(milliseconds(event)).toISOString().replace('T', ' ').slice(0, 23);
      return `${time},"${written(event).replaceAll('"', '""')}",${event.stream}`;
    }),
  ].join('\n');

/** What `aws logs tail` writes, with the blank lines at an end of a message gone. */
export const tail = (): string =>
  STORY.map((event) => {
    const time = new Date(milliseconds(event)).toISOString().replace('Z', '000+00:00');
    return `${time} ${event.stream} ${written(event)}\n`;
  }).join('');

/** Every shape that names its streams. */
export const SHAPES: Record<string, GivenFile[]> = {
  'one field per line': plain('line-each'),
  'one event per line': plain('one-line'),
  'tabs, CR LF': plain('tabs', { crlf: true }),
  'no blank lines between': plain('line-each', { blank: false }),
  'export to S3 with ISO times': s3('iso'),
  'export to S3 with milliseconds': s3('digits'),
  'get-log-events, streams named by the files': STREAMS.map((stream) => ({
    path: `${stream}.json`,
    content: getLogEvents(stream),
  })),
  'filter-log-events': [{ path: 'filtered.json', content: filterLogEvents() }],
  'filter-log-events, gzip': [{ path: 'filtered.json.gz', content: gzipSync(filterLogEvents()) }],
  'filter-log-events, gzip in a folder': [{ path: 'case/filtered.gz', content: gzipSync(filterLogEvents()) }],
  'filter-log-events, UTF-16 as PowerShell writes it': [
    { path: 'filtered.json', content: Buffer.from(`\ufeff${filterLogEvents()}`, 'utf16le') },
  ],
  'aws logs tail': [{ path: 'tail.txt', content: tail() }],
  'aws logs tail, UTF-16 as PowerShell writes it': [
    {
      path: 'tail.txt',
      content: Buffer.from(`\ufeff${tail().replaceAll('\n', '\r\n')}`, 'utf16le'),
    },
  ],
  'Logs Insights': [{ path: 'logs-insights-results.csv', content: insights() }],
  'Logs Insights, CR LF and a byte order mark': [
    { path: 'results.csv', content: `\ufeff${insights().replaceAll('\n', '\r\n')}` },
  ],
  'subscription, plain': STREAMS.map((stream) => ({
    path: `delivery-${stream === NAMED ? 1 : 2}.json`,
    content: JSON.stringify(subscription(stream)),
  })),
  'subscription as Lambda gets it': STREAMS.map((stream, i) => ({
    path: `event-${i}.json`,
    content: JSON.stringify(packed(stream)),
  })),
  'Firehose: one after another, without anything between, gzip': [
    {
      path: 'case/2018/01/24/firehose-1.gz',
      content: gzipSync(
        [CONTROL, ...STREAMS.map((stream) => subscription(stream))]
          .map((one) => JSON.stringify(one))
          .join(''),
      ),
    },
  ],
  'Firehose: a delivery per line, one of them packed': [
    {
      path: 'firehose',
      content: `${JSON.stringify(subscription(NAMED))}\n${JSON.stringify(packed(OTHER))}\n`,
    },
  ],
  'a list of deliveries': [
    {
      path: 'list.json',
      content: JSON.stringify(
        STREAMS.map((stream) => subscription(stream)),
        null,
        1,
      ),
    },
  ],
  'the stream named behind its events': [
    {
      path: 'turned.json',
      content: STREAMS.map((stream) => {
        const { logStream, ...rest } = subscription(stream);
        return JSON.stringify({ ...rest, logStream });
      }).join('\n'),
    },
  ],
};
