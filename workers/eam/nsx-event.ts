/** A system event in the log of NSX Manager. Values as printed. */
export interface NsxEvent {
  /** Its code, such as 270000. */
  code: string;
  severity: string | null;
  source: string | null;
  message: string;
  module: string | null;
}

/** Lines of system events in any log. */
export const NSX_EVENT_RECORDS = '"[SystemEvent]"';

const KEYS = [
  'Time',
  'Severity',
  'Event Source',
  'Code',
  'Event Message',
  'Module',
  'Universal Object',
] as const;

/**
 * Reads `[SystemEvent] Time:'…', Severity:'…', …` key by key: texts may hold apostrophes and line breaks, and the
 * last quote may be missing. Null of anything else.
 */
export function nsxEvent(message: string): NsxEvent | null {
  const start = message.indexOf('[SystemEvent]');
  if (start < 0) return null;
  const text = message.slice(start, start + 20_000);
  const places = KEYS.map((key) => ({ key, at: text.indexOf(`${key}:'`) })).filter(({ at }) => at >= 0);
  places.sort((a, b) => a.at - b.at);
  const values = new Map<string, string>();
  for (const [index, { key, at }] of places.entries()) {
    const value = text.slice(at + key.length + 2, places[index + 1]?.at ?? text.length);
    values.set(key, value.replace(/'?\s*,?\s*$/, ''));
  }
  const code = values.get('Code')?.trim();
  if (!code) return null;
  return {
    code,
    severity: values.get('Severity') ?? null,
    source: values.get('Event Source') ?? null,
    message: values.get('Event Message') ?? '',
    module: values.get('Module') ?? null,
  };
}
