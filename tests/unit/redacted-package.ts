import type { OpenCase } from '../../workers/engine/open-case';
import type { AliasMap, ManifestEntry, PackOptions, RedactOptions } from '../../workers/public-api';
import { turnBack } from '../../workers/redaction/turn-back';
import { bytesOf, pack } from './packing-case';

export interface RedactedPackage {
  bytes: Uint8Array<ArrayBuffer>;
  manifest: ManifestEntry[];
  aliases: AliasMap;
}

/** Packs a case with redaction. */
export async function redactedPackage(
  open: OpenCase,
  redact: RedactOptions = {},
  fragments: PackOptions['fragments'] = 'keep',
): Promise<RedactedPackage> {
  const { blob, manifest, aliases } = await pack(open, { dumps: 'drop', fragments, redact });
  return { bytes: await bytesOf(blob), manifest, aliases: aliases! };
}

/** Puts the originals back in a text. */
export function originalOf(bytes: Uint8Array, { aliases }: AliasMap): Uint8Array {
  return turnBack(aliases).push(bytes, true);
}
