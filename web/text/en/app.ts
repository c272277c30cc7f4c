/** Interface text of the frame around the views. */
export const app = {};
