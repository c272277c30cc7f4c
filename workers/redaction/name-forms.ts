/** Numbers of encodings below: as it stands, and that of URLs. */
export const PLAIN = 0;
export const PERCENT = 10;

/** How texts write what they cannot write as it stands. Each is given to whole names. */
export const ENCODINGS: readonly ((text: string) => string)[] = [
  (text) => text,
  // JSON, with and without escapes of what is not ASCII, and JSON within JSON.
  (text) => JSON.stringify(text).slice(1, -1),
  (text) => jsonAscii(text),
  (text) => jsonAscii(JSON.stringify(text).slice(1, -1)),
  (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  // XML and HTML.
  (text) => text.replace(/[&<>]/g, named),
  (text) => text.replace(/[&<>"]/g, named),
  (text) => text.replace(/[&<>"']/g, named),
  (text) => text.replace(/[&<>"']/g, (char) => (char === "'" ? '&#39;' : named(char))),
  (text) => text.replace(/[&<>"'\u0080-\u{10ffff}]/gu, (char) => `&#${char.codePointAt(0)!};`),
  // URLs, with what each of the common writers leaves.
  (text) => percent(text, /[^A-Za-z0-9._~!*'()-]/gu),
  (text) => percent(text, /[^A-Za-z0-9._~!*'()/-]/gu),
  (text) => percent(text, /[^A-Za-z0-9._~-]/gu),
  (text) => percent(text, /[^A-Za-z0-9._~-]/gu).replaceAll('%20', '+'),
  (text) => percent(text, /[^A-Za-z0-9._~!$&'()*+,;=:@/-]/gu),
  // Dictionaries of VMware: everything but letters and digits.
  (text) => percent(text, /[^A-Za-z0-9]/gu).toLowerCase(),
  (text) => percent(text, /[^A-Za-z0-9.]/gu),
  (text) => text.replace(/["|]/g, (char) => `|${char.charCodeAt(0).toString(16)}`),
  // fstab, mount tables and the shell.
  (text) => text.replace(/[ \t\\\n]/g, octal),
  (text) =>
    text.replace(/[^!-~]/gu, (char) => bytesOf(char, (byte) => `\\${byte.toString(8).padStart(3, '0')}`)),
  (text) => text.replace(/[^\x20-\x7e]/gu, (char) => bytesOf(char, (byte) => `\\x${byte.toString(16)}`)),
  (text) => text.replace(/[^A-Za-z0-9_./-]/gu, (char) => `\\${char}`),
  (text) => text.replaceAll('\\', '\\\\'),
  (text) => text.replaceAll('\\', '\\\\\\\\'),
  // Domains in distinguished names of LDAP, behind `dc=`.
  (text) => text.replaceAll('.', ',dc='),
  // Texts in single quotes, as Python and scripts print them.
  (text) => text.replace(/['\\]/g, (char) => `\\${char}`),
  // Cells of CSV.
  (text) => text.replaceAll('"', '""'),
];

const encoder = new TextEncoder();

function bytesOf(text: string, write: (byte: number) => string): string {
  return [...encoder.encode(text)].map(write).join('');
}

function percent(text: string, what: RegExp): string {
  return text.replace(what, (char) =>
    bytesOf(char, (byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`),
  );
}

function octal(char: string): string {
  return `\\${char.charCodeAt(0).toString(8).padStart(3, '0')}`;
}

function named(char: string): string {
  return { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }[char] ?? char;
}

function jsonAscii(text: string): string {
  return JSON.stringify(text)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** What a name may look like: each form once, with the number of the encoding that writes it. */
export function formsOf(name: string): { form: string; encoding: number }[] {
  // Half a surrogate pair stands in no text of bytes.
  if (/\p{Cs}/u.test(name)) return [];
  const forms = new Map<string, number>();
  for (const written of caseForms(name)) {
    ENCODINGS.forEach((encode, encoding) => {
      const form = encode(written);
      if (!forms.has(form)) forms.set(form, encoding);
    });
  }
  return [...forms].map(([form, encoding]) => ({ form, encoding }));
}

/** Case and composition of what is not ASCII, which the search does not see through. */
function caseForms(name: string): Set<string> {
  const cases = [name];
  if (/[\u0080-\u{10ffff}]/u.test(name)) cases.push(name.toLowerCase(), name.toUpperCase());
  return new Set(cases.flatMap((text) => [text, text.normalize('NFC'), text.normalize('NFD')]));
}
