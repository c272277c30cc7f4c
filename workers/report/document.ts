import { html, styleElement, type Html } from './html';
import { ReportPage } from './page';
import { REPORT_SECTIONS } from './registry';
import type { ReportFacts } from './report-facts';
import type { ReportSection } from './section';
import { REPORT_STYLE } from './style';

/**
 * The report as one HTML document that needs nothing else: no script, nothing that is fetched, a policy of its own that
 * allows its style sheet alone. Its pieces are to be joined; `pause` is awaited between sections.
 * @param styleDigest SHA-256 of `REPORT_STYLE` (UTF-8), base64
 */
export async function writeReport(
  facts: ReportFacts,
  styleDigest: string,
  pause: () => Promise<void>,
  sections: readonly ReportSection[] = REPORT_SECTIONS,
): Promise<string[]> {
  const page = new ReportPage(facts);
  const rendered: { section: ReportSection; content: Html }[] = [];
  for (const section of sections) {
    const content = section.render(facts, page);
    if (content) rendered.push({ section, content });
    await pause();
  }
  const { made, caseName } = facts;
  const title = `${caseName || 'Case'} – report of Bundlescope`;
  const head = html`
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="referrer" content="no-referrer" />
    <title>${title}</title>
  `;
  const cover = html`<header class="cover">
    <h1>${caseName || 'Case without a name'}</h1>
    <p class="soft">
      Report made ${page.time(made.at)} (${facts.zone}) by Bundlescope ${made.version}. All times are in the
      zone ${facts.zone} unless a line says otherwise; lines of logs stand as they were written.
    </p>
    <nav aria-label="Contents">
      <h2>Contents</h2>
      <ol>
        ${rendered.map(({ section }) => html`<li><a href="#${section.id}">${section.title}</a></li> `)}
      </ol>
    </nav>
  </header> `;
  const policy = `default-src 'none'; style-src 'sha256-${styleDigest}'; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    String(head),
    String(styleElement(REPORT_STYLE)),
    '\n</head>\n<body>\n',
    String(cover),
    '<main>\n',
    ...rendered.map(({ section, content }) =>
      String(
        html`<section aria-labelledby="${section.id}">
          <h2 id="${section.id}">${section.title}</h2>
          ${content}
        </section> `,
      ),
    ),
    '</main>\n',
    String(html`<footer>Bundlescope ${made.version}, ${page.time(made.at)} (${facts.zone})</footer> `),
    '</body>\n</html>\n',
  ];
}
