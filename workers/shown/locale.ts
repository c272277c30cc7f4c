/** The language of the interface decides how numbers are written. */
export const LOCALE = 'en';
