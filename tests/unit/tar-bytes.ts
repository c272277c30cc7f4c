// Tars by hand, for what no writer makes on purpose.

export interface TarField {
  name?: string | Uint8Array;
  prefix?: string;
  type?: string;
  /** Declared size; that of the data by default. */
  size?: number;
  data?: Uint8Array | string;
  link?: string;
  modified?: number;
  magic?: 'ustar' | 'gnu' | 'v7';
  /** Changes the header before its checksum is taken. */
  change?: (header: Uint8Array) => void;
  /** Changes the header after that. */
  damage?: (header: Uint8Array) => void;
  checksum?: 'unsigned' | 'signed';
}

const encoder = new TextEncoder();
export const ascii = (text: string | Uint8Array) => (typeof text === 'string' ? encoder.encode(text) : text);
const octal = (value: number, width: number) => ascii(value.toString(8).padStart(width - 1, '0'));

/** A header without its data. */
export function tarHeader(field: TarField): Uint8Array {
  const header = new Uint8Array(512);
  const { type = '0', magic = 'ustar' } = field;
  header.set(ascii(field.name ?? 'file'), 0);
  header.set(octal(0o644, 8), 100);
  header.set(octal(0, 8), 108);
  header.set(octal(0, 8), 116);
  header.set(octal(field.size ?? ascii(field.data ?? '').length, 12), 124);
  header.set(octal(field.modified ?? 1_700_000_000, 12), 136);
  header.set(ascii(type), 156);
  header.set(ascii(field.link ?? ''), 157);
  if (magic === 'ustar') header.set(ascii('ustar\x0000'), 257);
  if (magic === 'gnu') header.set(ascii('ustar  \0'), 257);
  header.set(ascii(field.prefix ?? ''), 345);
  field.change?.(header);
  seal(header, field.checksum);
  field.damage?.(header);
  return header;
}

/** Writes the checksum. */
export function seal(header: Uint8Array, kind: 'unsigned' | 'signed' = 'unsigned'): void {
  header.fill(32, 148, 156);
  const bytes = kind === 'signed' ? new Int8Array(header.buffer, header.byteOffset, 512) : header;
  const sum = (bytes as Uint8Array).reduce((total, byte) => total + byte, 0);
  header.set(ascii(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
}

/** A header, its data and the padding. */
export function tarEntry(field: TarField): Uint8Array {
  const data = ascii(field.data ?? '');
  const bytes = new Uint8Array(512 + Math.ceil(data.length / 512) * 512);
  bytes.set(tarHeader(field));
  bytes.set(data, 512);
  return bytes;
}

/** A PAX header with records, or with a body as it is. */
export function paxEntry(
  records: Record<string, string> | [string, string][] | string,
  type = 'x',
): Uint8Array {
  if (typeof records === 'string') return tarEntry({ name: 'PaxHeaders/x', type, data: records });
  const pairs = Array.isArray(records) ? records : Object.entries(records);
  return tarEntry({
    name: 'PaxHeaders/x',
    type,
    data: concat(pairs.map(([key, value]) => paxRecord(key, value))),
  });
}

export function paxRecord(key: string, value: string): Uint8Array {
  const rest = ascii(` ${key}=${value}\n`);
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return concat([ascii(String(length)), rest]);
}

export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const END = new Uint8Array(1024);

export function tar(...parts: Uint8Array[]): Uint8Array {
  return concat([...parts, END]);
}
