/** Path data of the icons, 24 x 24, stroked. */
export const icons = {
  close: 'M6 6l12 12M18 6 6 18',
  chevronDown: 'm6 9 6 6 6-6',
  chevronRight: 'm9 6 6 6-6 6',
  search: 'M11 4a7 7 0 1 1 0 14 7 7 0 0 1 0-14zm5 12 4 4',
  clock: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 4v5l3 2',
  sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6 19 19M5 19l1.4-1.4M17.6 6.4 19 5',
  moon: 'M20 14.5A8 8 0 0 1 9.5 4 8 8 0 1 0 20 14.5z',
  contrast: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18zm0 0v18M12 7h5M12 11h8M12 15h7',
  command: 'm5 7 5 5-5 5M12 18h7',
  plus: 'M12 5v14M5 12h14',
  folder:
    'M3 6.5V18a1.5 1.5 0 0 0 1.5 1.5h15A1.5 1.5 0 0 0 21 18V9a1.5 1.5 0 0 0-1.5-1.5H12l-2-3H4.5A1.5 1.5 0 0 0 3 6z',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  log: 'M6 3h8l4 4v14H6zM9 11h6M9 14h6M9 17h4',
  archive: 'M4 4h16v4H4zM5.5 8v12h13V8M10 12h4',
  binary: 'M6 3h8l4 4v14H6zM10 11v6M13.5 11a1.5 1.5 0 0 1 1.5 1.5v3a1.5 1.5 0 0 1-3 0',
  warning: 'M12 4 2.8 20h18.4zM12 10v4.5M12 17v.5',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  download: 'M12 4v11m-5-5 5 5 5-5M5 20h14',
  edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  upload: 'M12 16V4m-5 5 5-5 5 5M4 15v5h16v-5',
  shield: 'M12 3 5 6v6c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6z',
  back: 'm15 6-6 6 6 6',
  stop: 'M7 7h10v10H7z',
  more: 'M4 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM11 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0zM18 12a1 1 0 1 0 2 0 1 1 0 1 0-2 0z',
  database:
    'M12 4c4.4 0 8 1.1 8 2.5S16.4 9 12 9 4 7.9 4 6.5 7.6 4 12 4zM4 6.5v11C4 18.9 7.6 20 12 20s8-1.1 8-2.5v-11M4 12c0 1.4 3.6 2.5 8 2.5s8-1.1 8-2.5',
} as const;

export type IconName = keyof typeof icons;
