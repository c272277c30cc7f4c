import { bytes } from '../../format/bytes';
import { counted } from '../../format/number';
import type { FailureText } from './dumps';

/** Interface text of turning aliases back into what they stood for. */
export const turnBack = {
  title: 'Turn aliases back',
  what: 'A text or file with aliases of a redacted package, and the alias map that was saved with it, give the original text. For an answer that talks of host-x3 and vm-x7. Nothing of it is kept.',
  text: 'Text with aliases',
  textPlaceholder: 'Paste an answer or a log here, or drop files anywhere in this box',
  pickFile: 'From a file …',
  fileOf: (name: string, size: number) => `${name} (${bytes(size)})`,
  removeFile: 'Remove',
  map: 'Alias map',
  pickMap: 'Choose alias map …',
  mapOf: (name: string, count: number) => `${name}: ${counted(count, 'alias', 'aliases')}`,
  drop: 'Drop to turn it back',
  submit: 'Turn back',
  result: 'Original text',
  cut: 'Only the beginning is shown; all of it is saved.',
  save: 'Save text',
  failures: {
    'not-an-alias-map': {
      title: 'Not an alias map',
      todo: 'Choose the .aliases.json that was saved with the package.',
    },
    'alias-map-version': {
      title: 'An alias map of another version',
      todo: 'Open it in the version of Bundlescope that wrote it, or a later one.',
    },
    'not-a-text': {
      title: 'Not a text',
      todo: 'Unpack an archive first, and turn its files back one by one.',
    },
    'too-large': {
      title: 'Too large for the browser',
      todo: 'Cut the file into pieces and turn them back one by one.',
    },
    unreadable: {
      title: 'The file can no longer be read',
      todo: 'Choose it again.',
    },
  } as Record<string, FailureText>,
  failed: { title: 'It could not be turned back', todo: 'Try again.' } as FailureText,
};
