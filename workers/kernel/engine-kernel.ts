import type { Crc32Exports } from './crc32';
import type { TimelineExports } from './filter';
import type { InflateExports } from './inflate';
import type { Kernel } from './kernel';
import type { OrderExports } from './order';
import type { RecordsExports } from './records';
import type { SearchExports } from './search';
import type { TarExports } from './tar';

/** All that the kernel offers. */
export type EngineExports = InflateExports &
  Crc32Exports &
  TarExports &
  RecordsExports &
  TimelineExports &
  OrderExports &
  SearchExports;

export type EngineKernel = Kernel<EngineExports>;
