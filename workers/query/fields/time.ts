import type { QueryNode } from '../ast';
import type { Offer, QueryField } from '../field';
import { parseTime } from '../time';

type TimeNode = Extract<QueryNode, { kind: 'time' }>;

const FORMS: Offer[] = [
  { value: '-10m', detail: '10 minutes before the selected record' },
  { value: '+10m', detail: '10 minutes after the selected record' },
  { value: '-1h', detail: 'an hour before the selected record' },
  { value: '+1h', detail: 'an hour after the selected record' },
  { value: '-1d', detail: 'a day before the selected record' },
  { value: '+1d', detail: 'a day after the selected record' },
];

/** `after:` takes the instant itself in, `before:` leaves it out. Records without an instant are in neither. */
function timeField(side: 'after' | 'before', description: string, example: string): QueryField<TimeNode> {
  return {
    name: side,
    description,
    example,
    parse: (term) => {
      const parsed = parseTime(term.value.text, term.context);
      if ('at' in parsed) return { kind: 'time', side, at: parsed.at };
      return term.fail(parsed.code, parsed.problem, parsed.suggestion);
    },
    owns: (node): node is TimeNode => node.kind === 'time' && node.side === side,
    write: (node) => `:${new Date(node.at).toISOString()}`,
    test: (node) => (record) => {
      const at = record.time === null ? NaN : Date.parse(record.time);
      return side === 'after' ? at >= node.at : at < node.at;
    },
    offers: (prefix) => FORMS.filter(({ value }) => value.startsWith(prefix)),
  };
}

export const after = timeField(
  'after',
  'From this time on: a date, a time, or +10m, -2h from the selected record',
  'after:2023-12-05T14:31',
);
export const before = timeField('before', 'Up to this time, without it', 'before:+10m');
