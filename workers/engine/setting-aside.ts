import { archiveBytes } from '../package/archive-writer';
import type { FileContent } from '../package/entry-file';
import type { PackedFile } from '../package/packed-file';
import type { SourceKind } from '../public-api';
import { spooled, type Spooled } from './spool';

/** What is written before what it stands in: sizes stand in front of bytes. */
export interface SettingAside {
  /** Content whose size is known. */
  content(content: FileContent): Promise<Spooled>;
  /** An archive of these files. */
  archive(kind: SourceKind, files: AsyncIterable<PackedFile>): Promise<Spooled>;
  /** A file that is in the package as a part of its archive: read for its digest. */
  read(file: PackedFile): Promise<void>;
}

/** For a package that is written: what has no known size is kept by the browser. */
export const setAside: SettingAside = {
  async content(content) {
    const { bytes } = content;
    return bytes === null ? spooled(content.chunks()) : { bytes, chunks: () => content.chunks() };
  },
  archive: (kind, files) => spooled(archiveBytes(kind, files)),
  async read(file) {
    for await (const chunk of file.content()) void chunk;
  },
};
