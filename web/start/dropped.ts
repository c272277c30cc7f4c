import type { OpenInput } from '../../workers/engine/engine-api';

/** What came in by drop, paste or picker, and what of it could not be read. */
export interface Gathered {
  inputs: OpenInput[];
  unreadable: string[];
}

/** Files of a picker or a clipboard; a picked folder has told each file its path. */
export function fromFiles(files: Iterable<File>): Gathered {
  const inputs = Array.from(files, (file) => ({ file, folderPath: file.webkitRelativePath ?? '' }));
  return { inputs, unreadable: [] };
}

/** Everything in a drop, folders walked to their ends. Must be called while the drop event is handled. */
export function fromDrop(data: DataTransfer): Promise<Gathered> {
  // The list of items is gone after the event; the entries stay.
  const gathered: Gathered = { inputs: [], unreadable: [] };
  const entries: FileSystemEntry[] = [];
  for (const item of data.items) {
    if (item.kind !== 'file') continue;
    const entry = item.webkitGetAsEntry?.();
    const file = entry ? null : item.getAsFile();
    if (entry) entries.push(entry);
    else if (file) gathered.inputs.push({ file, folderPath: '' });
  }
  return walk(entries, gathered);
}

/** Adds the files below the entries, in their order. */
export async function walk(entries: FileSystemEntry[], into: Gathered): Promise<Gathered> {
  for (const entry of entries) await walkEntry(entry, true, into);
  return into;
}

async function walkEntry(entry: FileSystemEntry, top: boolean, into: Gathered): Promise<void> {
  try {
    if (entry.isFile) {
      const file = await fileOf(entry as FileSystemFileEntry);
      into.inputs.push({ file, folderPath: top ? '' : entry.fullPath.replace(/^\//, '') });
    } else {
      await walkFolder(entry as FileSystemDirectoryEntry, into);
    }
  } catch {
    into.unreadable.push(entry.fullPath.replace(/^\//, ''));
  }
}

async function walkFolder(folder: FileSystemDirectoryEntry, into: Gathered): Promise<void> {
  const reader = folder.createReader();
  // A reader hands out its entries in batches (100 in Chromium) and ends with an empty one.
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return;
    // Files of a batch are asked for at once; the order stays.
    const parts = await Promise.all(
      batch.map(async (entry) => {
        const part: Gathered = { inputs: [], unreadable: [] };
        if (entry.isFile) await walkEntry(entry, false, part);
        return part;
      }),
    );
    for (const [index, entry] of batch.entries()) {
      if (!entry.isFile) await walkEntry(entry, false, into);
      for (const input of parts[index]?.inputs ?? []) into.inputs.push(input);
      into.unreadable.push(...(parts[index]?.unreadable ?? []));
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** Pasted files, or pasted text as a log file; null when there is neither. */
export function fromPaste(data: DataTransfer, now: Date, name: (time: string) => string): Gathered | null {
  if (data.files.length > 0) return fromFiles(data.files);
  const text = data.getData('text/plain');
  if (!text.trim()) return null;
  const time = now.toISOString().slice(0, 19).replaceAll(':', '-');
  return fromFiles([new File([text], name(time), { type: 'text/plain', lastModified: now.getTime() })]);
}
