import type { HsmBasis, HsmKey } from '../public-api';
import { KEY_FIELDS } from './fields';
import type { HsmCase } from './hsm-case';
import type { KeyLife } from './key-lives';
import { listTable, type ListTable } from './list-table';
import { keyObject } from './results';

/** A key in the view's table; its events are asked for one key at a time. */
export interface HsmKeyRow extends Omit<HsmKey, 'events' | 'copies' | 'exports' | 'imports'> {
  /** Names the key while the case stays as it is. */
  index: number;
  madeBasis: HsmBasis | null;
  endBasis: HsmBasis | null;
  copies: number;
  exports: number;
  imports: number;
  /** Wrapping keys that it was exported under and imported under, the first few. */
  exportedUnder: (number | string)[];
  importedUnder: (number | string)[];
  eventCount: number;
}

/** Wrapping keys told with a key. */
const MAX_UNDER = 20;
/** Events of a key that queries look at for its streams. */
const MAX_LOOKED_AT = 1_000;

export function keyTable(from: HsmCase): ListTable<HsmKeyRow> {
  const { events, attribution } = from;
  const first = ({ made, rows }: KeyLife) => made ?? rows[0]!;
  const timeOf = (row: number | undefined | null) =>
    row === undefined || row === null ? null : events.time(row);
  return listTable<KeyLife, HsmKeyRow>({
    items: from.keys,
    fields: KEY_FIELDS,
    time: (life) => events.time(first(life)),
    words: ({ handle, kind, rows }) =>
      `${handle} ${kind} ${rows
        .slice(0, MAX_UNDER)
        .map((row) => events.opcode(row))
        .join(' ')}`,
    cells: {
      key: ({ handle }) => [handle],
      kind: ({ kind }) => [kind],
      user: ({ made, destroyed }) => [
        ...new Set(
          [made, ...destroyed.slice(0, 1)]
            .map((row) => (row === null ? null : attribution.user(row)))
            .filter((name) => name !== null),
        ),
      ],
      stream: ({ rows }) => [
        ...new Set(
          rows
            .slice(0, MAX_LOOKED_AT)
            .map((row) => events.stream(row).name)
            .filter((name) => name !== null),
        ),
      ],
      was: ({ made, inserted, exports, imports, destroyed }) =>
        [
          made !== null ? 'made' : null,
          inserted.length > 0 ? 'copied' : null,
          exports.length > 0 ? 'exported' : null,
          imports.length > 0 ? 'imported' : null,
          destroyed.length > 0 ? 'destroyed' : null,
        ].filter((word) => word !== null),
    },
    orders: {
      handle: ({ handle }) => Number(handle),
      kind: ({ kind }) => kind,
      made: ({ made }) => timeOf(made),
      madeBy: ({ made }) => (made === null ? null : attribution.user(made)),
      copies: ({ inserted }) => inserted.length,
      exports: (life) => life.exports.length,
      destroyed: ({ destroyed }) => timeOf(destroyed[0]),
    },
    row(life, index) {
      const { inserted, exports, imports, rows, made, destroyed } = life;
      const told = keyObject(from, {
        ...life,
        rows: [],
        inserted: [],
        exports: exports.slice(0, MAX_UNDER),
        imports: imports.slice(0, MAX_UNDER),
      });
      const unders = (wrappings: HsmKey['exports']) => [
        ...new Set(wrappings.map(({ under }) => under).filter((under) => under !== null)),
      ];
      return {
        ...told,
        index,
        madeBasis: made === null ? null : attribution.basis(made),
        endBasis: destroyed[0] === undefined ? null : attribution.basis(destroyed[0]),
        copies: inserted.length,
        exports: exports.length,
        imports: imports.length,
        exportedUnder: unders(told.exports),
        importedUnder: unders(told.imports),
        eventCount: rows.length,
      };
    },
  });
}
