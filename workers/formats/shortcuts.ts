import type { Placed } from './steps';

/**
 * Puts a shortcut before every run of steps that the kernel has one for: a single step that does their work where
 * the line has their usual narrow shape, and goes on behind them. Where it has not, the run itself decides.
 */
export function withShortcuts(steps: readonly Placed[]): Placed[] {
  const placed: Placed[] = [];
  const movedTo: number[] = [];
  steps.forEach((step, i) => {
    movedTo.push(placed.length);
    const shortcut = severity(steps, i) ?? pair(steps, i);
    if (shortcut) placed.push(shortcut);
    placed.push({ ...step });
  });
  for (const step of placed) if (step.target !== undefined) step.target = movedTo[step.target]!;
  return placed;
}

const BLANK = 0x20;
const isBlank = (literal?: Uint8Array) => literal?.length === 1 && literal[0] === BLANK;

/** Time, blank, code in its usual form and one blank: `2025-12-11T16:43:23.314Z In(166) `. */
function severity(steps: readonly Placed[], at: number): Placed | null {
  const [time, code, blanks] = steps.slice(at, at + 3);
  if (time?.operation !== 'iso' || !isBlank(time.literal) || code?.operation !== 'esxi') return null;
  if (isBlank(code.literal)) return { kind: 'step', operation: 'severity', target: at + 2 };
  if (code.literal || blanks?.operation !== 'blanks' || blanks.literal) return null;
  return { kind: 'step', operation: 'severity', target: at + 3 };
}

/** Two short texts, each up to its character: `hostd[2098716]: `. */
function pair(steps: readonly Placed[], at: number): Placed | null {
  const [first, second] = steps.slice(at, at + 2);
  if (first?.operation !== 'until' || first.c || first.literal) return null;
  if (second?.operation !== 'until' || second.c) return null;
  const a = (first.a ?? 0) | ((second.a ?? 0) << 4);
  const { literal } = second;
  return { kind: 'step', operation: 'pair', a, b: first.b, c: second.b, literal, target: at + 2 };
}
