import { writeReport } from '../../workers/report/document';
import type { ReportFacts } from '../../workers/report/report-facts';
import { emptyFacts } from '../../workers/report/samples';
import type { ReportSection } from '../../workers/report/section';
import { REPORT_STYLE } from '../../workers/report/style';
import { base64Digest } from './report-reading';

/** The report of a case that has these facts and nothing else. */
export async function reportOf(
  facts: Partial<ReportFacts>,
  sections?: readonly ReportSection[],
): Promise<string> {
  const pieces = await writeReport(
    { ...emptyFacts(), ...facts },
    base64Digest(REPORT_STYLE),
    async () => undefined,
    sections,
  );
  return pieces.join('');
}
