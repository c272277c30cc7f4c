import type { AliasMap } from '../../../workers/public-api';

const ESCAPE = /[.*+?^${}()|[\]\\]/g;

/** Shapes as one writes them at once; each is a sweep over the text. */
const SHAPES = [
  /\b[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b/g,
  /\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b/g,
  /\b[0-9a-fA-F]{8}-[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\b/g,
  /\b(?:naa|eui)\.[0-9a-fA-F]{16,32}\b/g,
  /\b(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}\b/g,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  /(?:\b[0-9a-fA-F]{1,4}|:):(?:[0-9a-fA-F]{0,4}:)*[0-9a-fA-F]{0,4}\b/g,
  /\b(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}\b/g,
  /(?<=\/vmfs\/volumes\/)[0-9a-f]{8}-[0-9a-f]{8}\b/g,
  /\bsid=[0-9a-f]{8}\b/g,
  /-----BEGIN [A-Z ]+-----[\s\S]{0,10000}?-----END [A-Z ]+-----/g,
];

/** What a page does at once: a RegExp for each shape and one for all names, one after the other, over lines of text. */
export function regexpRedaction(
  names: readonly string[],
  aliases: AliasMap['aliases'],
): (text: Uint8Array) => Uint8Array {
  const map = new Map(aliases.map(({ alias, original }) => [original, alias]));
  const all = [...names].sort((a, b) => b.length - a.length).map((name) => name.replace(ESCAPE, '\\$&'));
  const patterns = [new RegExp(`\\b(?:${all.join('|')})\\b`, 'gi'), ...SHAPES];
  const aliasOf = (found: string) => {
    if (found.startsWith('sid=')) return `sid=${map.get(found.slice(4)) ?? found.slice(4)}`;
    return map.get(found) ?? found;
  };
  return (bytes) => {
    let text = new TextDecoder().decode(bytes);
    for (const pattern of patterns) text = text.replace(pattern, aliasOf);
    return new TextEncoder().encode(text);
  };
}
