/** How the values of an event are written, and read back exactly. */

/** `CN_LOGIN (0xd)`: a name with its number, each null where it is not there. */
export interface NamedCode {
  name: string | null;
  /** Above 2^53 a text. */
  code: number | string | null;
  /** The number as it stands, `0xd`. */
  codeText: string | null;
}

export interface ResponseValue {
  code: number | string | null;
  text: string | null;
  /** True for success, null when there is no response. */
  ok: boolean | null;
}

export function namedCode(value: string | null): NamedCode {
  if (value === null || value === '') return { name: null, code: null, codeText: null };
  const match = /^(.*?)[ \t]*\(((?:0x)?[0-9a-fA-F]+)\)$/.exec(value);
  if (!match) return { name: value, code: null, codeText: null };
  const codeText = match[2]!;
  return { name: match[1] || null, code: exactNumber(codeText), codeText };
}

/** `157:HSM Error: …`; a response without number tells by its text. */
export function responseValue(value: string | null): ResponseValue {
  if (value === null || value === '') return { code: null, text: null, ok: null };
  const match = /^(\d+)[ \t]*:[ \t]*(.*)$/s.exec(value);
  const text = match ? match[2]! : value;
  const code = match ? exactNumber(match[1]!) : null;
  const ok = code === null ? /\bSUCCESS\b/.test(text) : code === 0;
  return { code, text, ok };
}

/** A decimal or `0x` number, as a text of decimal digits where a number cannot hold it; null when it is none. */
export function exactNumber(text: string): number | string | null {
  const plain = smallNumber(text);
  if (plain >= 0) return plain;
  if (!/^(?:0x[0-9a-fA-F]{1,32}|\d{1,40})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text).toString();
}

/** The value of at most 15 decimal or 13 hex digits, -1 for anything else: most numbers, read without a pattern. */
function smallNumber(text: string): number {
  const isHex = text.charCodeAt(0) === 0x30 && text.charCodeAt(1) === 0x78;
  const from = isHex ? 2 : 0;
  if (text.length === from || text.length - from > (isHex ? 13 : 15)) return -1;
  let value = 0;
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c >= 0x30 && c <= 0x39) value = value * (isHex ? 16 : 10) + c - 0x30;
    else if (isHex && c >= 0x61 && c <= 0x66) value = value * 16 + c - 0x57;
    else return -1;
  }
  return value;
}

/** The time text of an event and its microseconds. */
export interface EventTime {
  /** `12/19/17 21:01:16.962174` */
  text: string | null;
  /** Microseconds since 1970 UTC; above 2^53 a text. */
  usecs: number | string | null;
}

export function eventTime(value: string | null): EventTime {
  if (value === null) return { text: null, usecs: null };
  const comma = value.indexOf(',');
  const text = (comma < 0 ? value : value.slice(0, comma)).trim();
  const stated = /\busecs?:[ \t]*(\d+)/.exec(value)?.[1];
  return { text: text || null, usecs: stated === undefined ? null : exactNumber(stated) };
}

/** Microseconds since 1970 that a time text says (UTC, years 2000 to 2099); null when it is no time. */
export function usecsOfText(text: string): number | null {
  const match = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return null;
  const [month, day, year, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const ms = Date.UTC(2000 + year, month - 1, day, hour, minute, second);
  const back = new Date(ms);
  if (back.getUTCMonth() !== month - 1 || back.getUTCDate() !== day || hour > 23) return null;
  return ms * 1000 + Number((match[7] ?? '').padEnd(6, '0'));
}

/** The text that an HSM writes for these microseconds. */
export function textOfUsecs(usecs: number): string {
  const iso = isoSecond(usecs);
  return `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}.${micros(usecs)}`;
}

let lastSecond = NaN;
let lastIso = '';

/** `2017-12-19T21:01:16`; events of one second are many. */
function isoSecond(usecs: number): string {
  const second = Math.floor(usecs / 1_000_000);
  if (second !== lastSecond) {
    lastIso = new Date(second * 1000).toISOString().slice(0, 19);
    lastSecond = second;
  }
  return lastIso;
}

/** ISO 8601 UTC with microseconds, or null for what lies outside of four-digit years. */
export function isoOfUsecs(usecs: number | null): string | null {
  if (usecs === null || !(usecs >= 0 && usecs < 253_402_300_800_000_000)) return null;
  return `${isoSecond(usecs)}.${micros(usecs)}Z`;
}

function micros(usecs: number): string {
  return String(usecs % 1_000_000).padStart(6, '0');
}
