// Exports of the decryption kernel; workers/kernel/{aes,ghash,sha,pbkdf2}.ts describe them for TypeScript.
//
// It is a module of its own, so that keys and plain text have a memory to themselves. No function here loads
// from an address or takes a branch that depends on a key or on data. README.md says what that promises.
export { allocate, release, reserve, reservedBytes } from '../memory';
export { wipe, equalBytes, xorBytes } from './bytes';
export { aesKeyBytes, aesSchedule } from './aes-key';
export { aesEncrypt, aesDecrypt } from './aes';
export { cbcDecrypt, cbcEncrypt, cbcSectorIvs, cbcSectorsDecrypt, cbcSectorsEncrypt } from './cbc';
export { xtsDecrypt, xtsEncrypt, xtsTweaks, xtsIntoCbc } from './xts';
export { ctrCrypt } from './ctr';
export { ghashBytes, ghashStart, ghashUpdate, ghashShift, ghashInverse } from './ghash';
export { hashBytes, hashStart, hashUpdate, hashFinish } from './hash';
export { hmacBytes, hmacStart, hmacUpdate, hmacFinish } from './hmac';
export { pbkdf2Start, pbkdf2Rounds, pbkdf2Result } from './hmac';
