import { utf8Bytes } from '../envelope/encodings';
import type { KeySecrets as SecretBytes } from '../envelope/sealed-dictionary';
import { wipe } from '../envelope/secret-bytes';
import type { KeySecrets } from '../public-api';

/** Secrets as the page gives them, in bytes while `work` lasts: these can be wiped, and are. */
export async function withSecretBytes<T>(
  secrets: KeySecrets,
  work: (bytes: SecretBytes) => Promise<T>,
): Promise<T> {
  const asBytes = (text: string | undefined) => (text === undefined ? undefined : utf8Bytes(text));
  const bytes = {
    password: asBytes(secrets.password),
    privateKey: asBytes(secrets.privateKey),
    privateKeyPassword: asBytes(secrets.privateKeyPassword),
  };
  try {
    return await work(bytes);
  } finally {
    wipe(bytes.password, bytes.privateKey, bytes.privateKeyPassword);
  }
}
