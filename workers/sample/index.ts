export { generateBundle, streamOf, type GeneratedBundle } from './bundle';
export { defaultSample, type BundleDescription, type Plant } from './description';
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
