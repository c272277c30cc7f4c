/**
 * The answer without the rows of the timeline in its evidence: they name records only until the case changes, so that
 * the public API does not give them.
 */
export function plainEvidence<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item: unknown) => plainEvidence(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const isEvidence = 'row' in value && 'file' in value && 'lines' in value;
  const entries = Object.entries(value).filter(([name]) => !(isEvidence && name === 'row'));
  return Object.fromEntries(entries.map(([name, inner]) => [name, plainEvidence<unknown>(inner)])) as T;
}
