/**
 * Line grammars: a variant of a log line is described as a sequence of parts, from its start to where the message
 * begins. `compileGrammar` turns a format's variants into the small program that the kernel runs on every line
 * (`assembly/program.ts`).
 *
 * ```ts
 * seq(time.iso, ' ', level.word, ' ', process.until('['), pid.until(']'), ' ', originatorKeys)
 * ```
 *
 * A part either fits and is taken, or the variant is another one; `optional` and `either` are the only choices,
 * and what they settled is not tried again. `until(c)` takes its text and the `c` behind it.
 */

import { withShortcuts } from './shortcuts';
import { OPERATIONS, type Operation, type Placed, type Step } from './steps';

const FIELDS = { process: 0, pid: 1, component: 2, opId: 3, sid: 4, user: 5, host: 6, nothing: 7 } as const;
type FieldName = keyof typeof FIELDS;

export type Part =
  | string
  | Step
  | { kind: 'seq'; parts: Part[] }
  | { kind: 'either'; choices: Part[] }
  | { kind: 'named'; field: FieldName; text: string };

export function seq(...parts: Part[]): Part {
  return { kind: 'seq', parts };
}

/** The first of the choices that fits. */
export function either(...choices: Part[]): Part {
  return { kind: 'either', choices };
}

/** The parts if they fit, else nothing. */
export function optional(...parts: Part[]): Part {
  return either(seq(...parts), seq());
}

function step(operation: Operation, rest: Omit<Step, 'kind' | 'operation'> = {}): Step {
  return { kind: 'step', operation, ...rest };
}

export const time = {
  /** `2018-07-05T21:06:22.793Z`, with a blank for the T, any fraction or none, `Z`, an offset or no zone. */
  iso: step('iso'),
  /** `Jul 26 01:26:46` */
  bsd: step('bsd'),
  /** Seconds since 1970, with a fraction; 13 digits are milliseconds, 16 microseconds. */
  epoch: step('epoch'),
  /** `08/05/2014 17:01:05.891` */
  slash: step('slash'),
  /** `20240102T03:04:05.678Z` */
  basic: step('basic'),
};

export const level = {
  /** A level word in any case. */
  word: step('levelWord'),
  /** ESXi 8's `In(166)`, with the marker `+` or `[+]` of a continuation. */
  esxi: step('esxi'),
  /** The same where the number may be missing (relays). */
  esxiBare: step('esxi', { a: 1 }),
  /** vmware.log's `I125: `, or `W003+ ` of a continuation. */
  letter: step('letter'),
  /** A fixed level by its number (`workers/level.ts`). */
  is: (number: number): Part => step('setLevel', { a: number }),
};

export interface CaptureOptions {
  /** The text may hold blanks. */
  blanks?: boolean;
  /** The text may be empty: then there is no value. */
  empty?: boolean;
  /** `-` stands for no value. */
  dash?: boolean;
  /** Blanks around the text are no part of it (implies `blanks`). */
  trimmed?: boolean;
}

function flags(options: CaptureOptions): number {
  const { blanks, empty, dash, trimmed } = options;
  return (blanks || trimmed ? 1 : 0) | (dash ? 2 : 0) | (empty ? 4 : 0) | (trimmed ? 8 : 0);
}

/** Letters, digits and the signs that names of programs hold. */
const NAME = /[A-Za-z0-9_.\-/+@]/;
const DIGIT = /[0-9]/;
const NO_BLANK = /[^ ]/;

function classTable(characters: RegExp): Uint8Array {
  const table = new Uint8Array(256);
  for (let i = 0; i < 256; i++) table[i] = characters.test(String.fromCharCode(i)) ? 1 : 0;
  return table;
}

function capture(field: FieldName) {
  const a = FIELDS[field];
  const span = (characters: RegExp, options: CaptureOptions = {}): Part =>
    step('span', { a, c: flags(options), data: classTable(characters) });
  return {
    /** Text up to a character, which is taken too. */
    until: (character: string, options: CaptureOptions = {}): Part =>
      step('until', { a, b: character.charCodeAt(0), c: flags(options) }),
    /** A run of these characters (bytes), at least one. */
    span,
    /** A run of the characters of program names. */
    name: span(NAME),
    digits: span(DIGIT),
    /** A run without blanks. */
    word: span(NO_BLANK),
    /** This very text. */
    text: (text: string): Part => ({ kind: 'named', field, text }),
    /** A value that does not stand in the line. */
    is: (text: string): Part => step('constant', { a, b: text.length, data: latin1(text) }),
  };
}

export const process = capture('process');
export const pid = capture('pid');
export const component = capture('component');
export const opId = capture('opId');
export const sid = capture('sid');
export const user = capture('user');
export const host = capture('host');
/** Text that is read over. */
export const skip = { ...capture('nothing'), blanks: step('blanks') };

/** `[Originator@6876 sub=… opID=… sid=… user=…] ` */
export const originatorKeys = step('keys');
/** The same, or a bracket that begins with a key: `[opID=Thread-2 Class::function] `. */
export const anyKeys = step('keys', { a: 1 });
/** What is left of such a bracket: ` opID=… user=…] `. */
export const keysToBracket = step('keys', { a: 2 });
/** `cpu27:66317)` or `cpu10:2099084 opID=a9f5cca4)`: the world is the pid. */
export const kernelCpu = seq('cpu', step('cpu'));
/** Takes nothing: level and module of the vmkernel text that begins here. */
export const kernelText = step('kernelText');
/** `--> ` if it is there: the line carries on a record of the same process and instant. */
export const arrow = step('arrow');
/** The same where it must be there. */
export const arrowed = step('arrowed');
/** Takes nothing, and fits where the severity's marker says that the line carries on a record. */
export const continued = step('continued');
/** The message begins here, whatever is read further on. */
export const message = step('mark');
/** This text (of at most 8 characters) follows; it is not taken. */
export function followedBy(text: string): Part {
  return { ...step('peek'), literal: latin1(text) };
}
/** Nothing follows. */
export const lineEnd = step('atEnd');

/** One shape of line. */
export interface Variant {
  head: Part;
  /** Any log may hold such a line, so it tells nothing about the format. */
  common?: boolean;
  /**
   * A line that fits may fit an earlier variant too. Without it the kernel tries the variant that fitted the
   * last line first.
   */
  ambiguous?: boolean;
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

const STEP_BYTES = 16;
const MAX_LITERAL = 8;

/** The block that the kernel takes as a format (`assembly/records.ts` describes it). */
export function compileGrammar(variants: Variant[], options: { joinsBareLines: boolean }): Uint8Array {
  const programs = variants.map(({ head }) => compileVariant(head));
  const tableBytes = (8 + variants.length * 4 + 15) & ~15;
  const starts: number[] = [];
  let end = tableBytes;
  for (const program of programs) {
    starts.push(end);
    end += program.length * STEP_BYTES;
  }
  const data = new DataBlock(end);
  const steps = new Uint8Array(end);
  const view = new DataView(steps.buffer);
  view.setUint32(0, variants.length, true);
  view.setUint32(4, options.joinsBareLines ? 1 : 0, true);
  variants.forEach((variant, i) => {
    const bits = (variant.common ? 0 : 1) | (variant.common || variant.ambiguous ? 0 : 2);
    view.setUint32(8 + 4 * i, starts[i]! | (bits << 24), true);
    programs[i]!.forEach((placed, k) =>
      writeStep(view, starts[i]! + k * STEP_BYTES, placed, starts[i]!, data),
    );
  });
  const block = new Uint8Array(data.end + READ_SLACK);
  block.set(steps);
  data.copyTo(block);
  return block;
}

/** The kernel reads constants of the program by whole vectors. */
const READ_SLACK = 64;

function writeStep(view: DataView, at: number, placed: Placed, start: number, data: DataBlock): void {
  const { operation, a = 0, b = 0, c = 0, literal, target } = placed;
  view.setUint8(at, OPERATIONS[operation]);
  view.setUint8(at + 1, a);
  view.setUint8(at + 2, b);
  view.setUint8(at + 3, c);
  const d = placed.data ? data.add(placed.data) : target === undefined ? 0 : start + target * STEP_BYTES;
  view.setUint32(at + 4, d | ((literal?.length ?? 0) << 24), true);
  literal?.forEach((byte, i) => view.setUint8(at + 8 + i, byte));
}

/** Texts and classes behind the steps, each stored once. */
class DataBlock {
  readonly #pieces = new Map<string, { at: number; bytes: Uint8Array }>();
  constructor(public end: number) {}

  add(bytes: Uint8Array): number {
    const key = bytes.join();
    const known = this.#pieces.get(key);
    if (known) return known.at;
    const at = this.end;
    this.#pieces.set(key, { at, bytes });
    this.end += bytes.length;
    return at;
  }

  copyTo(block: Uint8Array): void {
    for (const { at, bytes } of this.#pieces.values()) block.set(bytes, at);
  }
}

function compileVariant(head: Part): Placed[] {
  const steps: Placed[] = [];
  const targets = new Set<number>();
  emit(head, steps, targets);
  steps.push(step('match'));
  return withShortcuts(steps);
}

/** Steps that may carry the literal behind them; the others move on in a way of their own. */
const CARRIES_NO_LITERAL: ReadonlySet<Operation> = new Set<Operation>([
  'match',
  'try',
  'commit',
  'peek',
  'arrowed',
]);

/** Steps that change nothing where they do not fit: as a choice they need no TRY to keep what was before. */
const LONE_CHOICES: ReadonlySet<Operation> = new Set<Operation>(['arrowed', 'keys']);

function emit(part: Part, steps: Placed[], targets: Set<number>): void {
  if (typeof part === 'string') emitLiteral(latin1(part), steps, targets);
  else if (part.kind === 'step') steps.push({ ...part });
  else if (part.kind === 'seq') for (const inner of part.parts) emit(inner, steps, targets);
  else if (part.kind === 'named') {
    emitLiteral(latin1(part.text), steps, targets);
    steps.push(step('field', { a: FIELDS[part.field], b: part.text.length }));
  } else emitChoices(part.choices, steps, targets);
}

function emitLiteral(bytes: Uint8Array, steps: Placed[], targets: Set<number>): void {
  for (let from = 0; from < bytes.length;) {
    const last = steps.at(-1);
    const room =
      last && !CARRIES_NO_LITERAL.has(last.operation) && !targets.has(steps.length)
        ? MAX_LITERAL - (last.literal?.length ?? 0)
        : 0;
    const piece = bytes.subarray(from, from + (room || MAX_LITERAL));
    if (room) last!.literal = Uint8Array.of(...(last!.literal ?? []), ...piece);
    else steps.push({ ...step('literal'), literal: piece });
    from += piece.length;
  }
}

function emitChoices(choices: Part[], steps: Placed[], targets: Set<number>): void {
  const commits: Placed[] = [];
  choices.forEach((choice, i) => {
    if (i === choices.length - 1) return emit(choice, steps, targets);
    if (typeof choice !== 'string' && choice.kind === 'step' && LONE_CHOICES.has(choice.operation)) {
      const jump: Placed = { ...choice, c: 1 };
      steps.push(jump);
      commits.push(jump);
      targets.add(steps.length);
      return;
    }
    const attempt: Placed = step('try');
    steps.push(attempt);
    emit(choice, steps, targets);
    const commit: Placed = step('commit');
    commits.push(commit);
    steps.push(commit);
    attempt.target = steps.length;
    targets.add(steps.length);
  });
  for (const commit of commits) commit.target = steps.length;
  targets.add(steps.length);
}
