import type { Warning } from './warning';

/**
 * `window.bundlescope`: the page's engine in the console. Every method is async; results are plain JSON-able
 * objects and Blobs. Failures reject with an Error that has its own `code` and a message naming the file.
 */
export interface BundlescopeApi {
  /** Adds files to the current case and resolves when everything in them is parsed, or reading was ended by a signal. */
  open(files: File[], options?: JobOptions): Promise<OpenReport>;
  /** Resolves when all that was given is parsed and queryable; with `stored`, when it is stored too. */
  whenIdle(options?: { stored?: boolean }): Promise<void>;
  files(): Promise<FileEntry[]>;
  /** The content of one file: joined fragments, unpacked rotated logs. */
  read(path: FileReference): Promise<Blob>;
  hosts(): Promise<HostFacts[]>;
  events(options?: EventsOptions & JobOptions): Promise<{ total: number; events: EventRecord[] }>;
  /** Number of records the query matches; all records without one. */
  count(query?: string, options?: Omit<RecordQuery, 'query'> & JobOptions): Promise<number>;
  histogram(options?: RecordQuery & { bins?: number } & JobOptions): Promise<Histogram>;
  /** Every envelope in what was opened. */
  envelopes(): Promise<EnvelopeEntry[]>;
  /** Opens a key file; the key itself never leaves the worker. */
  unlock(keyFile: Blob | FileReference, secrets?: KeySecrets & JobOptions): Promise<UnlockedKey>;
  /** Decrypts one envelope: of the case by its path, or a Blob. */
  decrypt(envelope: Blob | FileReference, options?: DecryptOptions & JobOptions): Promise<DecryptedDump>;
  /** Key files, keystores, private keys and encrypted `.vmx` of the case, told by content. */
  keyFiles(): Promise<KeyFileEntry[]>;
  /**
   * The configuration inside an encrypted `.vmx`: of the case by its path, or a Blob. It is kept nowhere. What cannot
   * be opened rejects with an Error whose `needs` says what opens it.
   */
  openVmx(vmx: Blob | FileReference, secrets?: VmxSecrets & JobOptions): Promise<VmxConfiguration>;
  /** Looks through what an envelope holds without saving it. Fails as `decrypt` does. */
  inspect(envelope: Blob | FileReference, options?: InspectOptions & JobOptions): Promise<DumpReport>;
  /**
   * Adds what an envelope of the case holds to the case, for this visit only: the files of an archive, else the log
   * lines found in it. Fails as `decrypt` does, and with `nothing-inside` where there is nothing to add.
   */
  openInside(envelope: FileReference, options?: DecryptOptions & JobOptions): Promise<OpenReport>;
  /** Audit logs of CloudHSM. */
  hsm: HsmApi;
  /** Who did what, in the order of time. */
  operations(options?: TableOptions & JobOptions): Promise<{ total: number; operations: OperationRecord[] }>;
  /** How much of the seven items the logs hold, for each kind of operation. */
  completeness(options?: JobOptions): Promise<CompletenessRow[]>;
  sessions(options?: JobOptions): Promise<TraceSession[]>;
  /** What a family of operation ids did, over processes and hosts. */
  operationTree(opId: string, options?: JobOptions): Promise<OperationNode[]>;
  /** Known faults in what is open, causes before their consequences. */
  findings(options?: { area?: string } & JobOptions): Promise<Finding[]>;
  /** ESX Agent Manager: what it was to install where, how far it came, and the threads of Java processes. */
  eam: {
    agencies(options?: JobOptions): Promise<EamAgency[]>;
    threads(options?: JobOptions): Promise<EamThread[]>;
  };
  /** Puts a file into a new envelope; with a password or a public key a new key file comes with it. */
  seal(file: Blob | FileReference, options: SealOptions & JobOptions): Promise<SealedEnvelope>;
  /** Gives an envelope another key. One whose tag, footer or key is not right is refused. */
  recrypt(envelope: Blob | FileReference, options: RecryptOptions & JobOptions): Promise<RecryptedEnvelope>;
  /** Operations that the query matches, written in one form. Fails with `bad-argument` for another form. */
  exportOperations(options: OperationsExportOptions & JobOptions): Promise<OperationsExport>;
  /**
   * Builds a package of what is open, for whoever needs it. Fails with `bad-argument`, `nothing-to-pack`,
   * `dumps-cannot-be-redacted`, `cancelled`, `too-large`, and as `recrypt` and `decrypt` do.
   */
  pack(options: PackOptions & JobOptions): Promise<Package>;
  /** Space that `pack` with these options needs, and what it will do; nothing is written. */
  packPlan(options: PackOptions & JobOptions): Promise<PackPlan>;
  /** Puts the originals back into a text or file that has aliases of a redacted package. */
  turnBack(text: string | Blob, aliases: AliasMap, options?: JobOptions): Promise<Blob>;
  /** Records that the query matches, in the order of time. Fails with `bad-argument` for another form. */
  exportEvents(options: EventsExportOptions & JobOptions): Promise<Blob>;
  /** The case as one printable HTML file that needs nothing else. */
  report(options?: JobOptions): Promise<Blob>;
  /** Marks, notes, filters, findings and view of the case, without content: JSON. */
  caseFile(options?: JobOptions): Promise<Blob>;
  /**
   * Takes marks, notes, filters and view of a case file over. Fails with `not-a-case-file`, `case-file-version`, and
   * with `other-bundle` when nothing that is open has a digest that it names.
   */
  attachCaseFile(caseFile: Blob, options?: JobOptions): Promise<AttachedCaseFile>;
  cases(): Promise<CaseEntry[]>;
  openCase(id: string): Promise<void>;
  deleteCase(id: string): Promise<void>;
}

/** Of methods that may take long. */
export interface JobOptions {
  /**
   * Ends the work: the method then rejects with `cancelled`. Only this call ends, whatever else runs: what is worked out for
   * several callers (findings, operations …) goes on while one of them, or the page, waits for it. After the end it
   * does nothing. Where the case has been changed already `open`, `openInside` and `attachCaseFile` resolve: of `open` what
   * was read stays, and `sources` has what was given, read or not.
   */
  signal?: AbortSignal;
  /**
   * Hears how far the work is, some ten times a second: in bytes, records or steps; of searches and analyses in shares
   * of 1. `unlock` and `openVmx` tell nothing, and nobody is told of what is known at once.
   */
  onProgress?: (progress: { done: number; total: number }) => void;
}

/** A path while only one source has it, or the path in one source. */
export type FileReference = string | { source: number; path: string };

export interface OpenReport {
  sources: SourceEntry[];
}

export interface SourceEntry {
  id: number;
  name: string;
  /** Container by content: `tgz`, `tar`, `zip`, `gzip`, `folder`, `file`. */
  kind: SourceKind;
  /** Files inside, folders not counted. */
  entries: number;
  /** Bytes as dropped (compressed). */
  bytes: number;
  warnings: Warning[];
  /** True for what was opened out of an envelope, and for a dropped key: nothing of it is stored. Its `id` is 1,048,576 or more. */
  visitOnly?: true;
}

export type SourceKind = 'tgz' | 'tar' | 'zip' | 'gzip' | 'folder' | 'file';

export interface FileEntry {
  /** As in the bundle, below its top folder; a second entry of the same path ends in `#2`. */
  path: string;
  /** Size of the content, unpacked. */
  bytes: number;
  kind: ContentKind;
  source: number;
}

/** What a file's content is, told by content. */
export type ContentKind =
  'log' | 'text' | 'binary' | 'empty' | 'gzip' | 'tar' | 'zip' | 'elf' | 'envelope' | 'damaged';

export interface HostFacts {
  source: number;
  hostname: string | null;
  product: string | null;
  version: string | null;
  build: string | null;
  uuid: string | null;
  /** ISO 8601 UTC. */
  collectedAt: string | null;
  /** Uptime at collection, in seconds. */
  uptimeSeconds: number | null;
  /** Options of the collection, as written in README. */
  collectionOptions: string | null;
  commandLine: string | null;
  vms: VirtualMachine[];
  networks: NetworkFact[];
  datastores: DatastoreFact[];
  /** Which file each fact came from: fact name → path. */
  from: Record<string, string>;
}

export interface VirtualMachine {
  name: string;
  /** The number of `haTask-99-…`, or null. */
  number: number | null;
  vmxPath: string | null;
  running: boolean | null;
  /** World id of the running VM. */
  world: string | null;
  from: string[];
}

export interface NetworkFact {
  kind: 'vmkernel' | 'physical' | 'switch' | 'portgroup';
  name: string;
  /** Address, link, uplink or VLAN, as the file says it. */
  detail: string;
  from: string;
}

export interface DatastoreFact {
  name: string;
  uuid: string | null;
  type: string | null;
  capacityBytes: number | null;
  freeBytes: number | null;
  from: string;
}

export type Level = 'trace' | 'debug' | 'info' | 'notice' | 'warning' | 'error' | 'critical' | 'fatal';

/** How a record's instant is known. */
export type TimeKnownBy = 'stated' | 'zone-assumed' | 'year-inferred' | 'inherited';

export interface RecordQuery {
  query?: string;
  /** Instant that relative times of the query count from (ISO 8601). */
  anchor?: string;
  /** IANA zone that times of the query are in where they say none; UTC by default. Times given back are UTC. */
  zone?: string;
}

export interface EventsOptions extends RecordQuery {
  offset?: number;
  /** 100 by default, 10,000 at most. */
  limit?: number;
  order?: 'asc' | 'desc';
}

export interface EventRecord {
  /** ISO 8601 UTC with milliseconds, or null. */
  time: string | null;
  timeKnownBy: TimeKnownBy;
  level: Level | null;
  process: string | null;
  pid: string | null;
  component: string | null;
  opId: string | null;
  sid: string | null;
  user: string | null;
  host: string | null;
  /** Text after the head, continuation lines joined by `\n` without their heads and markers. */
  message: string;
  /** The record as it stands; cut after 1 MiB, then `rawCut` is true. */
  raw: string;
  rawCut?: boolean;
  source: number;
  file: string;
  /** 1-based first line in the file. */
  line: number;
  lines: number;
  /** For a line that was recovered from a dump: where in the plain dump it was. */
  recoveredAt?: RecoveredPlace;
}

/** A place in a decrypted dump. */
export interface RecoveredPlace {
  /** Byte of the plain data; of what was inflated, where its zlib stream begins. */
  offset: number;
  /** Byte in what that stream inflates to, or null. */
  inflatedAt: number | null;
}

export interface Histogram {
  from: string | null;
  to: string | null;
  bins: { from: string; counts: Partial<Record<Level | 'none', number>> }[];
}

/** Lines that prove something. */
export interface Evidence {
  source: number;
  file: string;
  /** 1-based first line; null when the file itself is the evidence. */
  line: number | null;
  /** 0 of an empty file. */
  lines: number;
}

export interface CaseEntry {
  id: string;
  name: string;
  /** ISO 8601 UTC. */
  created: string;
  bytes: number;
  /** False while storing, or when storing failed. */
  stored: boolean;
  sources: string[];
}

/** What opens a key file. Text is UTF-8. */
export interface KeySecrets {
  password?: string;
  /** RSA private key, PEM. */
  privateKey?: string;
  privateKeyPassword?: string;
}

/** A key that is open for this visit. */
export interface UnlockedKey {
  /** Names the key in `decrypt`. */
  id: string;
  cipher: string;
  /** keyID as printed, null of a raw key. */
  keyInfo: string | null;
}

/** Something that holds a key, or needs one. */
export interface KeyFileEntry {
  path: string;
  source: number;
  kind: 'key-file' | 'encrypted-vmx' | 'configuration-keystore' | 'private-key';
  /** keyIDs it holds, as printed; of an encrypted `.vmx` those it needs. */
  keyInfos: string[];
  /** The same, decoded to their parts. */
  keyIds: Record<string, string | null>[];
  /** What opens it. */
  opensBy: ('password' | 'private-key' | 'another-key' | 'nothing')[];
  /** True for the incident key file of its bundle. */
  isIncidentKey: boolean;
  /** Why no key can be had from it, or null. */
  problem: { code: string; message: string } | null;
}

/** What opens a file that needs a key; one of them is enough. */
export interface KeyNeeds {
  password: boolean;
  /** An RSA private key. */
  privateKey: boolean;
  /** A key server's key: its keyIDs as printed. */
  keyInfos: string[];
}

/** What opens an encrypted `.vmx`. Without `key` and `rawKey` every unlocked key is tried too. */
export interface VmxSecrets extends KeySecrets {
  /** An unlocked key by its id. */
  key?: string;
  /** The key server's key, hex or base64. */
  rawKey?: string;
}

export interface VmxConfiguration {
  /** Lines `name = "value"`. They hold the keys of the machine's disks: show them to nobody who must not have these. */
  text: string;
}

export interface EnvelopeEntry {
  path: string;
  source: number;
  /** Where in the file it begins: 0, or 4096 behind a clear dump header. */
  offset: number;
  version: number | null;
  cipher: string | null;
  wrapped: boolean;
  compression: string | null;
  contentType: string | null;
  /** keyID as printed; its decoded parts in `keyId`. */
  keyInfo: string | null;
  keyId: Record<string, string | null> | null;
  /** Exact size of the plain data where it is known, else null. */
  plainBytes: number | null;
  /** Most it can be; null if compressed. */
  plainBytesMax: number | null;
  authenticated: boolean;
  opensWith: 'incident-key' | 'other-key' | 'not-encrypted' | 'unknown';
  /** The unlocked key that opens it, or null. */
  unlockedBy: string | null;
  /** What to do to get the key, one step each. */
  advice: string[];
  /** Why it cannot be decrypted whatever the key, or null. */
  problem: { code: string; message: string } | null;
}

export interface DecryptOptions extends KeySecrets {
  /** An unlocked key by its id; without it every unlocked key is tried. */
  key?: string;
  keyFile?: Blob | FileReference;
  /** Hex or base64. */
  rawKey?: string;
  /** Associated data of a version 2 envelope, UTF-8. */
  aad?: string;
  offset?: number;
  /** Keeps the clear dump header in front; false by default, as crypto-util does. */
  withHeader?: boolean;
  /** Gives what there is of a damaged version 1 envelope. */
  salvage?: boolean;
}

/** Plain data in pieces, for a page that cannot hold it all: joined in order they are the whole. */
export interface PlainPart {
  /** From 1. */
  number: number;
  blob: Blob;
  isLast: boolean;
}

/** What plain data is by content; `zdump` where only the envelope says that it is a dump. */
export type DumpKind =
  'elf-core' | 'elf' | 'zdump' | 'zlib' | 'gzip' | 'tar' | 'zip' | 'text' | 'envelope' | 'empty' | 'binary';

/** A zlib stream found by content. */
export interface ZlibFinding {
  /** Where in the plain data it begins, and how many bytes it takes there. */
  offset: number;
  bytes: number;
  inflatedBytes: number;
  /** `whole` where its checksum is right; `cut` and `damaged` ones were inflated up to the fault. */
  state: 'whole' | 'cut' | 'damaged';
}

/** Text found in a dump. */
export interface DumpText extends RecoveredPlace {
  text: string;
}

export interface InspectOptions extends DecryptOptions {
  strings?: {
    /** Only strings that hold this text, without regard to case. */
    filter?: string;
    /** Strings listed: 1,000 by default, 100,000 at most. */
    limit?: number;
  };
}

export interface DumpReport {
  kind: DumpKind;
  /** Size of the plain data. */
  bytes: number;
  authenticated: boolean;
  /** `total` counts those that the filter lets pass. */
  strings: { total: number; first: DumpText[] };
  /** The first 10,000. */
  zlibStreams: ZlibFinding[];
  recovered: {
    /** Lines of logs, of all formats. */
    lines: number;
    /** Lines by the name of their log format. */
    formats: Record<string, number>;
    /** First and last instant, ISO 8601 UTC, or null. */
    from: string | null;
    to: string | null;
    /** Lines of a crash: its headline, back-traces, registers. */
    crash: DumpText[];
    /** The first lines, as many as strings are listed at most. */
    first: DumpText[];
  };
  /** What was looked for, in words; shown where nothing was found. */
  lookedFor: string[];
  warnings: Warning[];
}

/** What an envelope can be written with; `none` writes one that is not encrypted. */
export type SealCipher = 'AES-128' | 'AES-192' | 'AES-256' | 'XTS-AES-256' | 'AES-256-GCM' | 'none';

/**
 * Who is to open an envelope, and how it is written. A password or a public key makes a key file: for a fresh key, or
 * for the one that `key` or `rawKey` gives.
 */
export interface SealOptions extends KeySecrets {
  /** RSA public key, PEM (`PUBLIC KEY` or `RSA PUBLIC KEY`), 2048 to 8192 bits. */
  publicKey?: string;
  /** The key itself, hex or base64. */
  rawKey?: string;
  /** An unlocked key by its id. */
  key?: string;
  /** The key of this file, which `password` or `privateKey` then open: no new key file is made. */
  keyFile?: Blob | FileReference;
  /**
   * AES-256 by default, for a key that is given that of its length; `recrypt` keeps the one there is. `AES-256-GCM`
   * is version 2, and neither wrapped nor compressed.
   */
  cipher?: SealCipher;
  /** Encrypts the data under an inner key (XTS-AES-256), which alone is under the key. */
  wrapped?: boolean;
  /** Compresses (zlib, which the format calls gzip). */
  gzip?: boolean;
  /**
   * The clear dump header in front, 4096 bytes: `true` where the file begins with it, or its bytes. `recrypt`
   * keeps the one there is, and leaves it out for `false`.
   */
  header?: boolean | Blob | Uint8Array;
  /** Associated data of AES-256-GCM, UTF-8. */
  aad?: string;
}

export interface SealedEnvelope {
  blob: Blob;
  /** In the form of `vm-support-incident-key`: to be given to who has the password or the private key. */
  keyFile?: Blob;
}

export interface RecryptOptions {
  /** What opens it now, as for `decrypt`; without it every unlocked key is tried. */
  from?: Omit<DecryptOptions, 'salvage' | 'withHeader'>;
  /** Cipher, wrapping and compression stay as they are unless said otherwise. */
  to: SealOptions;
  /** Encrypts the data anew even where giving its inner key another wrapping would do. */
  deep?: boolean;
}

export interface RecryptedEnvelope extends SealedEnvelope {
  /** Only the header was written anew: who could open the old envelope knows the key of the data. */
  shallow: boolean;
}

export interface DecryptedDump {
  blob: Blob;
  authenticated: boolean;
  warnings: Warning[];
}

// -- packages

/**
 * What happens to the dumps of a package: envelopes, core files, crash and heap dumps, memory of virtual machines.
 *
 * - `decrypt`: envelopes become their plain data, without the clear dump header, as `crypto-util envelope extract`
 *   gives it. `vmmcores.ve` becomes `vmmcores`; a zdump keeps its name. What version 1 holds is not authenticated: a
 *   change that leaves header and footer whole goes unnoticed.
 * - `recrypt`: envelopes get one new key, all the same. Where there is a wrapped key only the header is new.
 *
 * With both, dumps that are no envelopes stay as they are. An envelope that does not open ends the packing before
 * anything is written, one whose data turns out to be damaged while it is: exclude it, or drop dumps.
 */
export type DumpTreatment = 'keep' | 'decrypt' | 'recrypt' | 'drop';

export interface PackOptions {
  /**
   * Files, folders (ending in `/`) or patterns with `*`, as `files()` shows paths; of one source where it is named.
   * Everything without it.
   */
  include?: readonly FileReference[];
  /** The same, left out. */
  exclude?: readonly FileReference[];
  /** ISO 8601: logs are cut to their records at or after this instant, */
  after?: string;
  /** and before this one. Files that are no logs, and records without an instant in a log that has none, stay. */
  before?: string;
  dumps: DumpTreatment;
  /** `join` puts fragments together as vm-support does; `keep` leaves, and writes, fragments. */
  fragments: 'join' | 'keep';
  /** Replaces what is confidential by aliases; dumps must be dropped then. */
  redact?: RedactOptions;
  /**
   * What opens the dumps, for `decrypt` and `recrypt`: a password or private key opens the key file of each bundle.
   * Every unlocked key is tried beside it, and alone without it.
   */
  keys?: Omit<DecryptOptions, 'salvage' | 'withHeader' | 'offset' | 'aad'>;
  /**
   * Who is to open the dumps, for `recrypt`; without `header`. A new key file takes the place of
   * `vm-support-incident-key` in each bundle with such dumps.
   */
  to?: SealOptions;
}

export type ManifestAction = 'kept' | 'joined' | 'decrypted' | 'recrypted' | 'dropped' | 'cut' | 'redacted';

/**
 * What was done to a file, and what came of it. Folders, links, devices and pipes come along as they were, with modes,
 * times, owners and what links lead to, where their paths are chosen or a chosen file lies in the folder; they have no
 * content, and do not stand in the manifest.
 */
export interface ManifestEntry {
  /** In the package, nested archives with a `/` behind them; of what was dropped where it would have been. */
  path: string;
  /** In the package; 0 for what was dropped. */
  bytes: number;
  /** SHA-256 of these bytes, hexadecimal; '' for what was dropped. */
  sha256: string;
  action: ManifestAction;
  /** Why, where that is not asked for in so many words: a key that is missing, a gap in fragments, a binary file. */
  reason?: string;
}

/** What the package and its manifest show in no other way; with `redact` names in it are aliases. */
export interface PackWarning {
  /**
   * - `source-damaged`: what was dropped is cut or damaged itself; the package is written anew, and whole.
   * - `path-leads-out`, `path-absolute`, `path-empty-part`, `path-without-name`, `path-of-a-folder`: the path is kept as it
   *   was, and the message says what GNU tar (of a zip in it: unzip) makes of it.
   * - `link-leads-out`: the same of what a hard link leads to.
   * - `link-left-out`: what a hard link leads to is not in the package, or not as one file, and so the link is not.
   * - `entry-left-out`: a zip that is written anew cannot have it (a device, say).
   * - `package-more-warnings`: there are more than are listed.
   */
  code: string;
  /** As in the manifest; of `source-damaged` what was dropped. */
  path: string;
  message: string;
}

export interface Package {
  /** A gzip-compressed tar. */
  blob: Blob;
  manifest: ManifestEntry[];
  warnings: PackWarning[];
  /** With `redact`: leads from aliases to originals. To be kept apart from the package. */
  aliases?: AliasMap;
  /** With `recrypt` for a password or public key: the same file as in the package. */
  keyFile?: Blob;
}

/** Space in bytes, as the procedure asks to have. */
export interface PackSpace {
  /** What was dropped, as it is. */
  archive: number;
  /** All chosen files, unpacked. */
  unpacked: number;
  /** The package, about, and rather more than less: it is known when it is written. */
  packed: number;
  /** What the browser says is left for it, or null where it does not say. */
  free: number | null;
}

export interface PackPlan {
  space: PackSpace;
  /**
   * Entries of the manifest by what will be done to them. With `redact` every text counts as redacted, also one without
   * a find, and what only a look into it tells from a text; data that is decompressed, and written in fragments, may become
   * more or fewer of them.
   */
  files: Partial<Record<ManifestAction, number>>;
  /** Files that vm-support leaves out on purpose (passwords, private keys) and that are there. */
  flagged: { path: string; source: number; reason: string }[];
  /** Dumps that cannot be treated as asked, and why: `pack` fails with the first of them. */
  problems: { path: string; source: number; code: string; message: string }[];
  /**
   * Dumps that are not encrypted now and will not be in the package, with `recrypt` too; also those that are
   * compressed by themselves, of which only the first bytes are looked at.
   */
  unencrypted: { path: string; source: number; what: string }[];
}

// -- redaction

/** Kinds of what is confidential; one file each in workers/redaction/kinds. */
export type RedactKind =
  | 'host-name'
  | 'ip-address'
  | 'mac-address'
  | 'user'
  | 'vm-name'
  | 'datastore'
  | 'uuid'
  | 'wwn'
  | 'serial-number'
  | 'e-mail'
  | 'licence-key'
  | 'certificate'
  | 'private-key'
  | 'password'
  | 'thumbprint'
  | 'cloud-name'
  | 'hsm-name'
  | 'cluster-id'
  | 'key-id'
  | 'free-text'
  | 'word';

export interface RedactOptions {
  /** Kinds that are switched off (`false`); all others are on. */
  kinds?: Partial<Record<RedactKind, boolean>>;
  /** Further words, without regard to case. */
  words?: readonly string[];
}

/** Leads back from aliases; what became a placeholder is not in it. */
export interface AliasMap {
  format: 'bundlescope-aliases';
  version: 1;
  /** ISO 8601 UTC. */
  created: string;
  aliases: { kind: RedactKind; alias: string; original: string }[];
}

/** What redaction will change, before anything is written. */
export interface RedactionPreview {
  /** Distinct originals by kind, with the first of them and their aliases. */
  kinds: { kind: RedactKind; originals: number; first: { original: string; alias: string }[] }[];
  /** Some lines as they are and as they will be. */
  lines: { source: number; file: string; line: number; before: string; after: string }[];
  /** File names that will change. */
  paths: { before: string; after: string }[];
}

// -- exports of records, report, case file

export interface EventsExportOptions {
  format: 'ndjson' | 'csv' | 'timesketch' | 'ecs' | 'parquet';
  /** In the query language; everything without one. */
  query?: string;
  /** IANA zone that times of the query are in where they say none; UTC by default. Times written are always UTC. */
  zone?: string;
  /** Instant that relative times of the query count from (ISO 8601). */
  anchor?: string;
}

export interface AttachedCaseFile {
  /** Sources of the case file that are open here. */
  sources: { name: string; sha256: string; source: number }[];
  /** Sources of the case file that are not. */
  missing: { name: string; bytes: number; sha256: string }[];
  /** Marks of the case file that are here now, those that were here before included. */
  marks: number;
  /** Marks of these whose note was joined with an own one. */
  notesJoined: number;
  /** Marks whose line is not there. */
  marksMissing: { file: string; line: number; note: string }[];
  /**
   * Rules with findings that are only here, or only in the file: another version of the rules, or not all of the same
   * files. Those of audit logs of CloudHSM are called `hsm/<rule>`. Findings of sources that are not open are not
   * compared, nor those that an older page did not write.
   */
  findings: { added: string[]; missing: string[] };
}

// -- operations (4W1H1R)

/** The seven items of a trace record. */
export type TraceItem = 'what' | 'when' | 'who' | 'where' | 'target' | 'how' | 'result';

export interface TableOptions {
  /** In the query language, with the fields of the table. */
  query?: string;
  offset?: number;
  /** 100 by default, 10,000 at most. */
  limit?: number;
  order?: 'asc' | 'desc';
  /**
   * IANA zone that times of the query are in where they say none, and that times are read in where a log states none;
   * UTC by default. Times given back stay as they are.
   */
  zone?: string;
}

export interface OperationRecord {
  /** One of the kinds in workers/trace/operation-kinds.ts, or a figure 3 record's own word. */
  op: string;
  /** ISO 8601 with `Z` where the log has or implies a zone, without one where it does not; null when not logged. */
  start: string | null;
  end: string | null;
  /** The person. */
  who: string | null;
  /** Address the person came from. */
  client: string | null;
  /** Host operated on. */
  where: string | null;
  target: string | null;
  /** As in figure 3: name first, then the value, in the source's unit; empty where the log has none. */
  before: string[];
  after: string[];
  result: 'OK' | 'NG' | null;
  /** Items that apply and that no log says. */
  missing: TraceItem[];
  notApplicable: TraceItem[];
  /** Items whose value was gained by joining lines that share no id, each with the reason. */
  joined: Partial<Record<TraceItem, string>>;
  vendor: 'vmware' | 'libvirt' | 'xen' | 'figure3';
  evidence: Evidence[];
}

export interface CompletenessRow {
  op: string;
  records: number;
  items: Record<TraceItem, { stated: number; joined: number; missing: number; notApplicable: number }>;
  /** Mean duration of the records that have both ends, ms; null when none has. */
  meanMs: number | null;
  /** The paper's Table 1, ESXi column; empty texts for kinds it does not have. */
  paper: Record<TraceItem, '×' | '-' | ''>;
}

export interface TraceSession {
  who: string;
  client: string | null;
  host: string | null;
  start: string | null;
  /** Null when no logout is logged. */
  end: string | null;
  /** Indexes of `operations` in its own order (ascending, no query). */
  operations: number[];
}

/** One host's part of an operation that a family of opIDs runs through. */
export interface OperationNode {
  opId: string;
  host: string | null;
  process: string | null;
  start: string | null;
  end: string | null;
  children: OperationNode[];
  evidence: Evidence[];
}

export interface OperationsExportOptions {
  format: 'ndjson' | 'csv' | 'figure3';
  /** In the query language, as for `operations`; everything without one. */
  query?: string;
  /** As for `operations`. */
  zone?: string;
}

export interface OperationsExport {
  blob: Blob;
  /** Records that the form cannot hold, by their index in `operations` of the same query, ascending. */
  refused: { index: number; reason: string }[];
}

// -- CloudHSM audit logs

/** One event of an HSM's audit log. Numbers above 2^53 are strings; null stands for what the event does not have. */
export interface HsmEvent {
  /** UTC with its microseconds, as in `2018-01-24T00:39:23.172777Z`. */
  time: string | null;
  /** Members in `…Text` and `…Hex` keep the characters of the log. */
  timeText: string | null;
  /** Microseconds since 1970. */
  usecs: number | string | null;
  seq: number | string | null;
  seqText: string | null;
  rebootCounter: number | string | null;
  rebootCounterText: string | null;
  commandType: string | null;
  commandTypeCode: number | string | null;
  opcode: string | null;
  opcodeCode: number | string | null;
  opcodeHex: string | null;
  sessionHandle: string | null;
  responseCode: number | string | null;
  responseText: string | null;
  /** Null without a response. */
  ok: boolean | null;
  logType: string | null;
  logTypeCode: number | string | null;
  userName: string | null;
  userType: string | null;
  userTypeCode: number | string | null;
  /** 0 where the log prints 0. */
  privKeyHandle: number | string | null;
  pubKeyHandle: number | string | null;
  /** Null where nothing says which HSM it was. */
  stream: string | null;
  /** User whose event it is; null when nobody or one of several was logged in. Of a login its own user. */
  attributedTo: string | null;
  basis: HsmBasis;
  /** Users it may have been, where several are logged in (20 at most). */
  candidates: string[];
  /** True when numbers are missing between the login and this event: a logout may be among them. */
  acrossGap: boolean;
  /** Labels that have no member of their own, in the order of the log. */
  other: Record<string, string>;
  file: string;
  /** 1-based. */
  line: number;
}

/** Why an event is said to be a user's. */
export type HsmBasis = 'handle' | 'order' | 'prefix' | 'ambiguous' | 'none';

/** Names an event. */
export interface HsmEventReference {
  stream: string | null;
  rebootCounter: number | string | null;
  seq: number | string | null;
}

export interface HsmFinding {
  rule: string;
  severity: FindingSeverity;
  title: string;
  /** What the events prove by themselves. */
  certain: boolean;
  /** What is proved, what is only likely, what else could explain it. */
  explanation: string;
  streams: string[];
  keys: string[];
  users: string[];
  from: string | null;
  to: string | null;
  events: HsmEventReference[];
}

/** A key from its making to its end. A handle that is used again is another key. */
export interface HsmKey {
  handle: number | string;
  kind: 'secret' | 'private' | 'public' | 'unknown';
  /** When it was made or imported; null when that is not in the logs. */
  made: string | null;
  madeBy: string | null;
  /** Command that made it. */
  madeWith: string | null;
  /** Handle of the other half of a pair. */
  pairWith: number | string | null;
  /** Insertions on other HSMs. */
  copies: { stream: string | null; at: string | null }[];
  exports: { at: string | null; under: number | string | null }[];
  imports: { at: string | null; under: number | string | null }[];
  destroyed: string | null;
  by: string | null;
  /** True when it ended as only session keys do: destroyed on the HSM that made it, never sent to another. */
  sessionKey: boolean;
  events: HsmEventReference[];
}

export interface HsmSession {
  user: string;
  from: string | null;
  /** Null when no end is logged. */
  to: string | null;
  logins: { stream: string | null; session: string | null; at: string | null }[];
  endedBy: 'logout' | 'closed' | 'reboot' | null;
  /** Events that are attributed to it, its logins left out. */
  events: HsmEventReference[];
}

export interface HsmUser {
  name: string;
  /** As the latest event says. */
  type: string | null;
  created: string | null;
  createdBy: string | null;
  deleted: string | null;
  deletedBy: string | null;
  passwordChanges: { at: string | null; by: string | null }[];
  /** What each HSM recorded of it. */
  perStream: {
    stream: string | null;
    created: string | null;
    deleted: string | null;
    passwordChanges: number;
    logins: number;
    failedLogins: number;
  }[];
}

/** A message of the stream that is named after the cluster (certificates stored through PKCS #11). */
export interface HsmCertificateEvent {
  time: string | null;
  /** Exact, as a text above 2^53. */
  objectHandle: number | string | null;
  opcode: string | null;
  response: string | null;
  attributes: unknown;
  stream: string | null;
  file: string;
  line: number;
}

export interface HsmExportOptions {
  what: 'events' | 'findings';
  format: 'ndjson' | 'csv';
  /** Which events; all without it. */
  query?: string;
  /** IANA zone that times of the query are in where they say none; UTC by default. */
  zone?: string;
}

export interface HsmApi {
  /** 100 events by default, 10,000 at most; `query` with `opcode:`, `key:`, `user:`, `stream:` and `response:`. */
  events(options?: TableOptions & JobOptions): Promise<{ total: number; events: HsmEvent[] }>;
  findings(options?: JobOptions): Promise<HsmFinding[]>;
  keys(options?: JobOptions): Promise<HsmKey[]>;
  sessions(options?: JobOptions): Promise<HsmSession[]>;
  users(options?: JobOptions): Promise<HsmUser[]>;
  certificates(options?: JobOptions): Promise<HsmCertificateEvent[]>;
  /** Says which stream a file's events are of; an empty name takes that back. */
  setStream(file: FileReference, name: string): Promise<void>;
  export(options: HsmExportOptions & JobOptions): Promise<Blob>;
}

// -- findings

export type FindingSeverity = 'info' | 'warning' | 'high' | 'critical';

/** A known fault, with the lines that prove it. */
export interface Finding {
  rule: string;
  area: string;
  severity: FindingSeverity;
  confidence: 'certain' | 'likely' | 'possible';
  title: string;
  /** In a sentence. */
  cause: string;
  remedy: string[];
  /** What the remedy may do beside; to be read before it. Null when it is safe. */
  warning: string | null;
  /** KB articles and pages, as text. */
  references: string[];
  /** Ids of agencies and agents; names of the others where they are known, else their MoRefs. */
  objects: { agencies: string[]; agents: string[]; hosts: string[]; clusters: string[]; vms: string[] };
  evidence: Evidence[];
  /** The rule whose finding this is a consequence of, or null. */
  causedBy: string | null;
  /** What the bundle cannot show, and the file or page that would; null when it is decided. */
  undecided: string | null;
}

// -- ESX Agent Manager

/** What one solution wants on one cluster. Agents that no agency is known of stand under one whose id is ''. */
export interface EamAgency {
  id: string;
  name: string | null;
  /** Name where the agency's name tells it, else its MoRef. */
  cluster: string | null;
  service: string | null;
  /** `enabled`, `disabled`, `uninstalled`. */
  goalState: string | null;
  /** `green`, `yellow`, `red`. */
  status: string | null;
  /** Open issues of the agency and of its agents. */
  issues: EamIssue[];
  agents: EamAgent[];
  flow: EamFlow;
  history: EamState[];
  /** True of an agency that was destroyed, or that the last list of agencies lacks. */
  gone: boolean;
  evidence: Evidence[];
}

/** The agency's part on one host, or (vCLS) on one cluster. */
export interface EamAgent {
  id: string;
  name: string | null;
  host: string | null;
  hostName: string | null;
  vm: string | null;
  vmName: string | null;
  vmPowerState: string | null;
  vmIp: string | null;
  /** True of an agent that is bound to a cluster instead of a host. */
  ofCluster: boolean;
  goalState: string | null;
  status: string | null;
  /** Open ones. */
  issues: EamIssue[];
  flow: EamFlow;
  history: EamState[];
  evidence: Evidence[];
}

export interface EamIssue {
  /** VMODL name without `eam.issue.`. */
  type: string;
  key: string | null;
  /** As EAM printed it, in the language of the vCenter. */
  description: string | null;
  severity: FindingSeverity;
  meaning: string;
  /** What Resolve does: all that is needed; tries in vain until the cause is gone; only looks again; nothing; the solution must act. */
  resolve: 'active' | 'active-in-vain' | 'passive' | 'no' | 'hook';
  /** What Resolve may do beside; null when it is safe. */
  warning: string | null;
  /** Seen first and last, ISO 8601 UTC. */
  first: string | null;
  last: string | null;
  /** Id of its agent, or null. */
  agent: string | null;
  evidence: Evidence[];
}

/** How far an installation came: steps 0 (service defined) to 10 (green), as in workers/eam/flow-steps.ts. */
export interface EamFlow {
  step: number;
  /** Since when it stands there, ISO 8601 UTC. */
  since: string | null;
  /** False where it stands longer than the step takes, or something holds it up. */
  normal: boolean;
  /** Issue that holds it up, or null. */
  stoppedBy: string | null;
}

/** A state from an instant on. */
export interface EamState {
  time: string | null;
  status: string | null;
  goalState: string | null;
  vmPowerState: string | null;
  issues: string[];
  evidence: Evidence;
}

/** A thread of a dump in any Java log. */
export interface EamThread {
  source: number;
  file: string;
  /** Number of the dump in its file, from 1 on. */
  dump: number;
  /** When the dump was made, as printed, or null. */
  time: string | null;
  name: string;
  /** `RUNNABLE`, `BLOCKED`, …; null of threads of the VM itself. */
  state: string | null;
  /** Id of the lock it waits for, or null. */
  waitsFor: string | null;
  /** Name of the thread that holds it, or null. */
  owner: string | null;
  stack: string[];
  line: number;
  lines: number;
}
