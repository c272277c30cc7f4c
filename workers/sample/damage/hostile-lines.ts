import type { Plant } from '../plant';
import type { Damage } from './damage';

const TEXTS = [
  '<script>document.title="hacked"</script>',
  '<img src=x onerror="document.title=\'hacked\'">',
  '"><svg/onload=alert(1)>',
  '\u001b[31mred\u001b[0m \u001b]0;title\u0007 and \u0008\u0008 back',
  'right to left \u202egnp.exe and zero\u200bwidth',
  '{{constructor.constructor("return this")()}} ${7*7} %s%n',
];

/** Log lines with markup, terminal escapes and other characters that must stay text. */
export function hostileLines(log = 'hostd'): Damage {
  const plants = TEXTS.map((text, n): Plant => ({ log, text, at: 0.9 + n / 1000, component: 'Hostile' }));
  return { name: 'hostile lines', plants };
}

/** Lines with NUL bytes. */
export function nulBytes(log = 'hostd'): Damage {
  return {
    name: 'nul bytes',
    plants: [
      { log, text: 'before\u0000after', at: 0.91 },
      { log, line: '\u0000'.repeat(512), at: 0.92 },
    ],
  };
}
