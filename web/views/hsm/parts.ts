/** The parts of the key log, in the order of their tabs. */
export const PARTS = ['findings', 'events', 'keys', 'users', 'certificates'] as const;
export type Part = (typeof PARTS)[number];
