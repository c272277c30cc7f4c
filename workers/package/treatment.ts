import type { Package } from '../public-api';
import type { EntryFile, FileContent } from './entry-file';

/** What became of a file. */
export type Treated =
  | { action: 'dropped'; reason?: string }
  /** It stays as it is although something was asked for. */
  | { action: 'kept'; reason: string }
  | {
      action: 'decrypted' | 'recrypted' | 'cut' | 'redacted';
      content: FileContent;
      /** Where it is another one; in the archive, with the top folder. */
      path?: string;
      reason?: string;
    };

/** A file that comes in addition. */
export interface AddedFile {
  /** Below the top folder of its bundle. */
  path: string;
  modified: number | null;
  mode: number;
  action: 'decrypted' | 'recrypted' | 'cut' | 'redacted';
  reason?: string;
  content: FileContent;
}

/**
 * Something that is done to the files of a package, one after another in the order of their archives. Each treatment
 * gets what the ones before it left.
 */
export interface Treatment {
  /**
   * Nothing passes in the form that it was stored in: headers of archives hold names too. Else what no treatment
   * changed is copied, compressed logs and nested archives included.
   */
  readonly rewritesAll?: boolean;
  /** Null leaves the file as it is. Fails with what ends the packing as a whole. */
  treat(file: EntryFile): Promise<Treated | null>;
  /** What a path becomes: of a file or of an archive around files, in its own archive. */
  rename?(path: string): string;
  /** What a reason in the manifest becomes: what was wrong with a file may name it. */
  told?(reason: string): string;
  /** Asked for each bundle and each other archive once its files were treated. */
  added?(source: number): AddedFile[];
  /** What is handed over beside the package. */
  beside?(): Pick<Package, 'aliases' | 'keyFile'>;
  /** Wipes what is secret; called at the end, whatever happened. */
  close?(): void;
}
