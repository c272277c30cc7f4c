/** The report's style sheet: light on paper, as the reader's system is on the screen. Holds no address. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ground: #ffffff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --band: #f3f5f7;
  --link: #0b57d0; --critical: #a40e26; --high: #b35900; --warning: #7a5c00; --info: #0b57d0; --bar: #4a6fa5; }
@media screen and (prefers-color-scheme: dark) {
  :root { --ground: #14171a; --text: #e6e8ea; --soft: #a4acb5; --line: #3a4148; --band: #1f2429;
    --link: #8ab4f8; --critical: #ff8a93; --high: #ffb166; --warning: #e8cc62; --info: #8ab4f8; --bar: #7fa3d9; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 24px 20px 64px; max-width: 1180px; background: var(--ground); color: var(--text);
  font: 14px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0 0 4px; font-size: 26px; line-height: 1.25; }
h2 { margin: 40px 0 8px; padding-top: 8px; border-top: 2px solid var(--line); font-size: 19px; }
h3 { margin: 24px 0 6px; font-size: 15px; }
h4 { margin: 14px 0 4px; font-size: 14px; }
p { margin: 6px 0; }
a { color: var(--link); }
code, pre { font: 12px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; unicode-bidi: isolate; }
pre { margin: 2px 0; white-space: pre-wrap; tab-size: 8; }
ul, ol { margin: 6px 0; padding-inline-start: 24px; }
nav h2 { margin-top: 20px; } nav ol { columns: 2; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; margin: 8px 0; }
dt { color: var(--soft); }
dd { margin: 0; }
.soft, .of, .rest { color: var(--soft); }
.rest { padding: 6px 10px; border-inline-start: 3px solid var(--line); background: var(--band); }
.table { overflow-x: auto; margin: 10px 0; }
table { width: 100%; border-collapse: collapse; }
caption { padding: 2px 0 4px; color: var(--soft); text-align: start; }
th, td { padding: 4px 8px; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top; overflow-wrap: normal; }
thead th { background: var(--band); font-weight: 600; vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 400; }
.number { min-width: 0; text-align: end; white-space: nowrap; font-variant-numeric: tabular-nums; }
.time { white-space: nowrap; font-variant-numeric: tabular-nums; min-width: 0; }
.long { min-width: 7em; overflow-wrap: anywhere; }
.digest { word-break: break-all; }
.severity { font-weight: 600; }
.critical { color: var(--critical); } .high { color: var(--high); } .warning { color: var(--warning); } .info { color: var(--info); }
.finding { margin: 18px 0; padding-inline-start: 14px; border-inline-start: 3px solid var(--line); }
.finding.is-critical { border-color: var(--critical); } .finding.is-high { border-color: var(--high); }
.finding.is-warning { border-color: var(--warning); } .finding.is-info { border-color: var(--info); }
.caution { padding: 6px 10px; border: 1px solid var(--high); }
.lane { display: block; width: 100%; min-width: 120px; height: 14px; background: var(--band); }
.lane rect { fill: var(--bar); }
.note { font-weight: 600; white-space: pre-wrap; }
footer { margin-top: 48px; padding-top: 8px; border-top: 1px solid var(--line); color: var(--soft); }
@media (max-width: 640px) {
  /* Long values keep a readable width: the table is scrolled sideways. */
  .long { min-width: 14em; }
  body { padding: 16px 12px 48px; }
  nav ol { columns: 1; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dd { margin-bottom: 6px; }
}
@page { size: A4; margin: 16mm 14mm 18mm; @bottom-right { content: counter(page) " / " counter(pages); font: 9pt sans-serif; color: #57606a; } }
@media print {
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  h1 { font-size: 18pt; } h2 { font-size: 13pt; margin-top: 22pt; } h3 { font-size: 10.5pt; }
  h1, h2, h3, h4, caption { break-after: avoid; }
  code, pre { font-size: 8pt; }
  .table { overflow: visible; }
  table { font-size: 8.5pt; }
  th, td { padding: 2pt 4pt; }
  .long { min-width: 6em; }
  thead { display: table-header-group; }
  tr, li { break-inside: avoid; }
  pre { break-inside: auto; }
  a { color: inherit; text-decoration: none; }
  .lane { min-width: 60pt; }
}
`;
