import type { OperationDraft } from '../trace-source';

/** Which of libvirt's logs told of an operation. */
export type LibvirtLog = 'audit' | 'daemon' | 'machine';

/** What one log of libvirt tells of an operation on a machine. */
export interface Reported {
  draft: OperationDraft;
  log: LibvirtLog;
  name: string | null;
  uuid: string | null;
  /** This host's part in a live migration. */
  migrated: 'from' | 'to' | null;
}
