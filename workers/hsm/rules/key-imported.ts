import type { HsmRule, RuleCase } from '../finding';

/** A key came in from outside. */
const rule: HsmRule = {
  id: 'key-imported',
  async *find({ events, attribution, keys }, pause) {
    for (const { handle, imports, made } of keys) {
      await pause();
      const plain =
        made !== null && events.opcode(made) === 'CN_CREATE_OBJECT' ? [{ row: made, under: null }] : [];
      for (const { row, under } of [...imports, ...plain]) {
        const wrapping = under === null ? null : String(events.store.privateKey.value(under));
        const by = attribution.user(row);
        const isPlain = plain.length > 0 && row === made;
        yield {
          severity: 'warning',
          title: `Key ${handle} was imported${wrapping === null ? '' : ` under key ${wrapping}`}${by === null ? '' : ` by ${by}`}`,
          certain: true,
          explanation:
            (isPlain
              ? `CN_CREATE_OBJECT succeeded: a public key came in without wrapping, as key ${handle}. `
              : `CN_UNWRAP_KEY succeeded: a wrapped key came in as key ${handle}. `) +
            (wrapping === null
              ? isPlain
                ? ''
                : `No event of a wrapping key stands right before it. `
              : `The event right before it uses key ${wrapping} to unwrap. `) +
            `Whoever made it outside may have kept a copy: what this key protects is only as safe as its origin.`,
          rows: under === null ? [row] : [under, row],
          keys: wrapping === null ? [handle] : [handle, wrapping],
          users: by === null ? [] : [by],
        };
      }
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'an export followed at once by an import: each has its own wrapping event',
    events: [
      { opcode: 'CN_WRAP_KEY', key: 7, seq: 0, at: 0 },
      { opcode: 'CN_NIST_AES_WRAP', key: 6, seq: 1, at: 0.045 },
      { opcode: 'CN_NIST_AES_WRAP', key: 5, seq: 2, at: 1 },
      { opcode: 'CN_UNWRAP_KEY', key: 11, seq: 3, at: 1.03 },
    ],
    finds: [{ title: 'Key 11 was imported under key 5', keys: ['11', '5'] }],
  },
  {
    name: 'one wrapping event belongs to the export before it',
    events: [
      { opcode: 'CN_WRAP_KEY', key: 7, seq: 0, at: 0 },
      { opcode: 'CN_NIST_AES_WRAP', key: 6, seq: 1, at: 0.045 },
      { opcode: 'CN_UNWRAP_KEY', key: 11, seq: 2, at: 1.03 },
    ],
    finds: [{ title: 'Key 11 was imported', keys: ['11'] }],
  },
  {
    name: 'a public key without wrapping',
    events: [{ opcode: 'CN_CREATE_OBJECT', key: 12, seq: 0, at: 0 }],
    finds: [{ title: 'Key 12 was imported' }],
  },
  {
    name: 'a key made here, and an import that failed',
    events: [
      { opcode: 'CN_GENERATE_KEY', key: 7, seq: 0, at: 0 },
      { opcode: 'CN_UNWRAP_KEY', key: 11, seq: 1, at: 1, response: '168:HSM Error: Invalid object handle' },
    ],
    finds: [],
  },
];
