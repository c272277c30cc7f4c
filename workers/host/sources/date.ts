import { dateFromText } from '../date-text';
import type { FactSource } from '../fact';
import { outputOf } from '../paths';

/** `date`, run in the course of the collection: `Tue Dec  5 14:31:48 UTC 2023`. */
export const source: FactSource = {
  id: 'date',
  trust: 7,
  wants: outputOf('date', 'date_-u'),
  maxBytes: 4096,
  read: (_path, text) => ({ collectedAt: dateFromText(text) ?? undefined }),
};
