import type { RedactKind } from '../public-api';
import { endOf, ENDS } from './byte-classes';
import { Dispatch } from './dispatch';
import { ESCAPES } from './encoded-bytes';
import { NameTrie } from './name-trie';
import { KIND_NUMBERS, KINDS } from './registry';
import type { Matching } from './text-scanner';

/** Blocks of PEM begin with it. */
const DASH = 45;

const encoder = new TextEncoder();

/** What to look for: names, and the shapes and labels of the kinds that are on. */
export function matchingOf(
  names: NameTrie,
  inside: NameTrie,
  isOn: (kind: RedactKind) => boolean,
  hidesBlock: Matching['hidesBlock'],
  domains: NameTrie = new NameTrie(),
): Matching {
  const labels = new NameTrie();
  const labelList: Matching['labelList'][number][] = [];
  const endings: Matching['endings'][number][] = [];
  const mayEnd = new Uint8Array(ENDS);
  const finders = KINDS.flatMap(({ kind, always = false, finders: own = [] }, number) =>
    isOn(kind) || always ? own.map((finder) => ({ ...finder, kind: number })) : [],
  );
  KINDS.forEach((kind, number) => {
    if (!isOn(kind.kind)) return;
    for (const label of kind.labels ?? []) {
      for (const word of label.words) labels.add(encoder.encode(word), labelList.length);
      for (const word of label.endings ?? []) {
        const bytes = encoder.encode(word);
        endings.push({ bytes, label: labelList.length });
        mayEnd[endOf(bytes, bytes.length)] = 1;
      }
      labelList.push({ label, kind: number });
    }
  });
  const dispatch = new Dispatch(finders);
  const hostKind = KIND_NUMBERS.get('host-name')!;
  return {
    dispatch,
    names,
    inside,
    domains,
    hostKind,
    labels,
    begins: labels.begins.map((begins, at) => begins | names.begins[at]! | inside.begins[at]!),
    mayBegin: dispatch.odd.map((odd, byte) =>
      byte === DASH
        ? 1
        : odd |
          names.oddStarts[byte]! |
          inside.oddStarts[byte]! |
          labels.oddStarts[byte]! |
          (inside.empty ? 0 : ESCAPES[byte]!),
    ),
    labelList,
    endings,
    mayEnd,
    hidesBlock,
  };
}
