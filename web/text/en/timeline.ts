/** Interface text of the timelinetimeline. */
export const timeline = {};
