const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ]+(\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(\S*)$/;
/** `Tue Dec  5 14:31:48 UTC 2023` (date), `Tue Dec  5 14:31:48 2023` (ctime). */
const CTIME = /^[a-z]{3},?\s+([a-z]{3})\s+(\d\d?)\s+(\d\d):(\d\d):(\d\d)\s+(?:(\S+)\s+)?(\d{4})$/i;
/** `Tue, 05 Dec 2023 14:31:48 +0000`, `Tue Dec 5` turned round in newer `date`s. */
const MAIL = /^[a-z]{3},?\s+(\d\d?)\s+([a-z]{3})\s+(\d{4})\s+(\d\d):(\d\d):(\d\d)\s*(\S*)$/i;

/**
 * A date as programs of a host print it, as ISO 8601 UTC; null for anything else. Without a zone it is UTC, as on
 * ESXi; a zone that is only a name (`CET`) stands for too many things, so the date is not taken.
 */
export function dateFromText(text: string): string | null {
  const line = text.trim().slice(0, 100);
  const iso = ISO.exec(line);
  if (iso) {
    const [, year, month, day, hour, minute, second = '0', fraction = '', zone] = iso;
    return instant([year, month, day, hour, minute, second], zone!, fraction);
  }
  const ctime = CTIME.exec(line);
  if (ctime) {
    const [, month, day, hour, minute, second, zone = '', year] = ctime;
    return instant([year, monthNumber(month!), day, hour, minute, second], zone);
  }
  const mail = MAIL.exec(line);
  if (mail) {
    const [, day, month, year, hour, minute, second, zone] = mail;
    return instant([year, monthNumber(month!), day, hour, minute, second], zone!);
  }
  return null;
}

function monthNumber(name: string): number {
  return MONTHS.indexOf(name.toLowerCase()) + 1;
}

function instant(parts: (string | number | undefined)[], zone: string, fraction = ''): string | null {
  const [year, month, day, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ahead = minutesAhead(zone);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (ahead === null || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  if (hour > 23 || minute > 59 || second > 60) return null;
  date.setUTCHours(hour, minute - ahead, second, Number(fraction.padEnd(3, '0').slice(0, 3)));
  return date.toISOString();
}

function minutesAhead(zone: string): number | null {
  if (/^(?:|z|utc|gmt)$/i.test(zone)) return 0;
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (!match) return null;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}
