import { utf8, type Bytes } from '../bytes';

/** A small file of the bundle. */
export interface SampleFile {
  /** Below the top folder. */
  path: string;
  content: Bytes;
  /** Reached the archive through a pipe: large content is cut into fragments. */
  piped?: boolean;
  /** How vm-support got it, for action.log: `Running` a command or `Copying` a file, with its manifest. */
  action?: string;
}

export function textFile(path: string, text: string): SampleFile {
  return { path, content: utf8(text) };
}

export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
