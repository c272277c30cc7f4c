import type { AesExports } from './aes';
import type { GhashExports } from './ghash';
import type { Kernel } from './kernel';
import type { Pbkdf2Exports } from './pbkdf2';

/** All that the decryption kernel (`assembly/envelope/`) offers. */
export type EnvelopeExports = AesExports & GhashExports & Pbkdf2Exports;

export type EnvelopeKernel = Kernel<EnvelopeExports>;
