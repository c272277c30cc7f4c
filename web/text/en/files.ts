/** Interface text of the filesfiles. */
export const files = {};
