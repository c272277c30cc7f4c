import type { Warning } from '../../../workers/warning';

export interface WarningGroup<W = Warning> {
  code: string;
  warnings: W[];
}

/** Warnings by code, the most frequent first. */
export function groupWarnings<W extends { code: string }>(warnings: readonly W[]): WarningGroup<W>[] {
  const groups = new Map<string, W[]>();
  for (const warning of warnings) {
    const known = groups.get(warning.code);
    if (known) known.push(warning);
    else groups.set(warning.code, [warning]);
  }
  return Array.from(groups)
    .map(([code, members]) => ({ code, warnings: members }))
    .sort((a, b) => b.warnings.length - a.warnings.length || a.code.localeCompare(b.code));
}
