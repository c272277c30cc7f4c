import { Failure } from '../../workers/failure';
import type { Destination } from './destination';
import { openTarget, type FileTarget } from './file-target';

/**
 * Lets something be written into a file that the user picked. `beforeEnd` may still refuse it by throwing. What fails
 * leaves no file behind: with `write-failed` where the disk is the reason, else as `work` does.
 */
export async function intoFile<T>(
  destination: Exclude<Destination, { kind: 'download' }>,
  name: string,
  work: (write: FileTarget['write']) => Promise<T>,
  beforeEnd: () => void,
): Promise<{ result: T; name: string; bytes: number }> {
  let target: FileTarget | null = null;
  try {
    target = await openTarget(destination, name);
    const result = await work(target.write);
    beforeEnd();
    await target.finish();
    return { result, name: target.name, bytes: target.written };
  } catch (error) {
    await target?.discard();
    // A Failure comes from the engine; anything else, and what broke off the writing, from the disk.
    const trouble = target ? target.trouble : null;
    if (trouble !== null) throw new Failure('write-failed', trouble);
    if (error instanceof Failure) throw error;
    throw new Failure('write-failed', error instanceof Error ? error.message : String(error));
  }
}
