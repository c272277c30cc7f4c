/** What went wrong while reading a source, without stopping it. `code` is stable, `message` is for people. */
export interface Warning {
  code: string;
  /** Path inside the source, or '' for the source itself. */
  path: string;
  /** Byte offset in the (unpacked) stream the message speaks of, or null. */
  offset: number | null;
  message: string;
}
