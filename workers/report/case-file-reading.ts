import { Failure } from '../failure';
import {
  CASE_FILE_FORMAT,
  CASE_FILE_LIMITS as LIMITS,
  CASE_FILE_VERSION,
  type CaseFile,
  type CaseFileFinding,
  type CaseFileFindings,
  type CaseFileMark,
  type CaseFilePlace,
  type CaseFileSource,
} from './case-file';
import { upgradeCaseFile, type RawCaseFile } from './case-file-upgrade';
import { handedView } from './case-file-view';
import { SEVERITIES } from './severities';

/**
 * Reads a case file, of which nothing is trusted: every member is checked and copied, what is unknown is left out. Fails
 * with `not-a-case-file` and `case-file-version`.
 */
export function readCaseFile(bytes: Uint8Array): CaseFile {
  if (bytes.length > LIMITS.bytes) throw wrong(`it has more than ${LIMITS.bytes} bytes`);
  const raw = upgradeCaseFile(parsed(bytes));
  const sources = list(raw, 'sources', LIMITS.sources, source);
  if (sources.length === 0) throw wrong('it names no bundle');
  const placed = (value: unknown, name: string) => place(value, name, sources.length);
  return {
    format: CASE_FILE_FORMAT,
    version: CASE_FILE_VERSION,
    made: text(raw.made, 'made', 40),
    by: text(raw.by, 'by', LIMITS.name),
    sources,
    marks: list(raw, 'marks', LIMITS.marks, (value, name): CaseFileMark => {
      const { line, ...rest } = placed(value, name);
      if (line === null) throw wrong(`${name} names no line`);
      return { ...rest, line, note: text(object(value, name).note, `${name}.note`, LIMITS.note) };
    }),
    findings: findings(raw.findings, placed),
    selected: raw.selected === null || raw.selected === undefined ? null : placed(raw.selected, 'selected'),
    view: handedView(raw.view),
  };
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw wrong('its text is damaged, or no JSON');
  }
}

function source(value: unknown, name: string): CaseFileSource {
  const given = object(value, name);
  const sha256 = text(given.sha256, `${name}.sha256`, 64);
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw wrong(`${name}.sha256 is no SHA-256`);
  return {
    name: text(given.name, `${name}.name`, LIMITS.name),
    bytes: whole(given.bytes, `${name}.bytes`, 0),
    sha256,
  };
}

/** Names of analyses. */
const SECTION = /^[a-z][a-z-]{0,39}$/;

function findings(value: unknown, placed: (value: unknown, name: string) => CaseFilePlace): CaseFileFindings {
  const given = object(value, 'findings');
  const sections = Object.keys(given);
  if (sections.length > LIMITS.sections) throw wrong(`findings are of more than ${LIMITS.sections} analyses`);
  const finding = (one: unknown, name: string): CaseFileFinding => {
    const { rule, severity: said, ...rest } = object(one, name);
    const severity = SEVERITIES.find((known) => known === said);
    if (!severity) throw wrong(`${name}.severity is none`);
    return {
      rule: text(rule, `${name}.rule`, LIMITS.rule),
      severity,
      places: list(rest, 'places', LIMITS.places, placed, name),
    };
  };
  return Object.fromEntries(
    sections
      .filter((name) => SECTION.test(name))
      .map((name) => [name, list(given, name, LIMITS.findings, finding, 'findings')]),
  );
}

function place(value: unknown, name: string, sources: number): CaseFilePlace {
  const given = object(value, name);
  const of = whole(given.source, `${name}.source`, 0);
  if (of >= sources) throw wrong(`${name} is in a source that it does not name`);
  return {
    source: of,
    path: text(given.path, `${name}.path`, LIMITS.path),
    ...(given.copy !== undefined && { copy: whole(given.copy, `${name}.copy`, 2) }),
    line: given.line === null ? null : whole(given.line, `${name}.line`, 1),
  };
}

function list<Item>(
  from: RawCaseFile,
  member: string,
  most: number,
  item: (value: unknown, name: string) => Item,
  within = '',
): Item[] {
  const name = within ? `${within}.${member}` : member;
  const value = from[member];
  if (!Array.isArray(value)) throw wrong(`${name} is no list`);
  if (value.length > most) throw wrong(`${name} has ${value.length} entries, at most ${most} are taken`);
  return Array.from(value as unknown[], (one, i) => item(one, `${name}[${i}]`));
}

function object(value: unknown, name: string): RawCaseFile {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong(`${name} is no object`);
  return value as RawCaseFile;
}

function text(value: unknown, name: string, most: number): string {
  if (typeof value !== 'string') throw wrong(`${name} is no text`);
  if (value.length > most) throw wrong(`${name} is longer than ${most} characters`);
  return value;
}

function whole(value: unknown, name: string, least: number): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least) return value;
  throw wrong(`${name} is no whole number from ${least} on`);
}

function wrong(why: string): Failure {
  return new Failure('not-a-case-file', `this case file cannot be read: ${why}`);
}
