import { describe, expect, it } from 'vitest';
import { redactor } from '../../workers/redaction/redactor';
import { KINDS } from '../../workers/redaction/registry';

describe('kinds of redaction', () => {
  for (const { kind, samples } of KINDS) {
    for (const { text, hides = [], keeps = [] } of samples) {
      it(`${kind}: ${text.slice(0, 70)}`, () => {
        const after = redactor({}, []).line(text);
        for (const secret of hides) {
          expect(text).toContain(secret);
          expect(after).not.toContain(secret);
        }
        for (const kept of keeps) expect(after).toContain(kept);
      });
    }
  }
});
