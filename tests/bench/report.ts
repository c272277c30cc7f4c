import type { Figure } from './suite';

export interface SuiteResult {
  suite: string;
  figures: Figure[];
  /** Why there are no figures, or not all. */
  error?: string;
}

export function isMet({ value, target }: Figure): boolean | null {
  if (!target) return null;
  return 'atLeast' in target ? value >= target.atLeast : value <= target.atMost;
}

export function shown(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function targetText({ target, unit }: Figure): string {
  if (!target) return '';
  const [sign, bound] = 'atLeast' in target ? ['≥', target.atLeast] : ['≤', target.atMost];
  return `${sign} ${Number.isInteger(bound) ? bound.toLocaleString('en') : shown(bound)} ${unit}`;
}

/** The figures as a Markdown table that also reads well as it stands. */
export function table(results: readonly SuiteResult[]): string {
  const rows = [['figure', 'value', 'target', '']];
  for (const { suite, figures, error } of results) {
    for (const figure of figures) {
      const met = isMet(figure);
      rows.push([
        `${figure.what}${figure.note ? ` (${figure.note})` : ''}`,
        `${shown(figure.value)} ${figure.unit}`,
        targetText(figure),
        met === null ? '' : met ? 'met' : 'short',
      ]);
    }
    if (error)
      rows.push([`${suite}: ${error.replace(/\s*\n\s*at [^]*/, '').replace(/\s+/g, ' ')}`, '', '', 'failed']);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (row: string[], right: string) =>
    `| ${row.map((cell, i) => (i === 1 ? cell.padStart(widths[i]!, right) : cell.padEnd(widths[i]!, right))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 1 ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(rows[0]!, ' '), line(rule, '-'), ...rows.slice(1).map((row) => line(row, ' '))].join('\n');
}
