/** Bytes that can be read at any place; reads past the end give fewer bytes. */
export interface RandomAccess {
  readonly size: number;
  /** The bytes must not be written to: they may be a view on what others read too. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The same as a buffer of the caller's own, where that can be had without a copy. */
  readOwn?(offset: number, length: number): Promise<Uint8Array>;
}
