import { createCipheriv, createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CIPHERS } from '../../workers/envelope/ciphers';
import { headerBlock, keyHash, padded } from '../unit/envelope-writing';
import { sectorIv } from '../unit/node-cipher-suite';

/** An envelope on disk. */
export interface EnvelopeFile {
  path: string;
  plainBytes: number;
  /** Hexadecimal. */
  rawKey: string;
}

type Cipher = 'AES-256' | 'AES-256-GCM';

const FOLDER = join(tmpdir(), 'bundlescope-bench-inputs');
const CHUNK = 1 << 20;
const KEY = createHash('sha256').update('bench').digest();

/** Makes an envelope around `mebibytes` MiB with Node's crypto, or takes the one an earlier run made. */
export async function envelopeFile(cipher: Cipher, mebibytes: number): Promise<EnvelopeFile> {
  const path = join(FOLDER, `${cipher}-${mebibytes}MiB.ve`);
  const made = { path, plainBytes: mebibytes * CHUNK, rawKey: KEY.toString('hex') };
  if (await stat(path).catch(() => null)) return made;
  await mkdir(FOLDER, { recursive: true });
  console.log(`  making ${path} …`);
  const partial = `${path}.${process.pid}`;
  const file = createWriteStream(partial);
  for (const chunk of cipher === 'AES-256' ? sectorEnvelope(mebibytes) : messageEnvelope(mebibytes)) {
    if (!file.write(chunk)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  await rename(partial, path);
  return made;
}

function header(cipher: Cipher, iv: Uint8Array): Buffer {
  return headerBlock(cipher === 'AES-256' ? 1 : 2, [
    ['vmware.cipherName', cipher],
    ['vmware.keyInfo', 'vmware:key/fqid/<VMWARE-NULL>/bench/1'],
    ['vmware.iv', iv],
    ['vmware.keyHash', keyHash(cipher, KEY)],
  ]);
}

/** Plain data in pieces, the last one with the footer of the encrypted data. */
function* plainPieces(mebibytes: number): Generator<Buffer> {
  const piece = Buffer.alloc(CHUNK, 'Nothing that anybody would want to read. ');
  for (let i = 1; i < mebibytes; i++) yield piece;
  yield padded(piece);
}

function* sectorEnvelope(mebibytes: number): Generator<Buffer> {
  const iv = Buffer.alloc(CIPHERS['AES-256'].ivBytes, 3);
  yield header('AES-256', iv);
  let sector = 0;
  for (const piece of plainPieces(mebibytes)) {
    const sealed = Buffer.alloc(piece.length);
    for (let at = 0; at < piece.length; at += 512, sector++) {
      const aes = createCipheriv('aes-256-cbc', KEY, sectorIv(KEY, iv, sector)).setAutoPadding(false);
      sealed.set(aes.update(piece.subarray(at, at + 512)), at);
    }
    yield sealed;
  }
}

function* messageEnvelope(mebibytes: number): Generator<Buffer> {
  const iv = Buffer.alloc(CIPHERS['AES-256-GCM'].ivBytes, 3);
  const block = header('AES-256-GCM', iv);
  yield block;
  const aes = createCipheriv('aes-256-gcm', KEY, iv);
  aes.setAAD(block);
  for (const piece of plainPieces(mebibytes)) yield aes.update(piece);
  aes.final();
  const footer = Buffer.alloc(4096);
  footer.write('DataTransformAeadFooter');
  aes.getAuthTag().copy(footer, 32);
  footer.writeUInt32LE(16, 4088);
  footer.writeUInt32LE(1, 4092);
  yield footer;
}
