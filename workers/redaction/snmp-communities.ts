import { latin1 } from './byte-classes';
import { commandSecrets } from './command-secrets';
import type { Label, Value } from './kind';

/** Characters behind a label that are read. */
const LONGEST = 512;

/** Where the first group that took part stands; of a pattern with the flag `g` each time that it fits. */
function places(line: string, pattern: RegExp): [from: number, to: number][] {
  const all: [number, number][] = [];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(line); found; found = pattern.global ? pattern.exec(line) : null) {
    const place = found.indices!.slice(1).find((group) => group !== undefined);
    if (place) all.push(place);
  }
  return all;
}

/** Labels whose values stand in the rest of their line. */
function inLine(words: readonly string[], find: (line: string) => [from: number, to: number][]): Label {
  return {
    words,
    value(text, at, end) {
      const line = latin1(text, at, Math.min(end, at + LONGEST)).split('\n', 1)[0]!;
      return find(line).map(([from, to]): Value => ({ from: at + from, to: at + to }));
    },
  };
}

/** In an element, behind a sign in quotes or not: one, or several with commas between them. */
const NAMED =
  /^(?:>([^<]+)<|\\*["']?\s{0,16}[:=]\s{0,16}(?:\\*["']([^"'\\]+)|([^\s"'<>;,[{]+(?:, ?[^\s"'<>;]+)*)))/d;
const LIST = /^\\*["']?\s{0,16}[:=]\s{0,16}\[([^\]]*)/;
const IN_LIST = /\\*["']([^"'\\]+)\\*["']/dg;

/** Of one line, behind a user's name. */
const HASHES = /\/((?:0x)?[0-9a-f]{20,128})(?!\w)/dgi;

function communities(line: string): [number, number][] {
  const list = LIST.exec(line);
  if (list === null) return places(line, NAMED);
  const before = list[0].length - list[1]!.length;
  return places(list[1]!, IN_LIST).map(([from, to]) => [before + from, before + to]);
}

const afterBlanks = (pattern: RegExp) => (line: string) => places(line, pattern);

/**
 * Communities of SNMP 1 and 2c, which are its passwords: in the configuration of ESXi (`communities`, `targets`), of
 * net-snmp, and on the command lines of both.
 */
export const SNMP_LABELS: readonly Label[] = [
  // Of SNMP 3, `user/hash/hash/priv`: the hashes open as the passwords do.
  inLine(['users', 'usmusers', 'remoteusers', 'remote-users'], afterBlanks(HASHES)),
  inLine(
    ['communities', 'communitystring', 'community string', 'snmpcommunity', 'snmp community'],
    communities,
  ),
  inLine(
    ['rocommunity', 'rwcommunity', 'rocommunity6', 'rwcommunity6', 'trapcommunity'],
    afterBlanks(/^[ \t]+["']?([^\s"']+)/d),
  ),
  // `com2sec [-Cn context] name source community`
  inLine(
    ['com2sec', 'com2sec6'],
    afterBlanks(/^(?:[ \t]+-Cn[ \t]+\S+)?[ \t]+\S+[ \t]+\S+[ \t]+["']?([^\s"']+)/d),
  ),
  inLine(['trapsink', 'trap2sink', 'informsink'], afterBlanks(/^[ \t]+\S+[ \t]+["']?([^\s"'#]+)/d)),
  // `10.0.0.1@162 public`, `10.0.0.1@161/public`
  inLine(['targets'], afterBlanks(/@\d{1,5}[ /]([^\s"'<>,;]+)/dg)),
  commandSecrets({
    commands: [
      'snmpwalk',
      'snmpget',
      'snmpgetnext',
      'snmpset',
      'snmpbulkwalk',
      'snmpbulkget',
      'snmptrap',
      'snmpinform',
      'snmptable',
    ],
    options: ['-c', '-A', '-X'],
    joined: 'may',
  }),
  commandSecrets({ commands: ['snmp set', 'vicfg-snmp'], options: ['-c', '--communities'] }),
];
