import { expose, transfer } from 'comlink';
import type { CryptoApi } from './crypto/crypto-api';
import { CryptoService } from './crypto/crypto-service';
import { kernelSuite } from './envelope/kernel-suite';
import { embeddedEnvelopeKernel } from './kernel/embedded-envelope';

const service = embeddedEnvelopeKernel().then((kernel) => new CryptoService(kernelSuite(kernel)));

const sent = (bytes: Uint8Array) => transfer(bytes, [bytes.buffer]);

expose({
  open: async (...args) => (await service).open(...args),
  run: async (...args) => sent(await (await service).run(...args)),
  close: async (...args) => (await service).close(...args),
  pbkdf2: async (...args) => sent(await (await service).pbkdf2(...args)),
  ping: async () => undefined,
} satisfies CryptoApi);
