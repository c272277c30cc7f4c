import type { Assigner } from './kind';

/** What takes the place of secrets that no map may lead back to. */
export const PLACEHOLDER = 'REDACTED';

/** The same for all, so that it tells nothing, not even what is equal. */
export class Placeholders implements Assigner {
  readonly secret = true;

  constructor(private readonly write: (text: string) => string | null = () => PLACEHOLDER) {}

  alias(text: string): string | null {
    return text === PLACEHOLDER ? null : this.write(text);
  }

  resume(): void {
    // None is in a map.
  }
}
