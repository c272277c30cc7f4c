/** Path data of the icons that only the timeline has, 24 x 24, stroked. */
export const icons = {
  timeline: 'M4 6h10M4 12h16M4 18h7M18 4v4M15 16v4',
  asc: 'M12 4v16m-5-5 5 5 5-5',
  desc: 'M12 20V4m-5 5 5-5 5 5',
  collapse: 'M4 6h16M4 18h16M8 12h8',
  columns: 'M5 5h14v14H5zM10 5v14M15 5v14',
  mark: 'M7 4h10v16l-5-4-5 4z',
  minus: 'M5 12h14',
} as const;
