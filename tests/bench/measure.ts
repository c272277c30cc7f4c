import type { Comparison, Contender, Figure } from './suite';

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Runs the contenders in turn, round after round, and answers each one's times in ms. */
export async function interleaved(contenders: readonly Contender[], rounds: number): Promise<number[][]> {
  const times = contenders.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      contender.before?.();
      const start = performance.now();
      await contender.run();
      times[i]!.push(performance.now() - start);
    }
  }
  return times;
}

/** Compares: checks every outcome after a first round that is not measured, then measures. */
export async function compare(comparison: Comparison, rounds: number): Promise<Figure[]> {
  const { title, bytes, contenders, targets } = comparison;
  let expected = comparison.expected;
  for (const contender of contenders) {
    contender.before?.();
    await contender.run();
    const outcome = await contender.outcome();
    expected ??= outcome;
    if (outcome !== expected) {
      throw new Error(`${title}: ${contender.name} found\n  ${outcome}\nnot\n  ${expected}`);
    }
  }
  const times = await interleaved(contenders, rounds);
  const rates = times.map((own) => bytes / 1e3 / median(own));
  const figures: Figure[] = contenders.map(({ name }, i) => ({
    what: `${title}: ${name}`,
    value: rates[i]!,
    unit: 'MB/s',
    target: i === 0 && comparison.rateTarget ? { atLeast: comparison.rateTarget } : undefined,
  }));
  contenders.forEach(({ name }, i) => {
    if (i === 0) return;
    const target = targets[name];
    // The median of the rounds' own ratios: a burst of other work on the machine hits both sides of one.
    const ratio = median(times[i]!.map((time, round) => time / times[0]![round]!));
    figures.push({
      what: `${title}: times as fast as ${name}`,
      value: ratio,
      unit: 'x',
      target: target === undefined ? undefined : { atLeast: target },
    });
  });
  return figures;
}
