import type { RandomAccess } from '../bytes/random-access';
import { fail } from './codes';
import type { EncryptedHeader } from './envelope-header';
import { AEAD_FOOTER, readAeadFooter } from './footer';
import { lengthBlock, xorInto } from './gcm';
import type { PartJob } from './part';
import { inOrder, readExactly } from './pipeline';
import { BLOCK, hashPart, piecesOf, type DataLayout } from './plan';
import { joinBytes, sameBytes, wipe } from './secret-bytes';

export interface AuthenticationRun {
  source: RandomAccess;
  header: EncryptedHeader;
  layout: DataLayout;
  job: PartJob;
  /** Parts under way at a time. */
  width: number;
  pieceBytes: number;
  aad: Uint8Array;
  signal: AbortSignal | undefined;
  advance: (bytes: number) => void;
}

/**
 * Verifies the tag of a version 2 envelope over its whole data, the first of two passes: nothing is decrypted before
 * this has passed. The source must give the same bytes in the second pass, as a Blob does.
 *
 * Fails with `not-authentic`, `truncated`, `damaged-data` (the clear footer), `cancelled`.
 */
export async function authenticate(run: AuthenticationRun): Promise<void> {
  const { source, header, layout, job, width, pieceBytes, aad, signal, advance } = run;
  const footer = await readExactly(source, source.size - AEAD_FOOTER, AEAD_FOOTER, signal);
  const tag = readAeadFooter(footer);
  const associated = joinBytes(header.block, aad);
  const lengths = lengthBlock(associated.length, layout.bytes);
  const dataBlocks = Math.ceil(layout.bytes / BLOCK);
  const sum = await job.run({ kind: 'hash', blocksAfter: dataBlocks + 1 }, associated);
  const pieces = function* () {
    for (const piece of piecesOf(layout.bytes, pieceBytes)) {
      yield async () => {
        const bytes = await readExactly(source, layout.start + piece.at, piece.length, signal);
        const share = await job.run(hashPart(piece, layout.bytes), bytes);
        advance(piece.length);
        return share;
      };
    }
  };
  for await (const share of inOrder(pieces(), width, wipe)) xorInto(sum, share);
  xorInto(sum, await job.run({ kind: 'hash', blocksAfter: 0 }, lengths));
  xorInto(sum, await job.run({ kind: 'counter', firstBlock: -1 }, new Uint8Array(BLOCK)));
  const isAuthentic = sameBytes(sum, tag);
  wipe(sum);
  if (!isAuthentic)
    fail(
      'not-authentic',
      'the authentication tag does not match: the data or its header was changed, or the associated data is not the one it was written with',
    );
}
