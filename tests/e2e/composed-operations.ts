import type { TraceItem } from '../../workers/public-api';
import { notApplicableTo } from '../../workers/trace/operation-kinds';
import { ESX_55, ESX_67, ESX_8 } from './composed-esxi';
import type { TrueOperation } from './composed-host';
import { KVM, XEN_1, XEN_2 } from './composed-others';
import { entry, gzipOf, tarOf } from './made';
import type { TestFile } from './page';

/**
 * Three generations of ESXi, a libvirt host and a XAPI pool of two, with the one table that their logs give. Lines are
 * the forms of the documents with names of our own.
 */
const HOSTS = [ESX_55, ESX_67, ESX_8, KVM, XEN_1, XEN_2];

/** Cells that only lines below severity info state: the completeness table, as the seed paper's, does not count them. */
export const BELOW_INFO: readonly { op: string; item: TraceItem }[] = [{ op: 'StartVM', item: 'where' }];

/** Each host's files as an archive. */
export async function composedBundles(): Promise<TestFile[]> {
  return Promise.all(
    HOSTS.map(async ({ name, files }) => {
      const entries = Object.entries(files).map(([path, lines]) =>
        entry(`${name}/${path}`, `${lines.join('\n')}\n`),
      );
      return { name: `${name}.tgz`, bytes: await gzipOf(await tarOf(entries)) };
    }),
  );
}

/** The table of all of them, in its order. */
export function composedOperations(): TrueOperation[] {
  return HOSTS.flatMap(({ operations }) => operations)
    .map((operation, index) => ({ operation, index }))
    .sort((a, b) => instant(a.operation) - instant(b.operation) || a.index - b.index)
    .map(({ operation }) => whole(operation));
}

function instant({ start, end }: TrueOperation): number {
  return Date.parse((start ?? end)!);
}

function whole(operation: TrueOperation): TrueOperation {
  const missing: TraceItem[] = [];
  return {
    start: null,
    end: null,
    who: null,
    client: null,
    where: null,
    target: null,
    before: [],
    after: [],
    result: null,
    missing,
    notApplicable: [...notApplicableTo(operation.op)],
    joined: {},
    ...operation,
  };
}
