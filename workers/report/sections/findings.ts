import type { Finding } from '../../public-api';
import { counted } from '../../shown/number';
import { html, preformatted, type Html } from '../html';
import { REPORT_LIMITS } from '../limits';
import type { ReportPage } from '../page';
import type { EvidenceLine, ReportFinding } from '../report-facts';
import { sampleFinding } from '../samples';
import type { ReportSection } from '../section';
import { SEVERITY_NAMES } from '../severities';

const OBJECTS: Readonly<Record<keyof Finding['objects'], string>> = {
  agencies: 'Agencies',
  agents: 'Agents',
  hosts: 'Hosts',
  clusters: 'Clusters',
  vms: 'Virtual machines',
};

/** Known faults, causes before their consequences, each with what proves it. */
export const section: ReportSection = {
  id: 'findings',
  title: 'Findings',
  rank: 50,
  render({ findings, rules }, page) {
    if (findings.total === 0)
      return html`<p>
        ${counted(rules, 'rule was', 'rules were')} checked; none of the faults they know is in what was
        opened.
      </p>`;
    const all = findings.first.map((finding, i) => findingOf(finding, i + 1, findings.first, page));
    return html`<p>
        Causes stand before what follows from them. ${counted(rules, 'rule was', 'rules were')} checked.
      </p>
      ${all}${page.rest(findings, 'finding', 'All of them are in the view Findings.')}`;
  },
  samples: [
    {
      name: 'a cause and its consequence',
      facts: {
        findings: {
          total: 3,
          first: [
            sampleFinding({
              warning: 'Stops all machines.',
              references: ['KB 12345'],
              undecided: 'The bundle lacks df.',
              objects: { agencies: ['a-1'], agents: [], hosts: ['esx1'], clusters: [], vms: [] },
              evidence: {
                total: 12,
                first: [
                  {
                    source: 0,
                    file: 'var/log/a.log',
                    line: 7,
                    lines: 2,
                    time: 0,
                    text: 'no space <left>\n\ton device',
                    cut: true,
                  },
                  { source: 0, file: 'b.txt', line: null, lines: 0, time: null, text: null, cut: false },
                ],
              },
            }),
            sampleFinding({ rule: 'second', title: 'Nothing starts', causedBy: 'disk-full' }),
          ],
        },
      },
      shows: [
        '1. The disk is full',
        'Nothing can be written any more.',
        'Make room.',
        'Before you do this: Stops all machines.',
        'KB 12345',
        'The bundle lacks df.',
        'Hosts: esx1',
        'var/log/a.log:7',
        'no space <left>',
        'b.txt',
        '10 more lines',
        '2. Nothing starts',
        'Follows from 1. The disk is full',
        '1 more finding is left out',
      ],
    },
    { name: 'nothing found', facts: { rules: 40 }, shows: ['40 rules were checked'] },
  ],
};

function findingOf(
  finding: ReportFinding,
  number: number,
  all: readonly ReportFinding[],
  page: ReportPage,
): Html {
  const { severity, title, confidence, cause, remedy, warning, references, undecided, rule, area } = finding;
  const causeAt = finding.causedBy === null ? -1 : all.findIndex((one) => one.rule === finding.causedBy);
  const after =
    causeAt < 0
      ? null
      : html`<p>
          Follows from <a href="#finding-${causeAt + 1}">${causeAt + 1}. ${all[causeAt]!.title}</a>
        </p> `;
  return html`<div class="finding is-${severity}">
    <h3 id="finding-${number}">${number}. ${title}</h3>
    <p>
      <span class="severity ${severity}">${SEVERITY_NAMES[severity]}</span>, ${confidence}
      <span class="soft">(rule ${rule}, ${area})</span>
    </p>
    ${after}
    <p>${cause}</p>
    ${objects(finding)}${undecided === null ? null : html`<p><strong>Not decided:</strong> ${undecided}</p> `}${
      remedy.length === 0
        ? null
        : html`<h4>What to do</h4>
            ${warning === null ? null : html`<p class="caution"><strong>Before you do this:</strong> ${warning}</p> `}
            <ol>
              ${remedy.map((step) => html`<li>${step}</li> `)}
            </ol> `
    }${
      references.length === 0
        ? null
        : html`<h4>See also</h4>
            <ul>
              ${references.map((one) => html`<li>${one}</li> `)}
            </ul> `
    }${evidenceOf(finding, page)}
  </div> `;
}

function objects({ objects: named }: ReportFinding): Html[] {
  return (Object.keys(OBJECTS) as (keyof Finding['objects'])[])
    .filter((kind) => named[kind].length > 0)
    .map((kind) => {
      const more = named[kind].length - REPORT_LIMITS.objects;
      const names = named[kind].slice(0, REPORT_LIMITS.objects).join(', ');
      return html`<p>${OBJECTS[kind]}: ${names}${more > 0 ? ` and ${more} more` : ''}</p> `;
    });
}

function evidenceOf({ evidence, rule }: ReportFinding, page: ReportPage): Html | null {
  if (evidence.total === 0) return null;
  const left = evidence.total - evidence.first.length;
  const rest =
    left > 0
      ? html`<p class="rest">
          ${counted(left, 'more line')} of evidence for rule ${rule}: see the view Findings.
        </p> `
      : null;
  return html`<h4>Evidence</h4>
    ${evidence.first.map((line) => lineOf(line, page))}${rest}`;
}

function lineOf(line: EvidenceLine, page: ReportPage): Html {
  const when =
    line.time === null ? null : html` <span class="soft">${page.time(line.time)} (${page.zone})</span>`;
  return html`<p>${page.place(line)}${when}</p>
    ${line.text === null ? null : html`<pre>${preformatted(line.text)}${line.cut ? ' […]' : ''}</pre> `}`;
}
