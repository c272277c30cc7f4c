import { discard } from '../../workers/bytes/discard';
import { wipe } from '../../workers/envelope/secret-bytes';
import type { Destination } from './destination';
import { freeName } from './free-name';

type RemovableHandle = FileSystemFileHandle & { remove?: () => Promise<void> };

/** A file being written. Either `finish` or `discard` ends it, when nothing is being written. */
export interface FileTarget {
  /** Appends a chunk, which is this file's from then on: it is wiped when written. */
  write(chunk: Uint8Array): Promise<void>;
  name: string;
  /** Bytes written so far. */
  readonly written: number;
  /** Why writing failed, or null. */
  readonly trouble: string | null;
  finish(): Promise<void>;
  /** Ends it and leaves no file behind. Never fails. */
  discard(): Promise<void>;
}

export async function openTarget(
  destination: Exclude<Destination, { kind: 'download' }>,
  name: string,
): Promise<FileTarget> {
  if (destination.kind === 'file') {
    const handle: RemovableHandle = destination.handle;
    return fileTarget(handle, async () => handle.remove?.());
  }
  const { folder } = destination;
  const free = await freeName(name, (candidate) => exists(folder, candidate));
  const handle = await folder.getFileHandle(free, { create: true });
  return fileTarget(handle, () => folder.removeEntry(free));
}

async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name);
    return true;
  } catch (error) {
    // A folder of that name is there as well.
    return !(error instanceof DOMException && error.name === 'NotFoundError');
  }
}

async function fileTarget(handle: FileSystemFileHandle, remove: () => Promise<void>): Promise<FileTarget> {
  const file = await handle.createWritable().catch(async (error: unknown) => {
    await removeEmpty(handle, remove);
    throw error;
  });
  let written = 0;
  let trouble: string | null = null;
  let over = false;
  const guarded = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      trouble = error instanceof Error ? error.message : String(error);
      throw error;
    }
  };
  return {
    write: (chunk) =>
      guarded(async () => {
        const { byteLength } = chunk;
        try {
          await file.write(chunk as Uint8Array<ArrayBuffer>);
          written += byteLength;
        } finally {
          wipe(chunk);
          discard(chunk);
        }
      }),
    name: handle.name,
    get written() {
      return written;
    },
    get trouble() {
      return trouble;
    },
    async finish() {
      await guarded(() => file.close());
      over = true;
    },
    async discard() {
      if (over) return;
      over = true;
      await file.abort().catch(() => undefined);
      await removeEmpty(handle, remove);
    },
  };
}

/** A file the user chose to replace has been emptied by choosing it; one with content is not ours. Never fails. */
async function removeEmpty(handle: FileSystemFileHandle, remove: () => Promise<void>): Promise<void> {
  const size = await handle.getFile().then(
    (content) => content.size,
    () => null,
  );
  if (size === 0) await remove().catch(() => undefined);
}
