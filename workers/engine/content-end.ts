import type { FileTableEnd } from '../archive/file-table';
import type { DictionarySizes } from '../kernel/dictionary';

/**
 * Where the tables of a case end. They only grow, so that what was read last can be taken back, and what was read
 * before can be stored by itself.
 */
export interface ContentEnd {
  blobs: number;
  layers: number;
  containers: number;
  files: FileTableEnd;
  segments: number;
  rows: number;
  dictionaries: DictionarySizes;
}
