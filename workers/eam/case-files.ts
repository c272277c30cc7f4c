import type { AnalysisControl, CaseFile, CaseReader } from '../analysis/case-reader';
import { fileEvidence } from '../findings/evidence-list';
import { smallTexts } from '../findings/small-texts';
import type { Evidence } from '../public-api';
import { diskTables, type FileSystem } from './disk-usage';
import { mobPage, observationsOfPage, type MobPage } from './mob-page';
import { agencyNamesIn } from './log-observations';
import type { Observation } from './observation';

/** A file system of a `df` somewhere in the case. */
export interface DiskUse extends FileSystem {
  source: number;
  evidence: Evidence;
}

/** Whether a list of services says that EAM runs. */
export interface ListedService {
  running: boolean;
  evidence: Evidence;
}

/** Rows of VPX_EXT_DATA that someone dropped, as they are: their layout is not documented. */
export interface DatabaseRows {
  source: number;
  file: string;
  line: number;
  /** Cut after 64 KiB. */
  text: string;
}

/** What NSX's list of conflicts says. */
export interface SyncConflicts {
  exist: boolean;
  evidence: Evidence;
  /** Agencies it names, each with its entry. */
  agencies: { id: string; evidence: Evidence }[];
}

export interface EamFiles {
  disks: DiskUse[];
  services: ListedService[];
  database: DatabaseRows[];
  conflicts: SyncConflicts[];
  pages: (MobPage & { source: number; path: string })[];
  observations: Observation[];
}

const MOST_TEXT = 256 * 1024;
const MOST_ROWS = 1_000;
const MOST_NAMES = 20_000;
const MOST_CONFLICTS = 500;
const ROW_CUT = 64 * 1024;

/** Reads the small texts of the case that are known by their content and not by their names. */
export async function eamFiles(reader: CaseReader, control: AnalysisControl): Promise<EamFiles> {
  const found: EamFiles = {
    disks: [],
    services: [],
    database: [],
    conflicts: [],
    pages: [],
    observations: [],
  };
  for await (const { file, text } of smallTexts(reader, control)) fromText(file, text, found);
  return found;
}

function fromText(file: CaseFile, text: string, found: EamFiles): void {
  for (const system of diskTables(text)) {
    found.disks.push({
      ...system,
      source: file.source,
      evidence: fileEvidence(file, system.line, system.lines),
    });
  }
  const service = listedService(text);
  if (service) {
    found.services.push({ running: service.running, evidence: fileEvidence(file, service.line, 1) });
  }
  if (
    /VPX_EXT_DATA|\bEXT_ID\b|com\.vmware\.vim\.eam/i.test(text) &&
    /ext_?data/i.test(`${file.path}\n${text}`)
  ) {
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      if (!line.includes('com.vmware.vim.eam') || found.database.length >= MOST_ROWS) continue;
      found.database.push({
        source: file.source,
        file: file.path,
        line: index + 1,
        text: line.slice(0, ROW_CUT),
      });
    }
  }
  conflicts(file, text, found);
  const page = /<(?:html|table|body)\b/i.test(text) ? mobPage(text) : null;
  if (!page) {
    if (file.format === null) names(file, text, found);
    return;
  }
  found.pages.push({ ...page, source: file.source, path: file.path });
  found.observations.push(...observationsOfPage(page, file.modified, pageEvidence(file, text)));
}

/** `service-control --status` and `vmon-cli -s eam`. */
export function listedService(text: string): { running: boolean; line: number } | null {
  if (!/\beam\b/.test(text) || text.length > MOST_TEXT) return null;
  let running: boolean | null = null;
  let named = 0;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const head = /^\s*(Running|Stopped|StartPending|StopPending)\s*:/i.exec(line)?.[1]?.toLowerCase();
    if (head) running = head === 'running';
    if (running !== null && /(?:^|[\s,:])vmware-eam(?=[\s,(]|$)/.test(line))
      return { running, line: index + 1 };
    if (/^\s*Name:\s*eam\s*$/.test(line)) named = index + 1;
    const state = named > 0 ? /^\s*RunState:\s*(\w+)/.exec(line)?.[1] : undefined;
    if (state) return { running: state === 'STARTED', line: index + 1 };
  }
  return null;
}

/** The answer of `GET /api/2.0/si/fabric/sync/conflicts`, saved as XML. */
function conflicts(file: CaseFile, text: string, found: EamFiles): void {
  if (!text.includes('fabricSyncConflictInfo')) return;
  const lineAt = (index: number) => text.slice(0, index).split('\n').length;
  const exist = /<conflictExist>\s*(true|false)\s*<\/conflictExist>/i.exec(text);
  const agencies: SyncConflicts['agencies'] = [];
  if (exist) {
    const evidence = fileEvidence(file, lineAt(exist.index), 1);
    found.conflicts.push({ exist: exist[1]!.toLowerCase() === 'true', evidence, agencies });
  }
  let conflictsRead = 0;
  for (const one of text.matchAll(/<agencyConflictInfo>([\s\S]{0,4000}?)<\/agencyConflictInfo>/g)) {
    if (++conflictsRead > MOST_CONFLICTS) return;
    const id = /<agencyId>\s*([^<]{1,200}?)\s*<\/agencyId>/.exec(one[1]!)?.[1];
    const name = /<agencyName>\s*([^<]{1,400}?)\s*<\/agencyName>/.exec(one[1]!)?.[1];
    if (id === undefined || name === undefined) continue;
    const evidence = fileEvidence(file, lineAt(one.index), countLines(one[0]));
    agencies.push({ id, evidence });
    found.observations.push({ kind: 'name', time: file.modified, id, name, evidence });
  }
}

/** The row of the page that tells which object it is of, or what state it has. */
function pageEvidence(file: CaseFile, text: string): Evidence {
  const at = text.search(/>\s*(?:agencyName|goalState)\s*</);
  if (at < 0) return fileEvidence(file, 1, countLines(text));
  const start = at + 1 + /^\s*/.exec(text.slice(at + 1))![0].length;
  const end = text.indexOf('</tr', start);
  const row = text.slice(start, end < 0 ? start : end).trimEnd();
  return fileEvidence(file, text.slice(0, start).split('\n').length, row.split('\n').length);
}

/** Names of agencies in a list that somebody copied. */
function names(file: CaseFile, text: string, found: EamFiles): void {
  if (!/_(?:VCNS|NSX)_\d/.test(text) || text.includes('agencyConflictInfo')) return;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (found.observations.length >= MOST_NAMES) return;
    const evidence = fileEvidence(file, index + 1, 1);
    for (const { name, id } of agencyNamesIn(line)) {
      found.observations.push({ kind: 'name', time: file.modified, id, name, evidence });
    }
  }
}

function countLines(text: string): number {
  return text.replace(/\r?\n$/, '').split('\n').length;
}
