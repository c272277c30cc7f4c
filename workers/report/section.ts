import type { Html } from './html';
import type { ReportFacts } from './report-facts';
import type { ReportPage } from './page';

/** A part of the report: one file in `sections/`, found by itself. */
export interface ReportSection {
  /** Its place to link to. */
  id: string;
  title: string;
  /** Place in the report, smallest first. */
  rank: number;
  /** Its content below the heading; null when the case has nothing of it. */
  render(facts: ReportFacts, page: ReportPage): Html | null;
  samples: readonly SectionSample[];
}

/** Facts in small that are the section's test. */
export interface SectionSample {
  name: string;
  /** What differs from a case without anything in it. */
  facts: Partial<ReportFacts>;
  /** Texts that it shows, as they are read; none: it says nothing. */
  shows: readonly string[];
  /** Texts that it must not show. */
  hides?: readonly string[];
}
