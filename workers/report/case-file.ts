import type { FindingSeverity } from '../public-api';

/** What tells a case file from all other JSON. */
export const CASE_FILE_FORMAT = 'bundlescope-case';
/** Raise it with every change of `CaseFile`, and add an upgrade. */
export const CASE_FILE_VERSION = 2;

/**
 * What people made of a case, for whoever opens the same bundle: no content of it. Notes and queries are their own
 * words.
 */
export interface CaseFile {
  format: typeof CASE_FILE_FORMAT;
  version: number;
  /** ISO 8601 UTC. */
  made: string;
  /** The program that made it. */
  by: string;
  /** What was dropped, told by its digest. Places name one by its index here. */
  sources: CaseFileSource[];
  marks: CaseFileMark[];
  findings: CaseFileFindings;
  /** The record chosen last, or null. */
  selected: CaseFilePlace | null;
  /** How the case was looked at: queries, their history, columns, zone. */
  view: Record<string, unknown>;
}

export interface CaseFileSource {
  name: string;
  /** As dropped (compressed). */
  bytes: number;
  /** SHA-256, hexadecimal; of a folder that of its files one after another, in the order of their paths. */
  sha256: string;
}

/** A line of a file. */
export interface CaseFilePlace {
  source: number;
  /** Below what was dropped, through nested archives; '' is what was dropped itself. */
  path: string;
  /** From 2 on, where the archive has several files of the path. */
  copy?: number;
  /** 1-based; null for the file itself. */
  line: number | null;
}

export interface CaseFileMark extends CaseFilePlace {
  line: number;
  note: string;
}

/**
 * Findings by the analysis that made them: `faults` (known faults), `hsm` (audit logs of CloudHSM). One that is not there
 * was not looked for.
 */
export type CaseFileFindings = Record<string, CaseFileFinding[]>;

export interface CaseFileFinding {
  rule: string;
  severity: FindingSeverity;
  /** The first of its evidence. */
  places: CaseFilePlace[];
}

/** How much of each thing a case file may have: what has more was not made by this program. */
export const CASE_FILE_LIMITS = {
  bytes: 64 * 1024 * 1024,
  sources: 1_000,
  marks: 100_000,
  /** Analyses that find something. */
  sections: 20,
  /** Of one analysis. */
  findings: 1_000,
  /** Of one finding. */
  places: 20,
  /** Characters. */
  name: 1_000,
  path: 100_000,
  note: 100_000,
  rule: 100,
} as const;

/** The file's text. */
export function writeCaseFile(file: CaseFile): string {
  // The format stands first, so that its beginning tells what it is.
  const { format, version, ...rest } = file;
  return `${JSON.stringify({ format, version, ...rest }, null, 1)}\n`;
}

const BEGINNING = new RegExp(`^\\uFEFF?\\s*\\{[^]*?"format"\\s*:\\s*"${CASE_FILE_FORMAT}"`);

/** Bytes of a file's beginning that are worth giving to `looksLikeCaseFile`. */
export const CASE_FILE_HEAD = 4096;

/** Whether a file is a case file by the first of its text, be it whole or damaged. */
export function looksLikeCaseFile(head: string): boolean {
  return BEGINNING.test(head);
}
