import { readAttributes } from '../attributes';
import { fail } from '../codes';
import {
  ENVELOPE_MAGIC,
  FIXED,
  HEADER_STEP,
  KNOWN_ATTRIBUTES,
  MAX_HEADER,
  type EnvelopeHeader,
} from '../envelope-header';
import { bytesAttribute, textAttribute } from './attribute-list';

/** What an envelope says of its encryption. */
export interface OuterFields {
  cipher: string;
  keyInfo: string;
  iv: Uint8Array;
  keyHash: Uint8Array;
  wrapped: { key: Uint8Array; hash: Uint8Array } | null;
}

/** What a header says. */
export interface HeaderFields {
  version: 1 | 2;
  /** Null of an envelope that is not encrypted. */
  outer: OuterFields | null;
  isCompressed: boolean;
  /** Further attributes, as they stood in another header. */
  others: readonly Uint8Array[];
}

/** The header of an envelope, with its attributes in crypto-util's order; a multiple of 4096 bytes. Fails with `bad-argument`. */
export function headerBlock({ version, outer, isCompressed, others }: HeaderFields): Uint8Array {
  const entries = [
    ...(outer ? outerAttributes(outer) : []),
    ...(isCompressed ? [textAttribute('vmware.compressionMethod', 'gzip')] : []),
    ...others,
  ];
  // The byte of type 0 that ends the list is one of the zeros behind it.
  const needed = FIXED + entries.reduce((sum, { length }) => sum + length, 0) + 1;
  const total = Math.ceil(needed / HEADER_STEP) * HEADER_STEP;
  if (total > MAX_HEADER) fail('bad-argument', `an envelope header of ${total} bytes is too large`);
  const block = new Uint8Array(total);
  block.set(ENVELOPE_MAGIC);
  const view = new DataView(block.buffer);
  view.setUint32(FIXED - 8, total - FIXED, true);
  view.setUint32(FIXED - 4, version, true);
  let at = FIXED;
  for (const entry of entries) {
    block.set(entry, at);
    at += entry.length;
  }
  return block;
}

function outerAttributes({ cipher, keyInfo, iv, keyHash, wrapped }: OuterFields): Uint8Array[] {
  return [
    textAttribute('vmware.cipherName', cipher),
    textAttribute('vmware.keyInfo', keyInfo),
    bytesAttribute('vmware.iv', iv),
    ...(wrapped
      ? [
          bytesAttribute('vmware.internal.key', wrapped.key),
          bytesAttribute('vmware.internal.key.hash', wrapped.hash),
        ]
      : []),
    bytesAttribute('vmware.keyHash', keyHash),
  ];
}

/** Attributes of a header that say nothing of its encryption and compression: they are kept when it is written anew. */
export function otherAttributes({ block }: EnvelopeHeader): Uint8Array[] {
  return readAttributes(block.subarray(FIXED), 'damaged-header')
    .filter(({ name }) => name === 'vmware.contentType' || !Object.hasOwn(KNOWN_ATTRIBUTES, name))
    .map(({ raw }) => raw);
}
