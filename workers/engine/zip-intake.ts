import type { Feed, FeedControl } from './feed';
import type { FoundFile, SourceReading } from './source-reading';

export async function readZipEntries(
  _reading: SourceReading,
  _file: FoundFile,
  _feed: Feed,
  _control: FeedControl,
): Promise<void> {}
