import { parseKeyId } from '../envelope/key-id';
import { describeKeyMaterial, mayBeKeyMaterial, type KeyMaterial } from '../envelope/key-material';
import { Failure } from '../failure';
import type { KeyFileEntry } from '../public-api';
import { Breath } from './breath';
import type { CaseContent } from './case-content';

/** Larger texts are not looked into. */
const MAX_BYTES = 256 * 1024;
/** Bytes at the beginning that tell whether the rest is worth reading. */
const HEAD_BYTES = 4096;
/** Name of the key file that vm-support puts at the top of a bundle collected with a password. */
export const INCIDENT_KEY = 'vm-support-incident-key';

/** A file of the case that holds a key, or needs one. */
export interface KeyMaterialFile {
  file: number;
  source: number;
  path: string;
  /** Null where there is a problem. */
  material: KeyMaterial | null;
  /** Why no key can be had from it: the code `empty`, or one of reading key files. */
  problem: KeyFileEntry['problem'];
  isIncidentKey: boolean;
}

export function isIncidentKeyPath(path: string): boolean {
  return path === INCIDENT_KEY || path.endsWith(`/${INCIDENT_KEY}`);
}

/** What one file is: with a key in it or around it, damaged, or something else. */
type Looked = Pick<KeyMaterialFile, 'material' | 'problem'> | 'other';

/** A collection without a password leaves an incident key file without content. */
const EMPTY: Looked = {
  material: null,
  problem: { code: 'empty', message: 'the file is empty: the bundle was collected without a password' },
};

/** Finds key files, keystores, private keys and encrypted `.vmx` among the small texts of the case, by content. */
export class KeyMaterialFiles {
  readonly #content: CaseContent;
  #looked: { version: number; found: Promise<KeyMaterialFile[]> } | null = null;
  /** What is known of a file, with the place it was known at. */
  readonly #known = new Map<number, { place: string; looked: Looked }>();

  constructor(content: CaseContent) {
    this.#content = content;
  }

  /** All that there is; looked for once, and again when files have come. */
  find(): Promise<KeyMaterialFile[]> {
    const { version } = this.#content.files;
    if (this.#looked?.version === version && !this.#content.reading) return this.#looked.found;
    const found = this.#find();
    this.#looked = { version, found };
    found.catch(() => (this.#looked = null));
    return found;
  }

  async #find(): Promise<KeyMaterialFile[]> {
    const { files, index } = this.#content;
    const found: KeyMaterialFile[] = [];
    const breath = new Breath();
    // In the order of the archive, so that it is inflated once.
    const shown = Array.from(index, ({ id }) => id).sort((a, b) => a - b);
    try {
      for (const file of shown) {
        const { kind, size } = files.get(file);
        const isText = kind === 'text' || kind === 'log';
        if (kind !== 'empty' && (!isText || size > MAX_BYTES)) continue;
        if (breath.due) await breath.take();
        const path = this.#content.shownPath(file);
        const isIncidentKey = isIncidentKeyPath(path);
        if (kind === 'empty' && !isIncidentKey) continue;
        const looked = kind === 'empty' ? EMPTY : await this.#look(file).catch(() => 'other' as const);
        if (looked === 'other') continue;
        found.push({ file, source: this.#content.sourceOf(file), path, ...looked, isIncidentKey });
      }
    } finally {
      breath.end();
    }
    return found;
  }

  async #look(file: number): Promise<Looked> {
    const { layer, offset, size } = this.#content.files.get(file);
    const place = `${this.#content.moves}:${layer}:${offset}:${size}`;
    const known = this.#known.get(file);
    if (known?.place === place) return known.looked;
    const { reader } = this.#content;
    const head = await reader.read(layer, offset, Math.min(size, HEAD_BYTES));
    let looked: Looked = 'other';
    if (mayBeKeyMaterial(head, size)) looked = describeMaterial(await reader.read(layer, offset, size));
    this.#known.set(file, { place, looked });
    return looked;
  }
}

function describeMaterial(bytes: Uint8Array): Looked {
  try {
    const material = describeKeyMaterial(bytes);
    return material ? { material, problem: null } : 'other';
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message } = error;
    return { material: null, problem: { code, message } };
  }
}

/** As the page shows it. */
export function keyFileEntry(file: KeyMaterialFile): KeyFileEntry {
  const { path, source, material, isIncidentKey, problem } = file;
  const about = { path, source, isIncidentKey, problem };
  if (!material) return { ...about, kind: 'key-file', keyInfos: [], keyIds: [], opensBy: [] };
  const { kind, keyInfo, needs, canOpen } = material;
  const opensBy: KeyFileEntry['opensBy'] = [];
  if (needs.password) opensBy.push('password');
  if (needs.privateKey) opensBy.push('private-key');
  if (needs.keyInfos.length > 0) opensBy.push('another-key');
  if (opensBy.length === 0 && canOpen) opensBy.push('nothing');
  // An encrypted .vmx has no key of its own: shown are those that it needs.
  const keyInfos = kind === 'encrypted-vmx' ? needs.keyInfos : keyInfo === null ? [] : [keyInfo];
  const keyIds = keyInfos.map((one) => ({ ...parseKeyId(one) }));
  return { ...about, kind, keyInfos: [...keyInfos], keyIds, opensBy };
}
