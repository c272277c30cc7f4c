const xml = (text: string) => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const ascii = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** All of them in forms that are no log's. */
export function otherForms(texts: readonly string[]): Record<string, string | Uint8Array> {
  return {
    'etc/vmware/planted.conf': texts.map((text, n) => `/planted/child[${n}]/value = "${text}"\n`).join(''),
    'etc/vmware/planted.xml': `<config>\n${texts.map((text) => `  <value>${xml(text)}</value>\n`).join('')}</config>\n`,
    'commands/planted_--all.txt': texts.map((text, n) => `   Entry ${n}: ${text}\n`).join(''),
    'json/planted_--all.json': JSON.stringify(texts.map((value) => ({ value }))),
    'json/planted_--ascii.json': ascii(JSON.stringify(texts)),
    'var/log/upper.txt': texts.map((text) => `seen ${text.toUpperCase()} there\n`).join(''),
    'var/log/urls.txt': texts.map((text) => `GET /x?value=${encodeURIComponent(text)}&y=1\n`).join(''),
    // As older programs write what is beyond ASCII.
    'var/log/latin.txt': Buffer.from(
      texts
        .filter((text) => /^[\x20-\xff]*$/.test(text))
        .map((text) => `latin ${text} here\n`)
        .join(''),
      'latin1',
    ),
    // Signs beyond ASCII right beside it, and a byte order mark.
    'var/log/signs.txt': `\ufeff${texts.map((text) => `${text}→“${text}”…„${text}“\u00a0${text}、\n`).join('')}`,
    'var/log/wide.txt': Buffer.from(
      `\ufeff${texts.map((text) => `wide ${text} here\r\n`).join('')}`,
      'utf16le',
    ),
  };
}
