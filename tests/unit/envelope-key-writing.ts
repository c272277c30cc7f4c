import {
  constants,
  createCipheriv,
  createHmac,
  pbkdf2Sync,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

export type MacName = 'HMAC-SHA-256' | 'HMAC-SHA-1' | 'HMAC-SHA-1-128';

/** crypto-util's percent-encoding: everything but letters and digits, in lower-case hexadecimal. */
export function encoded(text: string): string {
  return Array.from(Buffer.from(text), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

export function sealed(key: Uint8Array, mac: MacName, plain: Uint8Array): Buffer {
  const iv = randomBytes(16);
  const aes = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  const hash = createHmac(mac === 'HMAC-SHA-256' ? 'sha256' : 'sha1', key)
    .update(plain)
    .digest();
  return Buffer.concat([
    iv,
    aes.update(plain),
    aes.final(),
    hash.subarray(0, mac === 'HMAC-SHA-1-128' ? 16 : undefined),
  ]);
}

/** Makes the members of a key safe around one data key. */
export class KeySafeWriter {
  readonly dataKey = randomBytes(32);
  readonly mac: MacName;
  readonly members: string[] = [];

  constructor(mac: MacName = 'HMAC-SHA-256') {
    this.mac = mac;
  }

  get #content(): Buffer {
    return Buffer.from(`type=key:cipher=AES-256:key=${encoded(this.dataKey.toString('base64'))}`);
  }

  /** @param most rounds that are done, whatever the file says */
  phrase(
    password: string,
    hash: 'SHA-1' | 'SHA-256' = 'SHA-256',
    cipher = 'AES-256',
    rounds = '1000',
    most = 5000,
  ): this {
    const salt = randomBytes(16);
    const keyBytes = Number(cipher.slice(4)) / 8;
    const done = Math.max(1, Math.min(Number(rounds) || 1, most));
    const key = pbkdf2Sync(password, salt, done, keyBytes, hash === 'SHA-1' ? 'sha1' : 'sha256');
    const dictionary = `pass2key=${encoded(`PBKDF2-HMAC-${hash}`)}:cipher=${encoded(cipher)}:rounds=${encoded(rounds)}:salt=${encoded(salt.toString('base64'))}`;
    return this.pair(`phrase/${encoded('id=')}/${encoded(dictionary)}`, sealed(key, this.mac, this.#content));
  }

  publicKey(key: KeyObject): this {
    const aes = randomBytes(16);
    const wrapped = publicEncrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }, aes);
    const blob = Buffer.concat([wrapped, sealed(aes, this.mac, this.#content)]);
    return this.pair(`null/${encoded('<VMWARE-EMPTYSTRING>')}`, blob);
  }

  serverKey(id: string, key: Uint8Array): this {
    return this.pair(`fqid/<VMWARE-NULL>/kms/${encoded(id)}`, sealed(key, this.mac, this.#content));
  }

  pair(locator: string, blob: Uint8Array): this {
    const data = encoded(Buffer.from(blob).toString('base64'));
    this.members.push(`pair/(${locator},${encoded(this.mac)},${data})`);
    return this;
  }

  get keySafe(): string {
    return `vmware:key/list/(${this.members.join(',')})`;
  }

  /** The two lines of a sealed dictionary. */
  lines(inside: string): string[] {
    const data = sealed(this.dataKey, this.mac, Buffer.from(inside)).toString('base64');
    return [`encryption.keySafe = "${this.keySafe}"`, `encryption.data = "${data}"`];
  }

  keyFile(key: Uint8Array, cipher = 'AES-256', keyInfo = 'vmware:key/fqid/<VMWARE-NULL>/test/1'): Uint8Array {
    const inside = [
      'keyFile.inside.version = "2"',
      `keyFile.inside.cipherName = "${cipher}"`,
      `key.data = "${Buffer.from(key).toString('base64')}"`,
    ];
    const outside = [
      '.encoding = "UTF-8"',
      '# a comment',
      'KEYFILE.outside.version = "2"',
      `keyFile.outside.cipherName = "${cipher}"`,
      `keyFile.outside.keyInfo = "${keyInfo}"`,
    ];
    return Buffer.from([...outside, ...this.lines(inside.join('\n')), ''].join('\r\n'));
  }
}
