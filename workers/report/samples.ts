import type { ReportFacts, ReportFinding } from './report-facts';
import { severityCounts } from './severities';

/** A case that has nothing, for samples that name what they differ in. */
export function emptyFacts(): ReportFacts {
  const none = { total: 0, first: [] };
  return {
    made: { at: Date.UTC(2024, 4, 17, 12, 34, 56), version: '1.2.3' },
    caseName: 'A case',
    zone: 'UTC',
    query: '',
    leftOutVisit: false,
    records: 0,
    from: null,
    to: null,
    levels: [],
    sources: none,
    hosts: none,
    logs: none,
    silences: none,
    rules: 0,
    findings: none,
    severities: severityCounts([]),
    operations: { operations: none, failed: 0, kinds: [], people: none },
    completeness: [],
    hsm: null,
    envelopes: none,
    marks: none,
  };
}

export function sampleFinding(more: Partial<ReportFinding> = {}): ReportFinding {
  return {
    rule: 'disk-full',
    area: 'eam',
    severity: 'critical',
    confidence: 'certain',
    title: 'The disk is full',
    cause: 'Nothing can be written any more.',
    remedy: ['Make room.', 'Look again.'],
    warning: null,
    references: [],
    objects: { agencies: [], agents: [], hosts: [], clusters: [], vms: [] },
    causedBy: null,
    undecided: null,
    evidence: { total: 0, first: [] },
    ...more,
  };
}
