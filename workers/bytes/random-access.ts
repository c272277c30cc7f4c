/** Bytes that can be read at any place; reads past the end give fewer bytes. */
export interface RandomAccess {
  readonly size: number;
  read(offset: number, length: number): Promise<Uint8Array>;
}
