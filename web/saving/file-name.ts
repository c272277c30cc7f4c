import { visible } from '../format/visible';

/** A text out of a bundle, or one that was typed, as every file system takes it for a name; '' where nothing is left. */
export function fileName(text: string): string {
  return visible(text.slice(text.lastIndexOf('/') + 1))
    .replace(/[<>:"/\\|?*~]/g, '_')
    .replace(/^[-. ]+/, '')
    .slice(0, 160);
}
