import type { HsmRule, RuleCase } from '../finding';

/** An encrypted copy of a key left the HSM. */
const rule: HsmRule = {
  id: 'key-exported',
  async *find({ events, attribution, keys }, pause) {
    for (const { handle, exports } of keys) {
      await pause();
      for (const { row, under } of exports) {
        const wrapping = under === null ? null : String(events.store.privateKey.value(under));
        const by = attribution.user(row);
        yield {
          severity: 'high',
          title: `Key ${handle} was exported${wrapping === null ? '' : ` under key ${wrapping}`}${by === null ? '' : ` by ${by}`}`,
          certain: true,
          explanation:
            `CN_WRAP_KEY succeeded: an encrypted copy of key ${handle} left the HSM. ` +
            (wrapping === null
              ? `No event of a wrapping key stands right behind it, so that it is not known under which key. `
              : `The event right behind it uses key ${wrapping} to wrap: whoever has that key can open the copy. `) +
            (by === null
              ? `Nobody can be named for it. `
              : `That it was ${by} follows from the sessions (${attribution.basis(row)}). `) +
            `Where the copy went no log of the HSM says, and exports leave no trace on other HSMs.`,
          rows: under === null ? [row] : [row, under],
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
    name: 'a wrap and the wrapping key right behind it',
    events: [
      { opcode: 'CN_LOGIN', user: 'testuser', seq: 0, at: 0 },
      { opcode: 'CN_WRAP_KEY', key: 7, seq: 1, at: 1 },
      { opcode: 'CN_NIST_AES_WRAP', key: 6, seq: 2, at: 1.045 },
    ],
    finds: [{ title: 'Key 7 was exported under key 6 by testuser', keys: ['7', '6'], users: ['testuser'] }],
  },
  {
    name: 'a number is missing between the two',
    events: [
      { opcode: 'CN_WRAP_KEY', key: 7, seq: 1, at: 1 },
      { opcode: 'CN_NIST_AES_WRAP', key: 6, seq: 3, at: 1.045 },
    ],
    finds: [{ title: 'Key 7 was exported', keys: ['7'] }],
  },
  {
    name: 'an export that failed; a file wrapped by a tool',
    events: [
      { opcode: 'CN_WRAP_KEY', key: 7, seq: 1, at: 1, response: '198:HSM Error: Key Access is denied' },
      { opcode: 'CN_NIST_AES_WRAP', key: 6, seq: 2, at: 60 },
    ],
    finds: [],
  },
];
