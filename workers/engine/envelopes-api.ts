import type { Result } from '../failure';
import type {
  DecryptedDump,
  DecryptOptions,
  DumpReport,
  EnvelopeEntry,
  FileReference,
  InspectOptions,
  KeyFileEntry,
  KeySecrets,
  OpenReport,
  PlainPart,
  UnlockedKey,
  VmxConfiguration,
  VmxSecrets,
} from '../public-api';

/** Writes a chunk of plain data, which it owns from then on and wipes; settles when it is written. */
export type WritePlain = (chunk: Uint8Array) => Promise<void>;

/** Encrypted dumps and their keys: part of `EngineApi`. */
export interface EnvelopesApi {
  envelopes(): Promise<Result<EnvelopeEntry[]>>;
  /** Key files, keystores, private keys and encrypted `.vmx` of the case, told by content. */
  keyFiles(): Promise<Result<KeyFileEntry[]>>;
  /** Opens a key file, as a job: a password may ask for ten million rounds. How far that is nobody tells. */
  unlock(job: number, keyFile: Blob | FileReference, secrets: KeySecrets): Promise<Result<UnlockedKey>>;
  /** A key given as hex or base64 text. */
  unlockRaw(rawKey: string): Promise<Result<UnlockedKey[]>>;
  unlockedKeys(): Promise<Result<UnlockedKey[]>>;
  /** The plain configuration of an encrypted `.vmx`, which is kept nowhere. A job as `unlock` is. */
  openVmx(job: number, vmx: Blob | FileReference, secrets: VmxSecrets): Promise<Result<VmxConfiguration>>;
  /** Wipes all keys of this visit. */
  forgetKeys(): Promise<Result<void>>;
  /** Decrypts; told by `decrypting` events with the job's number. */
  decrypt(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
  ): Promise<Result<DecryptedDump>>;
  /**
   * The same into a file that the user picked, with no copy of the whole in the browser: `write` is given the chunks one
   * after the other, and wipes them. What it fails with ends the job.
   */
  decryptInto(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    write: WritePlain,
  ): Promise<Result<Omit<DecryptedDump, 'blob'>>>;
  /**
   * The same as Blobs of at most `partBytes`, for a page that can hold no more at a time: the next one is begun when
   * `take` has settled. It must settle when the job is cancelled.
   */
  decryptInParts(
    job: number,
    envelope: Blob | FileReference,
    options: DecryptOptions,
    partBytes: number,
    take: (part: PlainPart) => Promise<void>,
  ): Promise<Result<Omit<DecryptedDump, 'blob'>>>;
  /** Looks through the plain data; told by `decrypting` events and cancelled as a decryption is. */
  inspect(job: number, envelope: Blob | FileReference, options: InspectOptions): Promise<Result<DumpReport>>;
  /** Adds an archive's files or recovered log lines to the case, for this visit only. */
  openInside(job: number, envelope: FileReference, options: DecryptOptions): Promise<Result<OpenReport>>;
}
