// A line grammar's program is a list of 16-byte steps (workers/formats/grammar.ts writes them):
//
//   u8 operation, u8 a, u8 b, u8 c, u24 d, u8 n, u64 x
//
// Where a step has n > 0, the n bytes of x must follow what the step took.

export const MATCH: u32 = 0;
export const LITERAL: u32 = 1; // n, x
export const ISO: u32 = 2;
export const LEVEL: u32 = 3; // a level word
export const UNTIL: u32 = 4; // field a up to byte b, which is taken too; c: see below
export const KEYS: u32 = 5; // a: which bracket; c: 1 where the program goes on at d if it fits, and else at the next step
export const CPU: u32 = 6;
export const KERNEL_TEXT: u32 = 7; // takes nothing, always fits
export const SPAN: u32 = 8; // field a: bytes of the class at d, at least one; c: see below
export const ESXI: u32 = 9; // `In(166)`, `+` or `[+]`; a: 1 when the number may be missing
export const TRY: u32 = 10; // d: where to go on when a step fails
export const COMMIT: u32 = 11; // closes the last TRY and goes on at d
export const BLANKS: u32 = 12; // any number of blanks
export const ARROW: u32 = 13; // `-->` and a blank, if there: the line continues a record
export const LETTER: u32 = 14; // `I125: `, or `W003+ ` which continues
export const FIELD: u32 = 15; // field a is the last b bytes
export const CONSTANT: u32 = 16; // field a is the b bytes at d of the program
export const SET_LEVEL: u32 = 17; // a
export const MARK: u32 = 18; // the message begins here
export const AT_END: u32 = 19;
export const BSD: u32 = 20;
export const EPOCH: u32 = 21;
export const SLASH: u32 = 22;
export const BASIC: u32 = 23;
export const PEEK: u32 = 24; // the n bytes of x follow, but are not taken
// Shortcuts: the steps behind one do the same, only slower. It goes on at d when its narrow shape fits, and else
// to the next step.
export const SEVERITY: u32 = 25; // `2025-12-11T16:43:23.314Z In(166) `
export const PAIR: u32 = 26; // field a & 15 up to byte b, field a >> 4 up to byte c, both short, then the n bytes of x
export const ARROWED: u32 = 27; // the arrow must be there; c: see KEYS
export const CONTINUED: u32 = 28; // takes nothing, fits a line whose code has a marker

// Bits of c in UNTIL and SPAN.
export const WITH_BLANKS: u32 = 1; // the text may hold blanks
export const DASH_IS_NONE: u32 = 2; // `-` means that there is none
export const MAY_BE_EMPTY: u32 = 4;
export const TRIMMED: u32 = 8; // blanks around the text are no part of it

/** Bits of `lineMarks`: how a line says that it continues the record above. */
export const CONTINUES: u32 = 1; // `+`
export const ARROW_MARK: u32 = 2; // `-->`
