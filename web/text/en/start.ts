/** Interface text of the startstart. */
export const start = {};
