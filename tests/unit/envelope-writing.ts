import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { CIPHERS, type CipherName } from '../../workers/envelope/ciphers';
import { sectorIv, xtsTweak } from './node-cipher-suite';

/** An attribute of a header: text, bytes, or its value as raw bytes of any type. */
export type AttributeSpec = [
  name: string,
  value: string | Uint8Array | { type: number; raw: Uint8Array },
  flag?: number,
];

export function attributeList(attributes: AttributeSpec[]): Buffer {
  const parts = attributes.flatMap(([name, value, flag = 0]) => {
    if (typeof value === 'string')
      return [Buffer.from([11, flag, 0, 0]), Buffer.from(`${name}\0`), Buffer.from(`${value}\0`)];
    if (!(value instanceof Uint8Array))
      return [Buffer.from([value.type, flag, 0, 0]), Buffer.from(`${name}\0`), value.raw];
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(value.length));
    return [Buffer.from([12, flag, 0, 0]), Buffer.from(`${name}\0`), length, value];
  });
  return Buffer.concat([...parts, Buffer.alloc(1)]);
}

export function headerBlock(version: number, attributes: AttributeSpec[], total = 4096): Buffer {
  const block = Buffer.alloc(total);
  block.write('DataTransformEnvelope');
  block.writeUInt32LE(total - 512, 504);
  block.writeUInt32LE(version, 508);
  attributeList(attributes).copy(block, 512);
  return block;
}

export function keyHash(cipher: string, key: Uint8Array): Buffer {
  return createHash('sha256').update(cipher).update(key).digest();
}

/** Data, zeros up to a whole sector, and the footer block. */
export function padded(data: Uint8Array): Buffer {
  const padding = (512 - (data.length % 512)) % 512;
  const footer = Buffer.alloc(4096);
  footer.write('DataTransformCryptoFooter', 3584);
  footer.writeUInt32LE(padding, 4088);
  footer.writeUInt32LE(2, 4092);
  return Buffer.concat([data, Buffer.alloc(padding), footer]);
}

export function encryptSectors(
  cipher: CipherName,
  key: Uint8Array,
  iv: Uint8Array,
  plain: Uint8Array,
): Buffer {
  const out = Buffer.alloc(plain.length);
  for (let sector = 0; sector * 512 < plain.length; sector++) {
    const bytes = plain.subarray(sector * 512, sector * 512 + 512);
    const aes =
      CIPHERS[cipher].mode === 'xts'
        ? createCipheriv('aes-256-xts', key, xtsTweak(sector))
        : createCipheriv(`aes-${key.length * 8}-cbc`, key, sectorIv(key, iv, sector));
    out.set((aes as ReturnType<typeof createCipheriv>).setAutoPadding(false).update(bytes), sector * 512);
  }
  return out;
}

export interface EnvelopeSpec {
  version: 1 | 2;
  cipher: CipherName;
  key: Uint8Array;
  plain: Uint8Array;
  compress?: boolean;
  keyInfo?: string;
  aad?: Uint8Array;
  /** Wraps an inner key of this cipher; version 2 by CBC or counter mode, or in a way nobody knows. */
  inner?: CipherName;
  wrapping?: 'cbc' | 'counter' | 'unknown';
  withoutHash?: boolean;
  innerAttributes?: (attributes: AttributeSpec[]) => AttributeSpec[];
  attributes?: AttributeSpec[];
}

/** Writes an envelope as the format's description says, with Node's crypto. */
export function writeEnvelope(spec: EnvelopeSpec): Buffer {
  const { version, cipher, key, keyInfo = 'vmware:key/fqid/<VMWARE-NULL>/test/1' } = spec;
  const iv = randomBytes(CIPHERS[cipher].ivBytes);
  const attributes: AttributeSpec[] = [
    ['vmware.cipherName', cipher],
    ['vmware.keyInfo', keyInfo],
    ['vmware.iv', iv],
    ...(spec.withoutHash ? [] : [['vmware.keyHash', keyHash(cipher, key)] as AttributeSpec]),
    ...(spec.compress ? [['vmware.compressionMethod', 'gzip'] as AttributeSpec] : []),
    ...(spec.attributes ?? []),
  ];
  let data = { cipher, key, iv: iv as Uint8Array };
  if (spec.inner) {
    data = {
      cipher: spec.inner,
      key: randomBytes(CIPHERS[spec.inner].keyBytes),
      iv: randomBytes(CIPHERS[spec.inner].ivBytes),
    };
    const list: AttributeSpec[] = [
      ['vmware.cipherName', data.cipher],
      ['vmware.key.data', data.key],
      ['vmware.iv', data.iv],
    ];
    const inner = Buffer.alloc(256);
    attributeList(spec.innerAttributes?.(list) ?? list).copy(inner);
    attributes.push(
      ['vmware.internal.key', wrap(spec, key, iv, inner)],
      ['vmware.internal.key.hash', createHash('sha256').update(inner).digest()],
    );
  }
  const block = headerBlock(version, attributes);
  const content = padded(spec.compress ? deflateSync(spec.plain) : spec.plain);
  if (version === 1) return Buffer.concat([block, encryptSectors(data.cipher, data.key, data.iv, content)]);
  const aes = createCipheriv('aes-256-gcm', data.key, data.iv);
  aes.setAAD(Buffer.concat([block, spec.aad ?? new Uint8Array(0)]));
  const sealed = Buffer.concat([aes.update(content), aes.final()]);
  const footer = Buffer.alloc(4096);
  footer.write('DataTransformAeadFooter');
  aes.getAuthTag().copy(footer, 32);
  footer.writeUInt32LE(16, 4088);
  footer.writeUInt32LE(1, 4092);
  return Buffer.concat([block, sealed, footer]);
}

function wrap(
  { cipher, wrapping = 'cbc' }: EnvelopeSpec,
  key: Uint8Array,
  iv: Uint8Array,
  inner: Buffer,
): Buffer {
  const aesKey = CIPHERS[cipher].mode === 'xts' ? key.subarray(0, 32) : key;
  const bits = aesKey.length * 8;
  if (wrapping === 'unknown') return randomBytes(inner.length);
  const longIv = Buffer.alloc(16);
  longIv.set(iv);
  if (wrapping === 'counter') {
    longIv.writeUInt32BE(2, 12);
    return createCipheriv(`aes-${bits}-ctr`, aesKey, longIv).update(inner);
  }
  const blocks = [];
  for (let at = 0; at < inner.length; at += 16) {
    const aes = createCipheriv(`aes-${bits}-cbc`, aesKey, longIv).setAutoPadding(false);
    blocks.push(aes.update(inner.subarray(at, at + 16)));
  }
  return Buffer.concat(blocks);
}
