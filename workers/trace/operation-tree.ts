import type { AnalysisControl, CaseReader, LogRecord } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import type { Evidence, OperationNode } from '../public-api';
import { quoted } from '../query/quote';
import { CaseOrigins } from './case-context';
import { familyOpIds } from './op-id';

/** Lines kept of one node, and of a whole tree; further ones only count for its times. */
const MOST_OF_NODE = 1_000;
const MOST_LINES = 50_000;
/** Ids of the vmkernel looked for. */
const MOST_MAPPED = 200;

/** From vCenter down to the kernel; what has one id in two layers began in the upper one. */
const LAYERS = ['vpxd', 'vpxa', 'hostd', 'vmx', 'vmkernel'];
const MAPPING = /VC opID (\S+) maps to vmkernel opID ([0-9a-f]+)/i;

interface Node extends OperationNode {
  evidence: (Evidence & { row: number })[];
  origin: string;
  /** Id of a layer above that the node's own id was given for. */
  mappedFrom: string | null;
  from: number;
  to: number;
}

/**
 * All records of one family of operation ids as a tree: the ids it was made from, those made from it on every host, and
 * what the vmkernel did under an id of its own. Empty when no record has the id. Times are ISO 8601 UTC.
 */
export async function operationTree(
  reader: CaseReader,
  opId: string,
  control: AnalysisControl,
): Promise<OperationNode[]> {
  const family = new Family(new CaseOrigins(reader));
  const root = await rootOf(reader, opId, partOfWork(control, 0, 0.1));
  const below = `opid:${quoted(`${root}-*`)}`;
  await family.read(reader, `opid:${quoted(root)} or ${below}`, partOfWork(control, 0.1, 0.4));
  // Only ids that the operation's own lines lead to: the kernel's are short and come again.
  const mapped: { record: LogRecord; from: string; kernel: string }[] = [];
  const leading = reader.records(`"maps to vmkernel opID" ${quoted(root)}`, partOfWork(control, 0.4, 0.7));
  for await (const batch of leading) {
    for (const record of batch) {
      const found = MAPPING.exec(record.message);
      if (!found || !(found[1] === root || found[1]!.startsWith(`${root}-`))) continue;
      if (mapped.length < MOST_MAPPED) mapped.push({ record, from: found[1]!, kernel: found[2]! });
    }
    await control.pause();
  }
  if (mapped.length > 0) {
    const ids = new Set(mapped.map(({ kernel }) => kernel));
    family.map(mapped);
    const query = [...ids].map((id) => `opid:${quoted(id)}`).join(' or ');
    const kernels = `(process:vmkernel or process:vmkwarning) (${query})`;
    await family.read(reader, kernels, partOfWork(control, 0.7, 1));
  }
  return family.tree();
}

/** The shortest id that occurs and that this one was made from. */
async function rootOf(reader: CaseReader, opId: string, control: AnalysisControl): Promise<string> {
  let root = opId;
  const ancestors = familyOpIds(opId);
  for (const [index, ancestor] of ancestors.entries()) {
    const part = partOfWork(control, index / ancestors.length, (index + 1) / ancestors.length);
    if ((await reader.find(`opid:${quoted(ancestor)}`, part)).count > 0) root = ancestor;
    await control.pause();
  }
  return root;
}

class Family {
  readonly #origins: CaseOrigins;
  readonly #nodes = new Map<string, Node>();
  /** By machine and the kernel's id: the id it stands for, and from when on. */
  readonly #mapped = new Map<string, { from: string; time: number }>();
  #lines = 0;

  constructor(origins: CaseOrigins) {
    this.#origins = origins;
  }

  map(mapped: readonly { record: LogRecord; from: string; kernel: string }[]): void {
    for (const { record, from, kernel } of mapped) {
      const key = `${this.#origins.origin(record)} ${kernel}`;
      const time = record.time ?? -Infinity;
      const known = this.#mapped.get(key);
      if (!known || time < known.time) this.#mapped.set(key, { from, time });
    }
  }

  async read(reader: CaseReader, query: string, control: AnalysisControl): Promise<void> {
    for await (const batch of reader.records(query, control)) {
      for (const record of batch) this.#take(record);
      await control.pause();
      if (this.#lines > MOST_LINES) return;
    }
  }

  #take(record: LogRecord): void {
    const { opId, time } = record;
    const process = processOf(record);
    if (opId === null) return;
    const origin = this.#origins.origin(record);
    const mapped = this.#mapped.get(`${origin} ${opId}`);
    // A line of another operation that had this id before.
    if (mapped && time !== null && time < mapped.time - 1_000) return;
    this.#lines++;
    const key = `${origin}\n${process}\n${opId}`;
    let node = this.#nodes.get(key);
    if (!node) {
      node = {
        opId,
        host: record.host,
        process,
        start: null,
        end: null,
        children: [],
        evidence: [],
        origin,
        mappedFrom: mapped?.from ?? null,
        from: Infinity,
        to: -Infinity,
      };
      this.#nodes.set(key, node);
    }
    if (time !== null) {
      node.from = Math.min(node.from, time);
      node.to = Math.max(node.to, time);
    }
    const { row, source, path, line, lines } = record;
    if (node.evidence.length < MOST_OF_NODE) node.evidence.push({ source, file: path, line, lines, row });
  }

  tree(): OperationNode[] {
    const nodes = [...this.#nodes.values()];
    const byId = new Map<string, Node[]>();
    for (const node of nodes) {
      const same = byId.get(node.opId);
      if (same) same.push(node);
      else byId.set(node.opId, [node]);
      if (node.to >= node.from) {
        node.start = new Date(Math.floor(node.from)).toISOString();
        node.end = new Date(Math.floor(node.to)).toISOString();
      }
    }
    const roots: Node[] = [];
    for (const node of nodes) (parentOf(node, byId)?.children ?? roots).push(node);
    const ordered = (level: Node[]): OperationNode[] =>
      level
        .sort((a, b) => a.from - b.from || layer(a) - layer(b))
        .map(({ opId, host, process, start, end, children, evidence }) => ({
          opId,
          host,
          process,
          start,
          end,
          children: ordered(children as Node[]),
          evidence,
        }));
    return ordered(roots);
  }
}

/** As the layers are called; 8.x writes some in capitals, and a VM's log names none. */
function processOf({ process, format }: LogRecord): string | null {
  if (process === null) return format === 'vmware' ? 'vmx' : null;
  const name = process.toLowerCase();
  return LAYERS.includes(name) ? name : process;
}

function parentOf(node: Node, byId: ReadonlyMap<string, Node[]>): Node | undefined {
  if (node.mappedFrom !== null) {
    const above = byId.get(node.mappedFrom) ?? [];
    return above.find(({ origin }) => origin === node.origin) ?? above[0];
  }
  const upper = (byId.get(node.opId) ?? []).filter((other) => other !== node && isAbove(other, node));
  const near = upper.sort((a, b) => layer(b) - layer(a));
  const same = near.find(({ origin }) => origin === node.origin) ?? near[0];
  if (same) return same;
  for (const ancestor of familyOpIds(node.opId)) {
    const above = byId.get(ancestor);
    if (!above) continue;
    const lowest = [...above].sort((a, b) => layer(b) - layer(a));
    return lowest.find(({ origin }) => origin === node.origin) ?? lowest[0];
  }
  return undefined;
}

function isAbove(a: Node, b: Node): boolean {
  return layer(a) < layer(b);
}

function layer({ process }: Node): number {
  const rank = LAYERS.indexOf(process ?? '');
  return rank < 0 ? LAYERS.length : rank;
}
