import type { RandomAccess } from '../bytes/random-access';
import { Failure } from '../failure';
import { attributesByName, readAttributes, shown } from './attributes';
import { CIPHERS, isCipherName, type CipherName } from './ciphers';
import { fail } from './codes';
import { utf8Bytes } from './encodings';

export const ENVELOPE_MAGIC = utf8Bytes('DataTransformEnvelope');
/** Where envelopes begin: bare, or behind the clear header of a core dump. */
export const ENVELOPE_OFFSETS = [0, 4096] as const;
/** Bytes of the fixed part, before the attributes. */
export const FIXED = 512;
/** The data starts at a multiple of this. */
export const HEADER_STEP = 4096;
/** crypto-util writes 4096; a header of more than this is damage or an attack. */
export const MAX_HEADER = 1 << 20;
const MAX_WRAPPED_KEY = 4096;
const HASH_BYTES = 32;

/** Attributes this reader understands. */
export const KNOWN_ATTRIBUTES = {
  'vmware.cipherName': 'text',
  'vmware.keyInfo': 'text',
  'vmware.keyHash': 'bytes',
  'vmware.iv': 'bytes',
  'vmware.internal.key': 'bytes',
  'vmware.internal.key.hash': 'bytes',
  'vmware.compressionMethod': 'text',
  'vmware.contentType': 'text',
} as const;

/** What the header of an envelope says: enough to describe it, not yet checked for what can be decrypted. */
export interface EnvelopeHeader {
  /** Where the envelope begins in its file. */
  offset: number;
  version: 1 | 2;
  /** As written, known or not; null is not encrypted. With a wrapped key, the cipher that wraps. */
  cipher: string | null;
  keyInfo: string | null;
  /** SHA-256 of cipher name and key, 32 bytes. */
  keyHash: Uint8Array | null;
  iv: Uint8Array | null;
  wrapped: { key: Uint8Array; hash: Uint8Array } | null;
  compression: string | null;
  contentType: string | null;
  /** The header block as it stands in the file; version 2 authenticates it. */
  block: Uint8Array;
  /** Where the data begins in the file. */
  dataStart: number;
  /** Bytes of the file from there on, footers included. */
  dataBytes: number;
}

/** Where an envelope begins in `source`, or null. Reads 21 bytes at each place. */
export async function findEnvelope(source: RandomAccess): Promise<number | null> {
  for (const offset of ENVELOPE_OFFSETS) if (await isEnvelopeAt(source, offset)) return offset;
  return null;
}

async function isEnvelopeAt(source: RandomAccess, offset: number): Promise<boolean> {
  if (!Number.isSafeInteger(offset) || offset < 0 || offset > source.size - ENVELOPE_MAGIC.length)
    return false;
  const head = await source.read(offset, ENVELOPE_MAGIC.length);
  return ENVELOPE_MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * Reads the header of the envelope at `offset`, or at 0 and then 4096 without one.
 *
 * Fails with `not-an-envelope`, `truncated` (the file ends inside the header), `unsupported-version`,
 * `unsupported-attribute`, or `damaged-header`.
 */
export async function readEnvelopeHeader(source: RandomAccess, offset?: number): Promise<EnvelopeHeader> {
  const at = offset ?? (await findEnvelope(source));
  if (at === null || (offset !== undefined && !(await isEnvelopeAt(source, at))))
    fail('not-an-envelope', `no envelope at ${offset === undefined ? '0 or 4096' : `offset ${offset}`}`);
  const fixed = await readWhole(source, at, FIXED);
  const { size, version } = fixedFields(fixed);
  if (version !== 1 && version !== 2) fail('unsupported-version', `unsupported envelope version ${version}`);
  const total = FIXED + size;
  if (total % HEADER_STEP !== 0 || total > MAX_HEADER)
    fail('damaged-header', `an envelope header of ${total} bytes is impossible`);
  const block = await readWhole(source, at, total);
  const values = attributesByName(
    readAttributes(block.subarray(FIXED), 'damaged-header'),
    KNOWN_ATTRIBUTES,
    'damaged-header',
  );
  const text = (name: keyof typeof KNOWN_ATTRIBUTES) => (values.get(name) as string | undefined) ?? null;
  const bytes = (name: keyof typeof KNOWN_ATTRIBUTES) => (values.get(name) as Uint8Array | undefined) ?? null;
  return {
    offset: at,
    version,
    cipher: text('vmware.cipherName'),
    keyInfo: text('vmware.keyInfo'),
    keyHash: hashOrNull(bytes('vmware.keyHash'), 'vmware.keyHash'),
    iv: bytes('vmware.iv'),
    wrapped: wrappedKey(bytes('vmware.internal.key'), bytes('vmware.internal.key.hash')),
    compression: text('vmware.compressionMethod'),
    contentType: text('vmware.contentType'),
    block,
    dataStart: at + total,
    dataBytes: source.size - at - total,
  };
}

/** The version an envelope claims, even one this reader refuses; null where the file ends before it. */
export async function claimedVersion(source: RandomAccess, offset: number): Promise<number | null> {
  const fixed = await source.read(offset, FIXED);
  return fixed.length === FIXED ? fixedFields(fixed).version : null;
}

function fixedFields(fixed: Uint8Array): { size: number; version: number } {
  const view = new DataView(fixed.buffer, fixed.byteOffset, fixed.byteLength);
  return { size: view.getUint32(504, true), version: view.getUint32(508, true) };
}

async function readWhole(source: RandomAccess, offset: number, length: number): Promise<Uint8Array> {
  const bytes = offset + length <= source.size ? await source.read(offset, length) : null;
  if (bytes?.length !== length) fail('truncated', 'the file ends inside the envelope header');
  return bytes!;
}

function hashOrNull(hash: Uint8Array | null, name: string): Uint8Array | null {
  if (hash && hash.length !== HASH_BYTES)
    fail('damaged-header', `attribute ${shown(name)} has ${hash.length} bytes, a SHA-256 has ${HASH_BYTES}`);
  return hash;
}

function wrappedKey(key: Uint8Array | null, hash: Uint8Array | null): EnvelopeHeader['wrapped'] {
  if (!key && !hash) return null;
  if (!key || !hash) fail('damaged-header', 'of the wrapped key and its hash one is missing');
  if (key.length === 0 || key.length % 16 !== 0 || key.length > MAX_WRAPPED_KEY)
    fail('damaged-header', `a wrapped key of ${key.length} bytes is impossible`);
  return { key, hash: hashOrNull(hash, 'vmware.internal.key.hash')! };
}

/** What must be true of an encrypted header before any key is tried. */
export interface EncryptedHeader extends EnvelopeHeader {
  cipher: CipherName;
  iv: Uint8Array;
}

/**
 * Checks that this reader can undo what the header names; true where the data is encrypted.
 *
 * Fails with `unsupported-cipher` (also: a compression method other than `gzip`, a cipher the version does not
 * have), `damaged-header` (an IV missing or of another length, a wrapped key without a cipher).
 */
export function isEncrypted(header: EnvelopeHeader): header is EncryptedHeader {
  if (header.compression !== null && header.compression !== 'gzip')
    fail('unsupported-cipher', `unsupported compression method ${shown(header.compression)}`);
  if (header.cipher === null) {
    if (header.wrapped) fail('damaged-header', 'a wrapped key, but no cipher that wraps it');
    return false;
  }
  if (!isCipherName(header.cipher)) fail('unsupported-cipher', `unsupported cipher ${shown(header.cipher)}`);
  checkCipherOfVersion(header.cipher, header.version);
  const { ivBytes } = CIPHERS[header.cipher];
  if (header.iv?.length !== ivBytes)
    fail('damaged-header', `${header.cipher} needs an IV of ${ivBytes} bytes, not ${header.iv?.length ?? 0}`);
  return true;
}

/** Version 1 has sector ciphers, version 2 has AES-256-GCM: another pair has no known layout. */
export function checkCipherOfVersion(cipher: CipherName, version: 1 | 2): void {
  if ((CIPHERS[cipher].mode === 'gcm') !== (version === 2))
    fail('unsupported-cipher', `${cipher} in an envelope of version ${version} is not known`);
}

/** Runs the checks of a header and gives what is wrong instead of failing. */
export function headerProblem(header: EnvelopeHeader): Failure | null {
  try {
    isEncrypted(header);
    return null;
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
