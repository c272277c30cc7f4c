import { describe, expect, it } from 'vitest';
import { ExpansionGuard } from '../../workers/engine/expansion-guard';

const MiB = 1024 * 1024;

describe('the expansion guard', () => {
  const guard = new ExpansionGuard('var/log/x.gz');

  it('lets real logs pass, however large', () => {
    expect(guard.check(50_000 * MiB, 1_000 * MiB)).toBeNull();
  });

  it('lets small files pass, however dense', () => {
    expect(guard.check(64 * MiB, 64 * 1024)).toBeNull();
  });

  it('ends a bomb and names the file', () => {
    expect(guard.check(65 * MiB, 64 * 1024)).toMatchObject({ code: 'expansion-limit', path: 'var/log/x.gz' });
  });

  it('ends a stream whose bytes become records faster than any log', () => {
    expect(guard.check(4 * MiB, MiB, 4 * MiB)).toBeNull();
    expect(guard.check(20 * MiB, MiB, 20 * MiB)).toMatchObject({ code: 'expansion-limit', offset: 20 * MiB });
  });
});
