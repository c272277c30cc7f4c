import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { generateBundle, type BundleDescription, type BundleTruth } from '../../workers/sample';

/** A generated bundle on disk, and what is known of it. */
export interface BundleFile {
  path: string;
  /** Bytes as packed. */
  bytes: number;
  /** Text of its logs, unpacked, in bytes. */
  logBytes: number;
  /** Records in the files the generator knows as logs. */
  records: number;
}

/** Inputs are kept here between runs: a gibibyte of logs takes minutes to make. */
const FOLDER = join(tmpdir(), 'bundlescope-bench-inputs');
/** To be raised when the generator's output changes. */
const GENERATION = 1;

/** Makes a bundle with `mebibytes` MiB of logs, or takes the one an earlier run made. */
export async function bundleFile(
  mebibytes: number,
  options: Partial<BundleDescription> = {},
): Promise<BundleFile> {
  const description: BundleDescription = {
    release: '8.0',
    seed: 'bench',
    logBytes: mebibytes * 1024 * 1024,
    rotated: 0,
    ...options,
  };
  const fragments = description.fragments ? '-fragments' : '';
  const name = `${GENERATION}-${mebibytes}MiB-${description.rotated}-rotated${fragments}`;
  const path = join(FOLDER, `${name}.${description.compress === 'none' ? 'tar' : 'tgz'}`);
  const facts = join(FOLDER, `${name}.json`);
  try {
    await stat(path);
    return { path, ...JSON.parse(await readFile(facts, 'utf8')) };
  } catch {
    // Not made yet.
  }
  await mkdir(FOLDER, { recursive: true });
  console.log(`  making ${name} …`);
  const bundle = generateBundle(description);
  const partial = `${path}.${process.pid}`;
  const file = createWriteStream(partial);
  let bytes = 0;
  for await (const chunk of bundle.chunks) {
    bytes += chunk.length;
    if (!file.write(chunk)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
  const made = { bytes, logBytes: description.logBytes!, records: recordsOf(bundle.truth) };
  await writeFile(facts, JSON.stringify(made));
  await rename(partial, path);
  return { path, ...made };
}

/** A record for every record and header line, and one for what a rotation cut off at the top of a file. */
function recordsOf(truth: BundleTruth): number {
  return Object.values(truth.files).reduce(
    (sum, { records, headers, orphanLines }) =>
      sum + records + headers + (orphanLines > 0 && headers === 0 ? 1 : 0),
    0,
  );
}
