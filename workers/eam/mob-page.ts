import { Parser } from 'htmlparser2';
import type { Evidence } from '../public-api';
import { referenceId, type DataObject, type DataValue } from './data-objects';
import type { Observation } from './observation';
import { fromObject } from './log-observations';

/** A page of EAM's object browser (`/eam/mob`) that someone saved, English or Japanese. */
export interface MobPage {
  /** Type that the page is of, such as `AgencyConfigInfo`; '' when it does not say. */
  type: string;
  /** Id of the object, or of the one that a data object belongs to. */
  id: string | null;
  /** `config`, `runtime`, …; null of a managed object's own page. */
  property: string | null;
  values: Map<string, string>;
  /** Ids that the values of a property link to. */
  links: Map<string, string[]>;
}

const MOST_TEXT = 4 * 1024 * 1024;
const MOST_ROWS = 10_000;

/** Reads the page; null when it is none of the object browser. */
export function mobPage(html: string): MobPage | null {
  if (!/AgencyConfigInfo|RuntimeInfo|EsxAgentManager|\b(?:agencyName|goalState)\b/.test(html)) return null;
  const { rows, text } = tableRows(html.slice(0, MOST_TEXT));
  const values = new Map<string, string>();
  const links = new Map<string, string[]>();
  for (const cells of rows) {
    if (cells.length < 3) continue;
    const [name, , value] = cells.map((cell) => unquoted(cell.text.replace(/\s+/g, ' ').trim()));
    if (!name || !/^\w{1,80}$/.test(name) || values.has(name)) continue;
    values.set(name, value!);
    links.set(name, cells[2]!.links);
  }
  if (values.size === 0) return null;
  const label = (...labels: string[]) => {
    const pattern = new RegExp(
      `(?:${labels.join('|')})\\s*[::]\\s*(?:ManagedObjectReference\\s*:\\s*)?([^\\s::]{1,200})`,
      'i',
    );
    return pattern.exec(text)?.[1] ?? null;
  };
  const type = label(
    'Data Object Type',
    'Managed Object Type',
    'データ ?オブジェクト(?:の)? ?(?:タイプ|型|種類)',
    '(?:管理対象|管理) ?オブジェクト(?:の)? ?(?:タイプ|型|種類)',
  );
  const id = label(
    'Parent Managed Object ID',
    'Managed Object ID',
    '親(?:の)? ?(?:管理対象|管理) ?オブジェクト(?:の)? ?ID',
    '(?:管理対象|管理) ?オブジェクト(?:の)? ?ID',
  );
  return {
    type: type ?? '',
    id: id === null ? null : (referenceId(id) ?? id),
    property: label('Property Path', 'プロパティ(?:の)? ?(?:パス|のパス)'),
    values,
    links,
  };
}

/** What the page says of EAM's objects. Time: when it was saved. */
export function observationsOfPage(page: MobPage, time: number | null, evidence: Evidence): Observation[] {
  const found: Observation[] = [];
  const fields = new Map<string, DataValue>();
  for (const [name, value] of page.values) {
    const ids = page.links.get(name) ?? [];
    fields.set(name, ids.length > 1 ? ids : isUnset(value) ? null : value);
  }
  if (page.values.has('agencyName')) {
    const scope = fields.get('scope');
    fields.set('scope', scope === undefined ? null : scope);
    const object: DataObject = { kind: 'object', type: 'AgencyConfigInfo', fields };
    fromObject(object, { className: 'Agency', id: page.id ?? '', method: 'config' }, time, evidence, found);
    return found.map((one) => (one.kind === 'config' && one.id === '' ? { ...one, id: null } : one));
  }
  if (page.values.has('goalState') && page.id !== null) {
    const isAgent = page.values.has('vmPowerState');
    // The page only links to the issues; what they are stands on pages of their own.
    fields.delete('issue');
    const type = isAgent ? 'AgentRuntimeInfo' : 'EamObjectRuntimeInfo';
    const className = isAgent ? 'Agent' : 'Agency';
    fromObject(
      { kind: 'object', type, fields },
      { className, id: page.id, method: 'runtime' },
      time,
      evidence,
      found,
    );
    return found;
  }
  const agencies = page.links.get('agency');
  if (agencies && page.type === 'EsxAgentManager') {
    found.push({ kind: 'members', time, evidence, owner: null, members: agencies });
  }
  return found;
}

/** Strings stand in quotes on some pages. */
function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1) : text;
}

function isUnset(value: string): boolean {
  return /^(?:Unset|未設定|設定解除|未指定)?$/i.test(value);
}

interface Cell {
  text: string;
  links: string[];
}

/** Rows of all tables, cells with their text and the ids their links lead to; and all text. */
function tableRows(html: string): { rows: Cell[][]; text: string } {
  const rows: Cell[][] = [];
  const text: string[] = [];
  const open: Cell[][] = [];
  let cell: Cell | null = null;
  let skipping = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (name === 'script' || name === 'style') skipping++;
        if (name === 'tr' && rows.length < MOST_ROWS) {
          const row: Cell[] = [];
          open.push(row);
          rows.push(row);
        }
        if ((name === 'td' || name === 'th') && open.length > 0) {
          cell = { text: '', links: [] };
          open.at(-1)!.push(cell);
        }
        const id = name === 'a' ? /[?&]moid=([^&#]{1,200})/.exec(attributes['href'] ?? '')?.[1] : undefined;
        if (id !== undefined && cell && cell.links.length < MOST_ROWS) {
          const path = decoded(id);
          cell.links.push(referenceId(path) ?? path);
        }
        if (name === 'br' || name === 'p' || name === 'li' || name === 'tr') text.push('\n');
      },
      ontext(data) {
        if (skipping > 0) return;
        text.push(data);
        if (cell) cell.text += data;
      },
      onclosetag(name) {
        if (name === 'script' || name === 'style') skipping--;
        if (name === 'tr') open.pop();
        if (name === 'td' || name === 'th') {
          cell = null;
          text.push(' ');
        }
      },
    },
    { decodeEntities: true },
  );
  parser.write(html);
  parser.end();
  return { rows, text: text.join('') };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
