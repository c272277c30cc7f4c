import type { HsmRule, RuleCase } from '../finding';

/** A user was deleted. */
const rule: HsmRule = {
  id: 'user-deleted',
  async *find({ events, attribution, userActions }, pause) {
    for (const { kind, name, type, rows } of userActions) {
      await pause();
      if (kind !== 'deleted') continue;
      const isOfficer = type === 'CN_CRYPTO_OFFICER';
      const by = attribution.user(rows[0]!);
      yield {
        severity: isOfficer ? 'high' : 'warning',
        title: `${isOfficer ? 'Officer' : 'User'} ${name} was deleted${by === null ? '' : ` by ${by}`}`,
        certain: true,
        explanation:
          `${events.opcode(rows[0]!)} succeeded for ${name}. ` +
          (by === null
            ? `Nobody can be named who did it. `
            : `That it was ${by} follows from the sessions (${attribution.basis(rows[0]!)}). `) +
          (isOfficer
            ? `With an officer goes who could manage the other users: see who is left.`
            : `Keys that a crypto user owned alone can no longer be used.`),
        rows,
        users: by === null ? [name] : [name, by],
      };
    }
  },
};
export default rule;

export const cases: RuleCase[] = [
  {
    name: 'an officer and a user',
    events: [
      { opcode: 'CN_DELETE_USER', user: 'alice', userType: 'CN_CRYPTO_OFFICER (2)', seq: 0, at: 0 },
      { opcode: 'CN_DELETE_USER', user: 'bob', seq: 1, at: 1 },
    ],
    finds: [
      { severity: 'high', title: 'Officer alice was deleted' },
      { severity: 'warning', title: 'User bob was deleted' },
    ],
  },
  {
    name: 'a deletion that failed',
    events: [{ opcode: 'CN_DELETE_USER', user: 'bob', seq: 0, at: 0, response: '157:HSM Error: x' }],
    finds: [],
  },
];
