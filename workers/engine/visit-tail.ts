import { DICTIONARIES } from '../kernel/dictionary';
import type { CaseContent } from './case-content';
import type { ContentEnd } from './content-end';
import { FIRST_VISIT_SOURCE } from './source';

/** Where the tables end now. No source may be being read. */
export function contentEnd({
  blobs,
  layers,
  containers,
  files,
  segments,
  records,
  dictionaries,
}: CaseContent): ContentEnd {
  return {
    blobs: blobs.length,
    layers: layers.layers.length,
    containers: containers.all.length,
    files: files.end,
    segments: segments.count,
    rows: records,
    dictionaries: dictionaries.sizes(),
  };
}

/** What of a case may be stored: all of it, or what was there before the first envelope was opened into it. */
export function storableEnd(content: CaseContent): ContentEnd {
  return content.visitStart ?? contentEnd(content);
}

/**
 * Forgets everything that was read since the tables ended there, with the sources of this visit and what they say
 * of hosts. Whoever holds row or file numbers from there on, or copies of layers and blobs, must be told.
 */
export function rollBack(content: CaseContent, end: ContentEnd): void {
  const { kernel, segments, files, containers, layers, blobs, dictionaries } = content;
  segments.truncate(end.segments);
  kernel.exports.setRowCount(end.rows);
  if (DICTIONARIES.some((name, i) => dictionaries.size(name) > end.dictionaries[i]!))
    dictionaries.truncate(end.dictionaries);
  files.truncate(end.files);
  containers.truncate(end.containers);
  layers.truncate(end.layers);
  blobs.length = end.blobs;
  content.visitSources.length = 0;
  content.hosts = content.hosts.filter(({ source }) => source < FIRST_VISIT_SOURCE);
  content.recovered.clear();
  content.reader.clear();
  content.pathsChanged();
}
