import { hostFacts, wantedForHostFacts, type HostFile } from '../host/host-facts';
import { Breath } from './breath';
import type { CaseContent } from './case-content';
import type { CaseFiles } from './case-files';
import type { Source } from './source';

/** Reads what bundles that were just opened say of their hosts, each from a few small files. */
export async function readHosts(
  content: CaseContent,
  caseFiles: CaseFiles,
  sources: readonly Source[],
): Promise<void> {
  // Of a host that its bundle tells of, a decrypted part of its files says nothing more.
  const asked = sources.filter(({ id, visitOnly }) => !visitOnly || content.hostOf(id) === null);
  const kept = new Map<number, HostFile[]>(asked.map(({ id }) => [id, []]));
  const prefixes = new Map(asked.map(({ id, name, visitOnly }) => [id, visitOnly ? `${name}/` : '']));
  const breath = new Breath();
  for (const file of content.index) {
    if (breath.due) await breath.take();
    const files = kept.get(file.source);
    const prefix = prefixes.get(file.source) ?? '';
    const path = file.path.startsWith(prefix) ? file.path.slice(prefix.length) : file.path;
    const wanted = files ? wantedForHostFacts(path) : 0;
    if (!files || wanted === 0) continue;
    const bytes = await caseFiles.range(file.id, 0, wanted).catch(() => new Uint8Array(0));
    files.push({ path, text: new TextDecoder().decode(bytes), cut: bytes.length < file.bytes });
  }
  breath.end();
  for (const { id, name } of asked) {
    const bundle = content.containers.topFolderOf(id) || name;
    const facts = hostFacts(id, bundle.replace(/\/$/, ''), kept.get(id) ?? []);
    if (facts) content.hosts.push(facts);
  }
}
