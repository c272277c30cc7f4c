import type { TimelineExports } from '../kernel/filter';
import type { Dictionary } from '../kernel/dictionary';
import type { Kernel } from '../kernel/kernel';
import type { VirtualMachine } from '../public-api';
import type { RowSource } from './row-source';

/** What queries are answered from. */
export interface TimelineCase {
  kernel: Kernel<TimelineExports>;
  dictionary: Dictionary;
  source: RowSource;
  /** The source and the path of a file that has rows. */
  file(file: number): { source: number; path: string };
  /** Id of the log format that the file was read with. */
  format(file: number): string;
  /** The path with its number (`hostd.log#2`) of a second file of a path, else null. */
  numberedPath?(file: number): string | null;
  sources: readonly TimelineSource[];
}

export interface TimelineSource {
  id: number;
  name: string;
  /** Host of records that name none themselves. */
  hostName: string | null;
  vms: readonly Pick<VirtualMachine, 'name' | 'vmxPath' | 'world'>[];
}
