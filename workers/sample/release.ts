/** The three generations of line grammar a bundle can be written in. */
export type Release = '6.7' | '7.0' | '8.0';

export interface ReleaseFacts {
  version: string;
  build: string;
  /** Second line of `vmware -vl`. */
  longName: string;
  /** When the bundle is collected unless the description says otherwise. */
  collectedAt: string;
  vmSupport: string;
  /** Folder names over 100 bytes: the tar of Python up to 3.7 or after. */
  tar: 'gnu' | 'pax';
}

export const RELEASES: Record<Release, ReleaseFacts> = {
  '6.7': {
    version: '6.7.0',
    build: '15160138',
    longName: 'VMware ESXi 6.7.0 Update 3',
    collectedAt: '2020-07-29T16:44:31Z',
    vmSupport: '3.3',
    tar: 'gnu',
  },
  '7.0': {
    version: '7.0.3',
    build: '19193900',
    longName: 'VMware ESXi 7.0 Update 3',
    collectedAt: '2023-02-14T16:44:31Z',
    vmSupport: '3.4',
    tar: 'gnu',
  },
  '8.0': {
    version: '8.0.3',
    build: '24022510',
    longName: 'VMware ESXi 8.0 Update 3',
    collectedAt: '2025-12-11T16:44:31Z',
    vmSupport: '3.5',
    tar: 'pax',
  },
};
