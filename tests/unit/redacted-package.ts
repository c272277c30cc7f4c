import { Packing } from '../../workers/engine/packing';
import { PackingTree } from '../../workers/engine/packing-tree';
import { selectedFiles } from '../../workers/engine/packing-selection';
import { redactionOfPackages } from '../../workers/engine/package-redaction';
import { spooled } from '../../workers/engine/spool';
import type { OpenCase } from '../../workers/engine/open-case';
import type { AliasMap, ManifestEntry, RedactOptions } from '../../workers/public-api';
import { freshEnvelopeKernel } from './envelope-kernel';

let jobs = 1_000;

export interface RedactedPackage {
  bytes: Uint8Array<ArrayBuffer>;
  manifest: ManifestEntry[];
  aliases: AliasMap;
}

/** Packs a case with redaction. */
export function redactedPackage(open: OpenCase, redact: RedactOptions = {}): Promise<RedactedPackage> {
  const { content } = open;
  return open.jobs.run(++jobs, async (job) => {
    const options = { dumps: 'drop', fragments: 'keep', redact } as const;
    const tree = new PackingTree(content, selectedFiles(content, {}));
    const files = { [Symbol.iterator]: () => tree.files() };
    const treatment = await redactionOfPackages.make({ open, job, options, files, spool: spooled });
    const hashes = await freshEnvelopeKernel();
    const packing = new Packing({ content, tree, treatments: [treatment], joins: false, hashes, job });
    const parts: Uint8Array[] = [];
    for await (const chunk of packing.bytes()) parts.push(chunk);
    const bytes = new Uint8Array(Buffer.concat(parts));
    return { bytes, manifest: packing.manifest, aliases: treatment.beside!().aliases! };
  });
}
