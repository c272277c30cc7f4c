import { describeKeyMaterial, mayBeKeyMaterial, type KeyMaterial } from '../envelope/key-material';
import { Failure } from '../failure';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { KeyFileEntry } from './engine-api';

/** Larger texts are not looked into. */
const MAX_BYTES = 256 * 1024;
/** Bytes at the beginning that tell whether the rest is worth reading. */
const HEAD_BYTES = 4096;
/** Name of the key file that vm-support puts at the top of a bundle collected with a password. */
const INCIDENT_KEY = 'vm-support-incident-key';

/** A file of the case that holds a key, or needs one. */
export interface KeyMaterialFile {
  file: number;
  source: number;
  path: string;
  /** Null where it is damaged. */
  material: KeyMaterial | null;
  isIncidentKey: boolean;
}

/** Finds key files, keystores, private keys and encrypted `.vmx` among the small texts of the case, by content. */
export class KeyMaterialFiles {
  readonly #content: CaseContent;
  #looked: { version: number; found: Promise<KeyMaterialFile[]> } | null = null;
  /** What is known of a file, with the place it was known at. */
  readonly #known = new Map<number, { place: string; material: KeyMaterial | null | 'other' }>();

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
        if ((kind !== 'text' && kind !== 'log') || size > MAX_BYTES) continue;
        if (breath.due) await breath.take();
        const material = await this.#look(file).catch(() => 'other' as const);
        if (material === 'other') continue;
        const path = this.#content.shownPath(file);
        const isIncidentKey = path === INCIDENT_KEY || path.endsWith(`/${INCIDENT_KEY}`);
        found.push({ file, source: this.#content.sourceOf(file), path, material, isIncidentKey });
      }
    } finally {
      breath.end();
    }
    return found;
  }

  async #look(file: number): Promise<KeyMaterial | null | 'other'> {
    const { layer, offset, size } = this.#content.files.get(file);
    const place = `${this.#content.moves}:${layer}:${offset}:${size}`;
    const known = this.#known.get(file);
    if (known?.place === place) return known.material;
    const { reader } = this.#content;
    const head = await reader.read(layer, offset, Math.min(size, HEAD_BYTES));
    let material: KeyMaterial | null | 'other' = 'other';
    if (mayBeKeyMaterial(head, size)) material = describeMaterial(await reader.read(layer, offset, size));
    this.#known.set(file, { place, material });
    return material;
  }
}

function describeMaterial(bytes: Uint8Array): KeyMaterial | null | 'other' {
  try {
    return describeKeyMaterial(bytes) ?? 'other';
  } catch (error) {
    if (error instanceof Failure) return null;
    throw error;
  }
}

/** As the page shows it. */
export function keyFileEntry({ path, source, material, isIncidentKey }: KeyMaterialFile): KeyFileEntry {
  if (!material) return { path, source, kind: 'key-file', keyInfos: [], opensBy: [], isIncidentKey };
  const { kind, keyInfo, needs, canOpen } = material;
  const opensBy: KeyFileEntry['opensBy'] = [];
  if (needs.password) opensBy.push('password');
  if (needs.privateKey) opensBy.push('private-key');
  if (needs.keyInfos.length > 0) opensBy.push('another-key');
  if (opensBy.length === 0 && canOpen) opensBy.push('nothing');
  // An encrypted .vmx has no key of its own: shown are those that it needs.
  const keyInfos = kind === 'encrypted-vmx' ? needs.keyInfos : keyInfo === null ? [] : [keyInfo];
  return { path, source, kind, keyInfos: [...keyInfos], opensBy, isIncidentKey };
}
