import { contentKind } from '../archive/content-kind';
import type { DumpKind } from '../public-api';

/** `e_type` of a core file (ELF, "ELF header"), at this place of the header. */
const ELF_TYPE_AT = 16;
const ELF_CORE = 4;

/** Kinds that open as an archive, or as the file they hold. */
export const ARCHIVE_KINDS: readonly DumpKind[] = ['tar', 'gzip', 'zip'];

/**
 * What plain data is by its first bytes (4,117 suffice). Nothing tells a zdump by content: its layout is not
 * established, so data nobody knows is one where the envelope says that it holds a dump.
 */
export function dumpKind(head: Uint8Array, bytes: number, contentType: string | null): DumpKind {
  const { kind } = contentKind(head, bytes);
  switch (kind) {
    case 'elf':
      return elfType(head) === ELF_CORE ? 'elf-core' : 'elf';
    case 'log':
    case 'text':
      return 'text';
    case 'binary':
    case 'damaged':
      if (isZlib(head)) return 'zlib';
      return contentType?.endsWith('.dump') ? 'zdump' : 'binary';
    default:
      return kind;
  }
}

function elfType(head: Uint8Array): number {
  const isBigEndian = head[5] === 2;
  const [low = 0, high = 0] = head.subarray(ELF_TYPE_AT, ELF_TYPE_AT + 2);
  return isBigEndian ? low * 256 + high : high * 256 + low;
}

/** RFC 1950, 2.2, of the window that everybody writes. */
function isZlib([cmf = 0, flg = 0]: Uint8Array): boolean {
  return cmf === 0x78 && (flg & 0x20) === 0 && (cmf * 256 + flg) % 31 === 0;
}
