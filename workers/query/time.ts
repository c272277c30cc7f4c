import type { QueryContext } from './ast';
import { instantInZone } from './zone';

export type ParsedTime = { at: number } | { code: string; problem: string; suggestion?: string };

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const RELATIVE = /^([+-])((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)$/;
const STEP = /(\d+(?:\.\d+)?)(ms|[smhd])/g;
const ABSOLUTE =
  /^(\d{4})-(\d\d)-(\d\d)(?:[Tt ]+(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?$/;

/** Years 1 to 9999, what ISO 8601 writes in four digits. */
const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * A time as a query writes it: `+10m`, `-2h`, `+1h30m` from the anchor, or `2023-12-05`, `2023-12-05T14:31`,
 * `2023-12-05 14:31:48.5`, with `Z`, an offset, or in the context's zone. Whole milliseconds, the rest cut off.
 */
export function parseTime(text: string, context: QueryContext): ParsedTime {
  const relative = RELATIVE.exec(text);
  if (relative) return fromAnchor(text, relative[1] === '-' ? -1 : 1, relative[2]!, context);
  const absolute = ABSOLUTE.exec(text);
  if (absolute) return onCalendar(text, absolute, context);
  const unsigned = RELATIVE.test(`+${text}`);
  return {
    code: 'query-bad-time',
    problem: unsigned
      ? `"${text}" has no direction; write +${text} or -${text} to count from the selected record`
      : `"${text}" is no time; write 2023-12-05, 2023-12-05T14:31:48Z, or +10m, -2h from the selected record`,
    suggestion: unsigned ? `+${text}` : undefined,
  };
}

function fromAnchor(text: string, sign: number, steps: string, context: QueryContext): ParsedTime {
  if (context.anchor === null) {
    return {
      code: 'query-no-anchor',
      problem: `${text} counts from the selected record, and none is selected; select one or write a date`,
    };
  }
  let sum = 0;
  for (const [, count, unit] of steps.matchAll(STEP)) sum += Number(count) * UNITS[unit!]!;
  return inRange(text, Math.trunc(context.anchor + sign * sum));
}

function onCalendar(text: string, match: RegExpExecArray, context: QueryContext): ParsedTime {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((digits) => Number(digits ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  if (date.getUTCMonth() !== month! - 1 || date.getUTCDate() !== day!) {
    return { code: 'query-bad-time', problem: `there is no day ${match[1]}-${match[2]}-${match[3]}` };
  }
  if (hour! > 23 || minute! > 59 || second! > 59) {
    return {
      code: 'query-bad-time',
      problem: `"${text}" is no time of day; hours go to 23, minutes and seconds to 59`,
    };
  }
  const fraction = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  const wall = date.getTime() + hour! * UNITS['h']! + minute! * UNITS['m']! + second! * 1000 + fraction;
  const zone = match[8];
  if (!zone) return inZone(text, wall, context.zone);
  if (/^z$/i.test(zone)) return inRange(text, wall);
  const digits = zone.slice(1).replace(':', '').padEnd(4, '0');
  const ahead = Number(digits.slice(0, 2)) * UNITS['h']! + Number(digits.slice(2)) * UNITS['m']!;
  if (ahead >= UNITS['d']! || Number(digits.slice(2)) > 59) {
    return { code: 'query-bad-time', problem: `${zone} is no offset from UTC; write +05:30 or Z` };
  }
  return inRange(text, wall - (zone.startsWith('-') ? -ahead : ahead));
}

function inZone(text: string, wall: number, zone: string): ParsedTime {
  try {
    return inRange(text, instantInZone(wall, zone));
  } catch {
    return {
      code: 'query-bad-time',
      problem: `the time zone ${zone} is not known here; end the time in Z or an offset`,
    };
  }
}

function inRange(text: string, at: number): ParsedTime {
  if (at >= EARLIEST && at <= LATEST) return { at };
  return { code: 'query-bad-time', problem: `${text} is outside the years 1 to 9999` };
}
