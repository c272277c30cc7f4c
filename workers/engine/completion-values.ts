import { PLAIN } from '../formats/registry';
import type { DictionaryName } from '../kernel/dictionary';
import type { CompletionSources } from '../query';
import { vmOfComponent, vmOfPath } from '../timeline/vm';
import type { CaseContent } from './case-content';

/** Columns behind the query language's names. */
const COLUMNS: Record<string, DictionaryName> = {
  process: 'process',
  pid: 'pid',
  component: 'component',
  opid: 'opId',
  sid: 'sid',
  user: 'user',
  host: 'host',
  world: 'pid',
};
/** Most values looked at before the list is cut. */
const MAX_LOOKED_AT = 5_000;

/** Values that occur in the case, for completion. */
export function completionValues(content: CaseContent): CompletionSources {
  return {
    values(field, prefix, limit) {
      const wanted = prefix.toLowerCase();
      const found = new Set<string>();
      for (const value of valuesOf(content, field, prefix)) {
        if (found.size >= limit) break;
        if (value.toLowerCase().startsWith(wanted)) found.add(value);
      }
      return [...found];
    },
  };
}

function* valuesOf(content: CaseContent, field: string, prefix: string): Generator<string> {
  const column = COLUMNS[field];
  if (column) yield* dictionaryValues(content, column, prefix);
  if (field === 'host') for (const { hostname } of content.hosts) if (hostname) yield hostname;
  if (field === 'source') for (const { name } of content.allSources) yield name;
  if (field === 'file') yield* logNames(content);
  if (field === 'format') yield* formatIds(content);
  if (field === 'vm') yield* vmNames(content);
}

function* dictionaryValues(content: CaseContent, column: DictionaryName, prefix: string): Generator<string> {
  const hits = content.dictionaries.matching(column, `${prefix}*`);
  let looked = 0;
  for (let id = hits.indexOf(1); id > 0 && looked < MAX_LOOKED_AT; id = hits.indexOf(1, id + 1), looked++) {
    const text = content.dictionaries.text(column, id);
    if (text !== null) yield text;
  }
}

/** Names of the logs, the most specific part first. */
function* logNames(content: CaseContent): Generator<string> {
  const { segments } = content;
  for (let segment = 0; segment < segments.count; segment++) {
    yield content.plainPath(segments.file(segment)).split('/').at(-1) ?? '';
  }
  for (let segment = 0; segment < segments.count; segment++) yield content.plainPath(segments.file(segment));
}

function* formatIds({ segments, files }: CaseContent): Generator<string> {
  for (let segment = 0; segment < segments.count; segment++) {
    yield files.format(segments.file(segment)) ?? PLAIN.id;
  }
}

function* vmNames(content: CaseContent): Generator<string> {
  for (const { vms } of content.hosts) for (const { name } of vms) yield name;
  for (let segment = 0; segment < content.segments.count; segment++) {
    const file = content.segments.file(segment);
    const name = vmOfPath(content.plainPath(file));
    if (name !== null) yield name;
  }
  for (const component of dictionaryValues(content, 'component', 'Vmsvc.vm:')) {
    const name = vmOfComponent(component);
    if (name !== null) yield name;
  }
}
