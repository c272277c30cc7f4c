import { duration } from '../../shown/duration';
import { counted, number } from '../../shown/number';
import { html, type Html } from '../html';
import type { ReportPage } from '../page';
import type { ReportLog, Silence, SourceSilences } from '../report-facts';
import type { ReportSection } from '../section';

/** Width of a lane in its own units. */
const LANE = 640;

/** Which log tells of which time, and where nothing was logged. */
export const section: ReportSection = {
  id: 'coverage',
  title: 'Coverage and gaps',
  rank: 40,
  render({ logs, silences, from, to, zone }, page) {
    if (logs.total === 0) return html`<p>No log was found.</p>`;
    const span =
      from === null || to === null
        ? null
        : html`<p>
            A lane stands for the whole span, ${page.time(from)} to ${page.time(to)} (${zone}); the darker,
            the more records. What lies outside the lane's marks is a time that this log says nothing of.
          </p> `;
    return html`<h3>Times without any record</h3>
      ${silences.first.map((source) => silencesOf(source, page))}${page.rest(silences, 'source', 'Their logs are in the view Overview.')}
      <h3>Logs</h3>
      ${span}${logTable(logs.first, page)}${page.rest(logs, 'log', 'All of them are under Log coverage in the view Overview.')}`;
  },
  samples: [
    {
      name: 'a log with a gap',
      facts: {
        from: 0,
        to: 7_200_000,
        zone: 'Europe/Berlin',
        logs: {
          total: 2,
          first: [
            {
              source: 0,
              path: 'var/run/log/hostd.log',
              files: 3,
              format: 'hostd',
              records: 2000,
              from: 0,
              to: 7_200_000,
              longestSilence: { from: 600_000, to: 4_200_000 },
              density: [1, 0, 3],
            },
          ],
        },
        silences: {
          total: 1,
          first: [
            {
              source: 0,
              from: 0,
              to: 7_200_000,
              silences: { total: 1, first: [{ from: 600_000, to: 4_200_000 }] },
              atLeast: 300_000,
            },
          ],
        },
      },
      shows: [
        'var/run/log/hostd.log',
        '3 files',
        '1970-01-01 01:10:00.000',
        '1970-01-01 02:10:00.000',
        '1 hr',
        'of 5 min or more',
        '1 more log is left out',
      ],
    },
    {
      name: 'no gap',
      facts: {
        logs: {
          total: 1,
          first: [
            {
              source: 0,
              path: 'a.log',
              files: 1,
              format: 'x',
              records: 1,
              from: null,
              to: null,
              longestSilence: null,
              density: [],
            },
          ],
        },
        silences: {
          total: 1,
          first: [{ source: 0, from: 0, to: 1, silences: { total: 0, first: [] }, atLeast: 900_000 }],
        },
      },
      shows: ['no time of 15 min or more without a record', 'no times'],
    },
    { name: 'no log', facts: {}, shows: ['No log was found'] },
  ],
};

function silencesOf({ source, from, to, silences, atLeast }: SourceSilences, page: ReportPage): Html {
  const name = page.sourceName(source);
  const least = duration(atLeast / 1000);
  const span = `${page.time(from)} to ${page.time(to)} (${page.zone})`;
  if (silences.total === 0) {
    return html`<p>${name}, ${span}: no time of ${least} or more without a record in any log.</p> `;
  }
  const total = silences.first.reduce((sum, one) => sum + one.to - one.from, 0);
  return html`<p>
      ${name}, ${span}: ${counted(silences.total, 'time')} of ${least} or more without a record in any log.
      The host or its logging was not running then, had nothing to say, or those logs are not in the bundle.
    </p>
    ${page.table<Silence>(
      `Times without any record in ${name}; listed ones together ${duration(total / 1000)}`,
      [
        { head: `Last record before (${page.zone})`, kind: 'long', cell: (one) => page.time(one.from) },
        { head: `First record after (${page.zone})`, kind: 'long', cell: (one) => page.time(one.to) },
        { head: 'Length', cell: (one) => duration((one.to - one.from) / 1000) },
      ],
      silences.first,
    )}${page.rest(silences, 'shorter time', 'They show in the histogram of the view Timeline.')}`;
}

function logTable(logs: readonly ReportLog[], page: ReportPage): Html {
  return page.table<ReportLog>(
    'Logs, those that were rotated out of one another as one',
    [
      {
        head: 'Log',
        kind: 'long',
        cell: (log) =>
          html`${page.place({ ...log, file: log.path, line: null })}
            <span class="soft">${log.format}, ${counted(log.files, 'file')}</span>${lane(log)}`,
      },
      { head: 'Records', kind: 'number', cell: ({ records }) => number(records) },
      { head: `First (${page.zone})`, cell: ({ from }) => (from === null ? 'no times' : page.time(from)) },
      { head: `Last (${page.zone})`, cell: ({ to }) => page.time(to) },
      {
        head: 'Longest silence',
        cell: ({ longestSilence: one }) =>
          one === null ? '–' : `${duration((one.to - one.from) / 1000)} from ${page.time(one.from)}`,
      },
    ],
    logs,
  );
}

/** How the records lie in the span of the case: darker where there are more. */
function lane({ density, path }: ReportLog): Html | null {
  const most = density.reduce((max, count) => Math.max(max, count), 0);
  if (most === 0) return null;
  const width = LANE / density.length;
  const bars = density.map((count, i) =>
    count === 0
      ? null
      : html`<rect
          x="${(i * width).toFixed(1)}"
          y="0"
          width="${width.toFixed(1)}"
          height="14"
          fill-opacity="${shade(count, most)}"
        />`,
  );
  return html`<svg
    class="lane"
    viewBox="0 0 ${LANE} 14"
    preserveAspectRatio="none"
    role="img"
    aria-label="When ${path} has records"
  >
    ${bars}
  </svg>`;
}

function shade(count: number, most: number): string {
  return (0.3 + 0.7 * (Math.log1p(count) / Math.log1p(most))).toFixed(2);
}
