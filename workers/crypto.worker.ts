import { expose, transfer } from 'comlink';
import type { CryptoApi } from './crypto/crypto-api';
import { CryptoService } from './crypto/crypto-service';
import { suiteFor } from './envelope/hybrid-suite';
import { embeddedEnvelopeKernel } from './kernel/embedded-envelope';

// On an insecure origin there is no `crypto.subtle`, whatever the types say.
const subtle: SubtleCrypto | undefined = crypto.subtle;
const service = embeddedEnvelopeKernel().then((kernel) => new CryptoService(suiteFor(kernel, subtle)));

const sent = (bytes: Uint8Array) => transfer(bytes, [bytes.buffer]);

expose({
  open: async (...args) => (await service).open(...args),
  run: async (...args) => sent(await (await service).run(...args)),
  close: async (...args) => (await service).close(...args),
  pbkdf2: async (...args) => sent(await (await service).pbkdf2(...args)),
  stopDeriving: async (...args) => (await service).stopDeriving(...args),
  warm: async () => (await service).warm(),
  ping: async () => undefined,
} satisfies CryptoApi);
