import { instant } from '../../format/instant';

/** A time of the table: an instant in the zone of the page, or the log's own clock where the log states no zone. */
export interface ShownTime {
  text: string;
  zoned: boolean;
  ms: number;
}

/** `time` is ISO 8601, with `Z` only where the log has or implies a zone. */
export function shownTime(time: string | null, zone: string): ShownTime | null {
  if (time === null) return null;
  const zoned = time.endsWith('Z');
  const ms = Date.parse(zoned ? time : `${time}Z`);
  return { text: instant(ms, zoned ? zone : 'UTC'), zoned, ms };
}
