/** The zone of this browser. */
export const browserZone = new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** Every zone there is to choose, UTC and the browser's own first. */
export function allZones(): string[] {
  return [...new Set(['UTC', browserZone, ...Intl.supportedValuesOf('timeZone')])];
}

/** Zones whose name has all words of the text; `new york` finds `America/New_York`. */
export function searchZones(zones: readonly string[], wanted: string): string[] {
  const words = wanted.toLowerCase().split(/[\s_/]+/);
  return zones.filter((zone) => {
    const name = zone.toLowerCase().replaceAll('_', ' ');
    return words.every((word) => name.includes(word));
  });
}

/** The short name of a zone for narrow places: `New York`. */
export function shortZone(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}
