import type { Crc32Exports } from '../kernel/crc32';
import type { TimelineExports } from '../kernel/filter';
import type { InflateExports } from '../kernel/inflate';
import type { Kernel } from '../kernel/kernel';
import type { OrderExports } from '../kernel/order';
import type { RecordsExports } from '../kernel/records';
import type { SearchExports } from '../kernel/search';
import type { TarExports } from '../kernel/tar';

/** All that the kernel offers. */
export type EngineExports = InflateExports &
  Crc32Exports &
  TarExports &
  RecordsExports &
  TimelineExports &
  OrderExports &
  SearchExports;

export type EngineKernel = Kernel<EngineExports>;
