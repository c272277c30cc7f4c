import { Failure } from '../failure';

/** An IANA zone that this browser knows, UTC where none is given. Fails with `bad-argument`. */
export function checkedZone(zone: string | undefined): string {
  if (zone === undefined) return 'UTC';
  if (typeof zone === 'string' && isZone(zone)) return zone;
  throw new Failure(
    'bad-argument',
    `zone is an IANA zone such as "Europe/Berlin", not ${JSON.stringify(zone)}`,
  );
}

function isZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}
