import type { Random } from './random';
import type { Span } from './scenario';

/**
 * When background lines are written: turns a log's progress (0 to 1) into time. Busy in the day, quiet at night,
 * a few bursts, nothing while the writer is down. Progress must not go back.
 */
export class Activity {
  private readonly weights: Float64Array;
  private readonly sums: Float64Array;
  private readonly bin: number;
  private index = 0;

  constructor(
    readonly span: Span,
    gaps: readonly Span[],
    random: Random,
  ) {
    const length = Math.max(1, span.to - span.from);
    const count = Math.min(2048, Math.max(64, Math.ceil(length / 60_000)));
    this.bin = length / count;
    this.weights = Float64Array.from({ length: count }, (_, i) => {
      const from = span.from + i * this.bin;
      if (gaps.some((gap) => from < gap.to && from + this.bin > gap.from)) return 0;
      const hour = (from / 3_600_000) % 24;
      const daily = 0.55 + 0.45 * Math.max(0, Math.sin(((hour - 5) / 14) * Math.PI));
      const burst = random.chance(0.01) ? 4 : 1;
      return daily * burst * (0.75 + random.int(500) / 1000);
    });
    if (this.weights.every((weight) => weight === 0)) this.weights.fill(1);
    this.sums = new Float64Array(count + 1);
    for (let i = 0; i < count; i++) this.sums[i + 1] = this.sums[i]! + this.weights[i]!;
  }

  at(progress: number): number {
    const { sums, weights } = this;
    const count = weights.length;
    const sought = Math.min(Math.max(progress, 0), 1) * sums[count]!;
    while (this.index < count - 1 && sums[this.index + 1]! < sought) this.index++;
    const weight = weights[this.index]!;
    const inside = weight === 0 ? 0 : Math.max(0, (sought - sums[this.index]!) / weight);
    const time = Math.floor(this.span.from + (this.index + Math.min(inside, 1)) * this.bin);
    return Math.min(time, Math.max(this.span.from, this.span.to - 1));
  }
}
