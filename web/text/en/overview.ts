/** Interface text of the overviewoverview. */
export const overview = {};
