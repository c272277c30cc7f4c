import type { DatastoreFact, HostFacts, NetworkFact } from '../public-api';
import { bundleName } from './bundle-name';
import type { FactName, FactSource, PartialDatastore, SingleFacts } from './fact';
import { insideBundle } from './paths';
import { mergeVms, type VmStatement } from './vms';

const modules = import.meta.glob<FactSource>('./sources/*.ts', { eager: true, import: 'source' });

/** Every file that tells something about the host, by id. */
export const FACT_SOURCES: readonly FactSource[] = Object.values(modules).sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

/**
 * How many bytes from its start to keep of a file of this path (as `FileEntry.path`) for `hostFacts`; 0 for most.
 * Rotated and packed logs are not among them.
 */
export function wantedForHostFacts(path: string): number {
  const inside = insideBundle(path);
  let most = 0;
  for (const { wants, maxBytes } of FACT_SOURCES) if (maxBytes > most && wants(inside)) most = maxBytes;
  return most;
}

/** A file kept for its facts: its start, decoded as UTF-8 with errors replaced. */
export interface HostFile {
  path: string;
  text: string;
  /** True when the file goes on behind the text. */
  cut?: boolean;
}

/** Trust in what the bundle's name says. */
const NAME_TRUST = 1;

interface Statement {
  value: string | number;
  trust: number;
  path: string;
}

/**
 * What the files of one source say about its host, the best file's word where they differ; null when they say
 * nothing. `bundle` is its top folder or file name. Missing and damaged files only leave facts out.
 */
export function hostFacts(source: number, bundle: string, files: Iterable<HostFile>): HostFacts | null {
  const said = new Map<FactName, Statement[]>();
  const state = (fact: FactName, value: string | number | undefined, trust: number, path: string): void => {
    if (value !== undefined) said.set(fact, [...(said.get(fact) ?? []), { value, trust, path }]);
  };
  const vms: VmStatement[] = [];
  const networks: Ranked<NetworkFact>[] = [];
  const datastores: Ranked<DatastoreFact>[] = [];
  const volumes = new Map<string, string>();
  let allRunningVms = false;

  for (const file of files) {
    const inside = insideBundle(file.path);
    const text = file.cut ? wholeLines(file.text) : file.text;
    for (const { wants, read, trust, trustIn } of FACT_SOURCES) {
      if (!wants(inside)) continue;
      const { path } = file;
      const facts = read(inside, text, file.cut ?? false);
      for (const fact of SINGLE) state(fact, facts[fact], trustIn?.[fact] ?? trust, path);
      for (const vm of facts.vms ?? []) vms.push({ ...vm, path, nameTrust: trustIn?.vmName ?? trust });
      for (const network of facts.networks ?? []) networks.push({ fact: { ...network, from: path }, trust });
      for (const store of facts.datastores ?? []) {
        datastores.push({ fact: datastoreFact(store, path), trust });
        if (store.volume) volumes.set(store.name, store.volume);
      }
      allRunningVms ||= facts.allRunningVms ?? false;
    }
  }
  const named = bundleName(bundle.split('/').at(-1)!);
  state('hostname', named?.hostname, NAME_TRUST, bundle);
  state('collectedAt', named?.collectedAt, NAME_TRUST, bundle);

  if (!said.size && !vms.length && !networks.length && !datastores.length) return null;
  const { facts, from } = best(said);
  return {
    source,
    hostname: facts.hostname ?? null,
    product: facts.product ?? null,
    version: facts.version ?? null,
    build: facts.build ?? null,
    uuid: facts.uuid ?? null,
    collectedAt: facts.collectedAt ?? null,
    uptimeSeconds: facts.uptimeSeconds ?? null,
    collectionOptions: facts.collectionOptions ?? null,
    commandLine: facts.commandLine ?? null,
    vms: mergeVms(vms, volumes, allRunningVms),
    networks: mostTrusted(networks, ({ kind, name }) => `${kind} ${name}`).sort(
      (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || byName(a, b),
    ),
    datastores: mostTrusted(datastores, ({ uuid, name }) => uuid ?? name).sort(byName),
    from,
  };
}

/** A text that was cut, up to its last line end: half a number is a wrong number. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1) || text;
}

const SINGLE: FactName[] = [
  'hostname',
  'product',
  'version',
  'build',
  'uuid',
  'collectedAt',
  'uptimeSeconds',
  'collectionOptions',
  'commandLine',
];

const KINDS: NetworkFact['kind'][] = ['vmkernel', 'physical', 'switch', 'portgroup'];

/** The most trusted statement of each fact; of equals the one with the shorter path (`1.date.txt` is a second try). */
function best(said: Map<FactName, Statement[]>): {
  facts: Partial<SingleFacts>;
  from: Record<string, string>;
} {
  const facts: Record<string, string | number> = {};
  const from: Record<string, string> = {};
  for (const [fact, statements] of said) {
    const [first] = statements.sort(
      (a, b) => b.trust - a.trust || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
    );
    facts[fact] = first!.value;
    from[fact] = first!.path;
  }
  return { facts, from };
}

interface Ranked<F> {
  fact: F;
  trust: number;
}

/** For each key what the most trusted file says of it, all it says. */
function mostTrusted<F extends { from: string }>(ranked: Ranked<F>[], keyOf: (fact: F) => string): F[] {
  const groups = new Map<string, Ranked<F>[]>();
  for (const one of ranked) {
    const key = keyOf(one.fact);
    const group = groups.get(key);
    const known = group?.[0];
    if (!known || isBetter(one, known)) groups.set(key, [one]);
    else if (known.fact.from === one.fact.from) group!.push(one);
  }
  return [...groups.values()].flatMap((group) => group.map(({ fact }) => fact));
}

const collator = new Intl.Collator('en', { numeric: true });

function byName(a: { name: string }, b: { name: string }): number {
  return collator.compare(a.name, b.name);
}

function isBetter<F extends { from: string }>(one: Ranked<F>, than: Ranked<F>): boolean {
  if (one.trust !== than.trust) return one.trust > than.trust;
  if (one.fact.from.length !== than.fact.from.length) return one.fact.from.length < than.fact.from.length;
  return one.fact.from < than.fact.from;
}

function datastoreFact(
  { name, uuid, type, capacityBytes, freeBytes }: PartialDatastore,
  from: string,
): DatastoreFact {
  return {
    name,
    uuid: uuid ?? null,
    type: type ?? null,
    capacityBytes: capacityBytes ?? null,
    freeBytes: freeBytes ?? null,
    from,
  };
}
