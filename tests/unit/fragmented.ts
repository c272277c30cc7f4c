import { tarEntry } from './tar-bytes';

/** Tar entries of a file in fragments of so many bytes, without those of some numbers. */
export function inFragments(
  name: string,
  bytes: Uint8Array,
  each: number,
  without: number[] = [],
): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / each) }, (_, number) => number).flatMap((number) =>
    without.includes(number)
      ? []
      : [
          tarEntry({
            name: `${name}.FRAG-${String(number).padStart(5, '0')}`,
            data: bytes.subarray(number * each, (number + 1) * each),
          }),
        ],
  );
}
