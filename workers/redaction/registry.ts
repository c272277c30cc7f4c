import type { RedactKind } from '../public-api';
import type { RedactionKind } from './kind';

const modules = import.meta.glob<RedactionKind>('./kinds/*.ts', { eager: true, import: 'default' });

/** All kinds, by name. */
export const KINDS: readonly RedactionKind[] = Object.values(modules).sort((a, b) =>
  a.kind < b.kind ? -1 : 1,
);

export const KIND_NUMBERS: ReadonlyMap<RedactKind, number> = new Map(
  KINDS.map(({ kind }, number) => [kind, number]),
);
