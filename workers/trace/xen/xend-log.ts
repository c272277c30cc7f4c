/** What a record of xend.log says of a machine. */
export interface XendEntry {
  kind: 'create' | 'stop' | 'reboot' | 'suspend' | 'crash' | 'migrating' | 'save-failed';
  name: string | null;
  uuid: string | null;
}

/** Configurations beyond this are cut. */
const LONGEST = 256 * 1024;

const CREATE = /^XendDomainInfo\.(?:createDormant|create)\(/;
const SHUT_DOWN = /^Domain has shutdown: name=(.*) id=\d+ reason=(\w+)\.?$/;
const CRASHED = /^Domain has crashed: name=(.*) id=\d+\.?$/;
const SAVE_FAILED = /^Save failed on domain (.*) \(\d+\)/;

/** Reads the message of a record; null when it tells of no operation. Texts of xend's public source. */
export function parseXend(message: string): XendEntry | null {
  const text = message.slice(0, LONGEST);
  if (CREATE.test(text)) {
    const name = setting(text, 'name_label') ?? setting(text, 'name');
    return { kind: 'create', name, uuid: setting(text, 'uuid') };
  }
  const line = text.split('\n', 1)[0]!.trimEnd();
  const shutDown = SHUT_DOWN.exec(line);
  if (shutDown) {
    const kind = shutDown[2] === 'reboot' ? 'reboot' : shutDown[2] === 'suspend' ? 'suspend' : 'stop';
    return { kind: shutDown[2] === 'crash' ? 'crash' : kind, name: shutDown[1]!, uuid: null };
  }
  const crashed = CRASHED.exec(line);
  if (crashed) return { kind: 'crash', name: crashed[1]!, uuid: null };
  if (line.startsWith('Live migrate timeout value')) return { kind: 'migrating', name: null, uuid: null };
  const failed = SAVE_FAILED.exec(line);
  return failed ? { kind: 'save-failed', name: failed[1]!, uuid: null } : null;
}

// `'name_label': 'ubuntu-hd'` of a dictionary, `['name', 'x']` of a list, as Python prints them.
function setting(text: string, key: string): string | null {
  for (const opening of [`'${key}': `, `['${key}', `]) {
    const at = text.indexOf(opening);
    if (at < 0) continue;
    const value = pythonText(text, at + opening.length);
    if (value !== null) return value;
  }
  return null;
}

// A Python text in either quotes, with `u` in front or not.
function pythonText(text: string, from: number): string | null {
  let i = text[from] === 'u' ? from + 1 : from;
  const quote = text[i];
  if (quote !== "'" && quote !== '"') return null;
  let value = '';
  for (i++; i < text.length; i++) {
    if (text[i] === quote) return value;
    if (text[i] === '\\') i++;
    value += text[i] ?? '';
  }
  return null;
}
