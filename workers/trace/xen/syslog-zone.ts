const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const HEAD = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) /;
/** Zones are whole quarters of an hour off UTC. */
const QUARTER = 15 * 60_000;
/** Most that the two clocks of a line may be apart, beside the zone, ms. */
const SLACK = 2 * 60_000;
const DAY = 86_400_000;

/**
 * How far the local clock of a host is ahead of UTC, in ms, from a line that has both: the head of syslog and the
 * instant of its text. Null when the head has another form or the two do not fit.
 */
export function aheadOfUtc(raw: string, utc: number): number | null {
  const head = HEAD.exec(raw);
  const month = head ? MONTHS.indexOf(head[1]!) : -1;
  if (!head || month % 3 !== 0) return null;
  const [day, hour, minute, second] = head.slice(2).map(Number) as [number, number, number, number];
  const year = new Date(utc).getUTCFullYear();
  // The head has no year: the one that fits best.
  const local = nearest(utc, (y) => Date.UTC(y, month / 3, day, hour, minute, second), year);
  const ahead = Math.round((local - utc) / QUARTER) * QUARTER;
  return Math.abs(ahead) <= 15 * 3_600_000 && Math.abs(local - utc - ahead) <= SLACK ? ahead : null;
}

/** A local time whose year may be inferred, moved to UTC and into the year that fits `utc` best. */
export function toUtc(local: number, ahead: number, utc: number): number {
  const date = new Date(local);
  const inYear = (year: number) =>
    Date.UTC(year, date.getUTCMonth(), date.getUTCDate()) + (local % DAY) - ahead;
  return nearest(utc, inYear, new Date(utc).getUTCFullYear());
}

function nearest(utc: number, inYear: (year: number) => number, year: number): number {
  const choices = [year - 1, year, year + 1].map(inYear);
  return choices.reduce((best, choice) => (Math.abs(choice - utc) < Math.abs(best - utc) ? choice : best));
}
