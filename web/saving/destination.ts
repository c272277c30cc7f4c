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

/** Where a file goes: a download, a file the user picked, or a new file in a folder the user picked. */
export type Destination =
  | { kind: 'download' }
  | { kind: 'file'; handle: FileSystemFileHandle }
  | { kind: 'folder'; folder: FileSystemDirectoryHandle };

/** What a file is picked for: the browser remembers the folder of the last time for each. */
export type PickedFor = 'dumps' | 'exports' | 'packages';

const PICKERS: Record<PickedFor, string> = {
  dumps: 'bundlescope-dumps',
  exports: 'bundlescope-exports',
  packages: 'bundlescope-packages',
};

export const canPickFile = (): boolean => typeof window.showSaveFilePicker === 'function';

/** Asks for the file to write to; a download where the browser has no such thing. Null: the user backed out, or is asked already. */
export async function chooseFile(suggestedName: string, folderOf: PickedFor): Promise<Destination | null> {
  return choose(async () => {
    const handle = await window.showSaveFilePicker?.({ id: PICKERS[folderOf], suggestedName });
    return handle && { kind: 'file', handle };
  });
}

/** The same for many files, by their folder. */
export async function chooseFolder(folderOf: PickedFor): Promise<Destination | null> {
  return choose(async () => {
    const folder = await window.showDirectoryPicker?.({ id: PICKERS[folderOf], mode: 'readwrite' });
    return folder && { kind: 'folder', folder };
  });
}

/** The browser asks one thing at a time, and refuses whoever asks it meanwhile. */
let isAsking = false;

async function choose(ask: () => Promise<Destination | undefined>): Promise<Destination | null> {
  if (isAsking) return null;
  isAsking = true;
  try {
    return (await ask()) ?? { kind: 'download' };
  } catch (error) {
    // Anything else means that the picker is there, but not for this page.
    return error instanceof DOMException && error.name === 'AbortError' ? null : { kind: 'download' };
  } finally {
    isAsking = false;
  }
}
