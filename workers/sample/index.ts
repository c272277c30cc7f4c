export { generateBundle, streamOf } from './bundle';
export type { GeneratedBundle } from './generated-bundle';
export { defaultSample, type BundleDescription } from './description';
export type { Plant } from './plant';
export type { RecordFields } from './logs/record';
export type { Release } from './release';
export type { StoryOperation } from './story-events';
export type {
  BundleTruth,
  FileTruth,
  FragmentTruth,
  HostTruth,
  LevelTally,
  PlantedTruth,
  VmTruth,
} from './truth';
