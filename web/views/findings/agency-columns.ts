/** How a row of the tree is drawn, by the room there is. */
export type RowForm = 'wide' | 'short' | 'card';

/** `grid-template-columns` of head and rows. */
export const AGENCY_COLUMNS: Record<RowForm, string> = {
  wide: 'minmax(220px, 1fr) 76px 76px 270px 48px minmax(160px, 280px)',
  short: 'minmax(160px, 1fr) 76px 128px minmax(110px, 150px)',
  card: 'minmax(0, 1fr)',
};
