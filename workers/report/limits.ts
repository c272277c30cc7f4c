/** How much of each thing a report takes; the rest is counted. They bound the report's size to about 20 MB. */
export const REPORT_LIMITS = {
  sources: 500,
  hosts: 100,
  /** Virtual machines, networks and datastores of one host. */
  hostParts: 500,
  logs: 500,
  silentSources: 100,
  /** Silences of one source. */
  silences: 20,
  findings: 300,
  /** Lines of one finding. */
  evidence: 10,
  /** Objects of one kind that a finding names. */
  objects: 50,
  /** Characters of a line of a log, or of any other text of the bundle. */
  text: 1_000,
  operations: 500,
  people: 200,
  hsmFindings: 300,
  hsmKeys: 500,
  envelopes: 300,
  marks: 1_000,
  /** Characters of a note. */
  note: 10_000,
  /** Warnings of one source. */
  warnings: 100,
} as const;
