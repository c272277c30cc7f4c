import type { SourceKind } from '../public-api';
import { gzipped } from './gzip-writer';
import type { PackedFile } from './packed-file';
import { tarBytes } from './tar-writer';
import { zipBytes } from './zip-writer';

/** An archive of these files, of the kind named; anything that is no archive becomes a compressed tar. */
export function archiveBytes(kind: SourceKind, files: AsyncIterable<PackedFile>): AsyncGenerator<Uint8Array> {
  if (kind === 'zip') return zipBytes(files);
  if (kind === 'tar') return tarBytes(files);
  return gzipped(tarBytes(files));
}
