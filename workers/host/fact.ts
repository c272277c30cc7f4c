import type { NetworkFact } from '../public-api';

/** Facts a host has one of. */
export interface SingleFacts {
  hostname: string;
  product: string;
  version: string;
  build: string;
  uuid: string;
  /** ISO 8601 UTC. */
  collectedAt: string;
  uptimeSeconds: number;
  collectionOptions: string;
  commandLine: string;
}

export type FactName = keyof SingleFacts;

/** What one file says. Facts that it does not know are left out or undefined. */
export type PartialFacts = Partial<SingleFacts> & {
  vms?: PartialVm[];
  /** True when `vms` are all that run: any other VM does not. */
  allRunningVms?: boolean;
  networks?: Pick<NetworkFact, 'kind' | 'name' | 'detail'>[];
  datastores?: PartialDatastore[];
};

export interface PartialVm {
  name?: string;
  number?: number;
  /** As the file says it: `/vmfs/volumes/…`. */
  vmxPath?: string;
  running?: boolean;
  world?: string;
  /** BIOS UUID in any notation. */
  uuid?: string;
}

export interface PartialDatastore {
  name: string;
  uuid?: string;
  type?: string;
  capacityBytes?: number;
  freeBytes?: number;
  /** Folder below `/vmfs/volumes` it is mounted at. */
  volume?: string;
}

/**
 * One kind of file that tells something about the host. A new source is one more file in `sources/` that exports
 * `source`; nothing else needs to know of it.
 */
export interface FactSource {
  /** Name of the file in `sources/`. */
  id: string;
  /**
   * How good the source is, 1 to 9: of two that say the same fact the higher one counts. 9: was asked for just that;
   * 7: says it on the way; 5: configuration, may differ from what runs; 3: said some time before; 1: read off a name.
   */
  trust: number;
  /** Where the trust is another for one fact. */
  trustIn?: Partial<Record<FactName | 'vmName', number>>;
  /** Whether it reads the file of this path, below the bundle's top folder. */
  wants(path: string): boolean;
  /** As many bytes from the start of the file are enough; longer files are cut there. */
  maxBytes: number;
  /**
   * What the text says. Takes any text, damaged or not what it should be, and says nothing then. `cut` is true when
   * the file goes on behind `maxBytes`.
   */
  read(path: string, text: string, cut: boolean): PartialFacts;
}

/** The most VMs, networks or datastores taken from one file: hostile ones could name millions. */
export const MOST_ENTRIES = 10_000;

/** A value as it is shown: without blanks around, not absurdly long, undefined when nothing is left. */
export function clean(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text ? text.slice(0, 4096) : undefined;
}
