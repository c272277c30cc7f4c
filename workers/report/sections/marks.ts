import { html, preformatted, type Html } from '../html';
import type { ReportPage } from '../page';
import type { ReportMark } from '../report-facts';
import type { ReportSection } from '../section';

/** What people marked and wrote, with the lines it is about. */
export const section: ReportSection = {
  id: 'marks',
  title: 'Marks and notes',
  rank: 90,
  render({ marks }, page) {
    if (marks.total === 0) return null;
    return html`<p class="soft">
        Marks and notes were made by the people who worked on the case; earliest line first.
      </p>
      ${marks.first.map((mark) => markOf(mark, page))}${page.rest(marks, 'mark', 'All of them are beside the timeline.')}`;
  },
  samples: [
    {
      name: 'a mark with a note and one without',
      facts: {
        marks: {
          total: 3,
          first: [
            {
              source: 0,
              file: 'hostd.log',
              line: 9,
              time: 0,
              text: 'a line <b>\n  and more',
              cut: false,
              note: 'first\nsecond & third',
            },
            { source: 0, file: 'vobd.log', line: 1, time: null, text: 'x', cut: true, note: '' },
          ],
        },
      },
      shows: [
        'hostd.log:9',
        '1970-01-01 00:00:00.000',
        'a line <b>',
        'second & third',
        'vobd.log:1',
        '1 more mark is left out',
      ],
    },
    { name: 'none', facts: {}, shows: [] },
  ],
};

function markOf({ note, time, text, cut, ...place }: ReportMark, page: ReportPage): Html {
  const when = time === null ? null : html` <span class="soft">${page.time(time)} (${page.zone})</span>`;
  return html`<div class="finding">
    ${note === '' ? null : html`<p class="note">${preformatted(note)}</p> `}
    <p>${page.place(place)}${when}</p>
    <pre>${preformatted(text)}${cut ? ' […]' : ''}</pre>
  </div> `;
}
