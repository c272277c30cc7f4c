/** A line to put into a log, in the log's own grammar. */
export interface Plant {
  /** Name of the log: `hostd`, `vmkernel`, …; for a VM `vmware:<name>`; `vpxd` in a vCenter's bundle. */
  log: string;
  /** Message behind the head. */
  text?: string;
  /**
   * The whole line instead, as it shall stand; `text` and the keys are then not used. The truth knows neither its
   * time nor its level; without a timestamp at its start it continues the record before it.
   */
  line?: string;
  /** Milliseconds UTC, or a fraction of the log's window (0 to 1). */
  at: number;
  level?: 'info' | 'warning' | 'error';
  component?: string;
  opId?: string;
  user?: string;
}
