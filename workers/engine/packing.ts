import type { EnvelopeKernel } from '../kernel/envelope-kernel';
import { archiveBytes } from '../package/archive-writer';
import type { Treatment } from '../package/treatment';
import type { ManifestEntry, PackWarning } from '../public-api';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { Container } from './containers';
import type { Job } from './jobs';
import { PackingManifest } from './packing-manifest';
import type { PackingTree } from './packing-tree';
import { PackingWalk } from './packing-walk';
import { PackingWarnings } from './packing-warnings';
import { setAside } from './setting-aside';

export interface PackingMeans {
  content: CaseContent;
  tree: PackingTree;
  treatments: readonly Treatment[];
  /** Whether fragments are put together. */
  joins: boolean;
  /** Whether what is no file, in a container, is chosen by its path. */
  isChosen(container: Container, path: string): boolean;
  hashes: EnvelopeKernel;
  job: Job;
}

/** Writes one package, and its manifest. */
export class Packing {
  readonly #walk: PackingWalk;
  readonly #manifest: PackingManifest;
  readonly #warnings = new PackingWarnings();
  readonly #breath = new Breath();

  constructor({ hashes, job, ...means }: PackingMeans) {
    const { content, tree } = means;
    let total = 0;
    for (const file of tree.files()) total += content.files.size(file);
    this.#manifest = new PackingManifest(hashes, job, this.#breath, total);
    const pause = async () => {
      job.check();
      if (this.#breath.due) await this.#breath.take();
    };
    this.#walk = new PackingWalk({
      ...means,
      ledger: this.#manifest,
      aside: setAside,
      warnings: this.#warnings,
      pause,
    });
  }

  get manifest(): ManifestEntry[] {
    return this.#manifest.entries;
  }

  get warnings(): PackWarning[] {
    return this.#warnings.all;
  }

  /** The package: a compressed tar. The manifest is whole when it has ended. */
  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      yield* archiveBytes('tgz', this.#walk.files());
      this.#manifest.end();
    } finally {
      this.#breath.end();
    }
  }
}
