import type { ContentKind } from '../../../workers/public-api';
import type { IconName } from '../../parts/icons';

const icons: Record<ContentKind, IconName> = {
  log: 'log',
  text: 'file',
  binary: 'binary',
  empty: 'file',
  gzip: 'archive',
  tar: 'archive',
  zip: 'archive',
  elf: 'binary',
  envelope: 'shield',
  damaged: 'warning',
};

export const iconOf = (kind: ContentKind): IconName => icons[kind];

/** Whether a file's content is better read as text than as bytes. */
export const readsAsText = (kind: ContentKind): boolean =>
  kind === 'log' || kind === 'text' || kind === 'empty';
