import { discard } from '../../../workers/bytes/discard';
import { wipe } from '../../../workers/envelope/secret-bytes';
import { freeName } from './envelope';

/** What browsers that can write to files have and the DOM types do not know. */
declare global {
  interface Window {
    showSaveFilePicker?: (options: { id?: string; suggestedName?: string }) => Promise<FileSystemFileHandle>;
    showDirectoryPicker?: (options: {
      id?: string;
      mode?: 'read' | 'readwrite';
    }) => Promise<FileSystemDirectoryHandle>;
  }
}

type RemovableHandle = FileSystemFileHandle & { remove?: () => Promise<void> };

/** Where plain data goes: a download, a file the user picked, or a new file in a folder the user picked. */
export type Destination =
  | { kind: 'download' }
  | { kind: 'file'; handle: FileSystemFileHandle }
  | { kind: 'folder'; folder: FileSystemDirectoryHandle };

/** Downloads above this size (bytes) are told of before work starts. */
export const LARGE_DOWNLOAD = 2 * 1024 ** 3;
/** How long the browser may take to begin with a download, ms. */
const REVOKE_AFTER = 60_000;
/** Lets the browser remember the folder of the last time. */
const PICKER = 'bundlescope-dumps';

export const canPickFile = (): boolean => typeof window.showSaveFilePicker === 'function';

/** Asks for the file to write to; a download where the browser has no such thing. Null: the user backed out. */
export async function chooseFile(suggestedName: string): Promise<Destination | null> {
  return choose(async () => {
    const handle = await window.showSaveFilePicker?.({ id: PICKER, suggestedName });
    return handle && { kind: 'file', handle };
  });
}

/** The same for many files, by their folder. */
export async function chooseFolder(): Promise<Destination | null> {
  return choose(async () => {
    const folder = await window.showDirectoryPicker?.({ id: PICKER, mode: 'readwrite' });
    return folder && { kind: 'folder', folder };
  });
}

async function choose(ask: () => Promise<Destination | undefined>): Promise<Destination | null> {
  try {
    return (await ask()) ?? { kind: 'download' };
  } catch (error) {
    // Anything else means that the picker is there, but not for this page.
    return error instanceof DOMException && error.name === 'AbortError' ? null : { kind: 'download' };
  }
}

/** A file being written. Either `finish` or `discard` ends it, when nothing is being written. */
export interface FileTarget {
  /** Appends plain data, which is this file's from then on: it is wiped when written. */
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
  const file = await handle.createWritable();
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
      // A file the user chose to replace has been emptied by choosing it; one with content is not ours.
      const size = await handle.getFile().then(
        (content) => content.size,
        () => null,
      );
      if (size === 0) await remove().catch(() => undefined);
    },
  };
}

/** Gives a Blob as a download under a name. */
export function download(blob: Blob, name: string): void {
  // Whatever the dump says of itself, the browser is to save it and not to show it.
  const url = URL.createObjectURL(new Blob([blob], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), REVOKE_AFTER);
}
