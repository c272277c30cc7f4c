import type { Analysis, AnalysisControl, CaseFile, CaseReader } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import { contentKind } from '../archive/content-kind';
import { insideBundle } from '../host/paths';
import { NameList } from './name-list';
import type { NameRoad } from './name-road';
import type { ConfidentialName } from './redactor';
import { TextLines } from './text-lines';

const modules = import.meta.glob<NameRoad>('./names/*.ts', { eager: true, import: 'road' });

/** Every way in which names become known, by id. A new one is one more file in `names/`. */
export const NAME_ROADS: readonly NameRoad[] = Object.values(modules).sort((a, b) => (a.id < b.id ? -1 : 1));

/** Text read at a time, in bytes. */
const PIECE = 1024 * 1024;
/** What analyses take of all the work. */
const ROADS = 0.4;
/** Bytes that tell what a file is. */
const HEAD = 4_117;

/**
 * The names of the case: hosts, users, VMs, datastores, places, keys, from all that is open. In an order of their own, so
 * that the same case gives the same list. Fails with `too-many-names`.
 */
export const CONFIDENTIAL_NAMES: Analysis<ConfidentialName[]> = {
  name: 'confidential-names',
  async run(reader, control) {
    const names = new NameList();
    for (const road of NAME_ROADS) await road.case?.(reader, names, partOfWork(control, 0, ROADS));
    const reading = partOfWork(control, ROADS, 1);
    const files = [...reader.files()];
    const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const file of files) {
      readPath(file.fullPath, names);
      await readText(reader, file, names, control, (bytes) =>
        reading.progress((done + bytes) / Math.max(1, total)),
      );
      done += file.bytes;
      await control.pause();
    }
    for (const { name } of reader.sources()) readPath(name, names);
    return names.list();
  },
};

const FORMS = NAME_ROADS.flatMap(({ forms = [] }) => forms);
const TEXTS = NAME_ROADS.flatMap(({ text }) => text ?? []);
const FILES = NAME_ROADS.flatMap(({ files = [] }) => files);

function readPath(path: string, names: NameList): void {
  for (const road of NAME_ROADS) road.path?.(path, names);
}

async function readText(
  reader: CaseReader,
  { id, bytes, path }: CaseFile,
  names: NameList,
  control: AnalysisControl,
  advance: (bytes: number) => void,
): Promise<void> {
  const head = await reader.read(id, 0, HEAD).catch(() => new Uint8Array(0));
  const { encoding } = contentKind(head, bytes);
  if (encoding === 'binary') return;
  const inside = insideBundle(path);
  for (const { wants, maxBytes, read } of FILES) {
    if (!wants(inside)) continue;
    const start = await reader.read(id, 0, Math.min(bytes, maxBytes)).catch(() => head);
    read(new TextDecoder(encoding).decode(start), names, inside);
  }
  const lines = new TextLines(FORMS, TEXTS, names);
  const decoder = new TextDecoder(encoding);
  for (let at = 0; at < bytes;) {
    // What cannot be read cannot be written either.
    const piece = await reader.read(id, at, PIECE).catch(() => new Uint8Array(0));
    if (piece.length === 0) break;
    at += piece.length;
    lines.push(decoder.decode(piece, { stream: true }), false);
    advance(at);
    await control.pause();
  }
  lines.push(decoder.decode(), true);
}
