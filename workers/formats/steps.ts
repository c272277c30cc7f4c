/** What a step of the kernel's interpreter does; the numbers are those of `assembly/program.ts`. */
export const OPERATIONS = {
  match: 0,
  literal: 1,
  iso: 2,
  levelWord: 3,
  until: 4,
  keys: 5,
  cpu: 6,
  kernelText: 7,
  span: 8,
  esxi: 9,
  try: 10,
  commit: 11,
  blanks: 12,
  arrow: 13,
  letter: 14,
  field: 15,
  constant: 16,
  setLevel: 17,
  mark: 18,
  atEnd: 19,
  bsd: 20,
  epoch: 21,
  slash: 22,
  basic: 23,
  peek: 24,
  severity: 25,
  pair: 26,
  arrowed: 27,
  continued: 28,
} as const;

export type Operation = keyof typeof OPERATIONS;

export interface Step {
  kind: 'step';
  operation: Operation;
  a?: number;
  b?: number;
  c?: number;
  /** Bytes that the step points to: a class of bytes, or a text. */
  data?: Uint8Array;
  /** Text that must stand behind what the step takes. */
  literal?: Uint8Array;
}

/** A step with its place: `target` is the index of the step a TRY or COMMIT names. */
export interface Placed extends Step {
  target?: number;
}
