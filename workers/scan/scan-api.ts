import type { Layer, LayerId } from '../bytes/layers';
import type { TextLeaf } from '../timeline/text-scan';

/** What a scan worker offers the engine, through Comlink. */
export interface ScanApi {
  /** Makes the worker's tables those of the engine: new blobs (from `firstBlob` on) and changed layers. */
  update(firstBlob: number, blobs: Blob[], layers: [LayerId, Layer][]): Promise<void>;
  /** The text terms of the query that is answered from now on. */
  begin(leaves: readonly TextLeaf[]): Promise<void>;
  /** Sweeps one piece for the terms. */
  sweep(piece: SweptPiece): Promise<SweepAnswer>;
  /** Tests texts by an expression: 1 for each that matches. */
  test(expression: TestedExpression, texts: readonly string[]): Promise<Uint8Array>;
  /** Answers while the worker lives and does not compute. */
  ping(): Promise<void>;
}

/** A regular expression of a query. */
export interface TestedExpression {
  source: string;
  flags: string;
}

/** A piece of one file's text. */
export interface SweptPiece {
  layer: LayerId;
  /** Place of the piece in the layer. */
  offset: number;
  bytes: number;
  firstRow: number;
  /** Where each record begins in the piece, and the end of the last. */
  offsets: Uint32Array;
  /** Rows that matter, one bit each (timeline/text-scan.ts). */
  candidates: Uint32Array;
  /** What the file was parsed with, for its records' messages. */
  format: string;
  processHint: string | null;
  yearHint: number;
}

export type SweepAnswer = { bits: Uint32Array[] } | { error: string; code: string };
