import { number } from '../../shown/number';
import { html } from '../html';
import { REPORT_LIMITS } from '../limits';
import type { ReportSection } from '../section';

/** How the report was made, so that it can be made again. */
export const section: ReportSection = {
  id: 'making',
  title: 'How this report was made',
  rank: 110,
  render({ made, zone, query }, page) {
    const { findings, evidence, operations, marks, text } = REPORT_LIMITS;
    return html`<dl>
        <dt>Made</dt>
        <dd>${page.time(made.at)} (${zone})</dd>
        <dt>By</dt>
        <dd>Bundlescope ${made.version}, in the browser: nothing was sent anywhere</dd>
        <dt>Zone of times</dt>
        <dd>${zone}</dd>
        <dt>Query of the timeline</dt>
        <dd>${query === null ? 'not stated' : query.trim() === '' ? 'none' : html`<code>${query}</code>`}</dd>
      </dl>
      <p>
        The report is about everything that was opened, whatever the query. Open the files whose SHA-256
        stands above in Bundlescope to see all of it. A report has at most ${number(findings)} findings with
        ${number(evidence)} lines of evidence each, ${number(operations)} operations and ${number(marks)}
        marks; lines of logs are cut after ${number(text)} characters, which […] shows. Characters that act on
        the display instead of showing are written as signs, such as ‹U+202E›.
      </p> `;
  },
  samples: [
    {
      name: 'a query and a zone',
      facts: { zone: 'Asia/Tokyo', query: 'opid:<x>' },
      shows: ['1.2.3', 'Asia/Tokyo', 'opid:<x>', '2024-05-17 21:34:56.000'],
    },
    { name: 'a query that is not stated', facts: { query: null }, shows: ['not stated'] },
  ],
};
