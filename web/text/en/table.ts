import { number, percent } from '../../format/number';

/** Interface text of tables that analyses make. */
export const table = {
  loading: 'Loading …',
  results: (total: number, of: number, what: (count: number) => string) =>
    total === of ? what(of) : `${number(total)} of ${what(of)}`,
  working: (share: number) => `Working it out ${percent(share)}`,
  failed: 'This could not be worked out.',
  cancel: 'Cancel',
  cancelled: 'Cancelled before it was done.',
  again: 'Start again',
  nothing: 'Nothing matches',
  nothingHint: (query: string) => `No row matches ${query}`,
  width: (column: string) => `Width of ${column}`,
  sorted: { asc: 'rising', desc: 'falling' },
  sort: (column: string) => `Sort by ${column}`,
};
