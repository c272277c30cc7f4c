/** The zone of this browser. */
export const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Today's names of zones that browsers may list under their former name only. */
const RENAMED = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Kanton',
];

/** Every zone there is to choose, UTC and the browser's own first. */
export function allZones(): string[] {
  const listed = [...Intl.supportedValuesOf('timeZone'), ...RENAMED.filter(isZone)];
  return [...new Set(['UTC', browserZone, ...listed.sort()])];
}

/**
 * Zones whose name has all words of the text; `new york` finds `America/New_York`. A name that is not listed but
 * known to the browser (`CET`) is found when it is written in full.
 */
export function searchZones(zones: readonly string[], wanted: string): string[] {
  const words = wanted.toLowerCase().split(/[\s_/]+/);
  const found = zones.filter((zone) => {
    const name = zone.toLowerCase().replaceAll('_', ' ');
    return words.every((word) => name.includes(word));
  });
  return found.length === 0 && isZone(wanted.trim()) ? [wanted.trim()] : found;
}

function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** The short name of a zone for narrow places: `New York`. */
export function shortZone(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
