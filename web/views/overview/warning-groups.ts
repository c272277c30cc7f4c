import type { Warning } from '../../../workers/warning';

export interface WarningGroup {
  code: string;
  warnings: Warning[];
}

/** Warnings by code, the most frequent first. */
export function groupWarnings(warnings: readonly Warning[]): WarningGroup[] {
  const groups: Record<string, Warning[]> = Object.create(null);
  for (const warning of warnings) (groups[warning.code] ??= []).push(warning);
  return Object.entries(groups)
    .map(([code, members]) => ({ code, warnings: members }))
    .sort((a, b) => b.warnings.length - a.warnings.length || a.code.localeCompare(b.code));
}
