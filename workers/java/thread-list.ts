import type { EamThread } from '../public-api';
import { lockOwners, ownerOf } from './lock-graph';
import type { DumpFile } from './thread-files';

/** Every thread of every dump, as the page's API gives them. */
export function threadList(files: readonly DumpFile[]): EamThread[] {
  return files.flatMap(({ source, path, dumps }) =>
    dumps.flatMap((dump, index) => {
      const owners = lockOwners(dump);
      return dump.threads.map((thread) => ({
        source,
        file: path,
        dump: index + 1,
        time: dump.time,
        name: thread.name,
        state: thread.state,
        waitsFor: thread.waitsFor,
        owner: ownerOf(thread, owners)?.name ?? null,
        stack: thread.stack,
        line: thread.line,
        lines: thread.lines,
      }));
    }),
  );
}
