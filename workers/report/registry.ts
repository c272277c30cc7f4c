import type { ReportSection } from './section';

const modules = import.meta.glob<ReportSection>('./sections/*.ts', { eager: true, import: 'section' });

/** Every section, in the order of the report. A new one is one more file in `sections/` that exports `section`. */
export const REPORT_SECTIONS: readonly ReportSection[] = Object.values(modules).sort(
  (a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1),
);
