import type { Analysis, AnalysisControl, CaseReader } from '../analysis/case-reader';
import { Attribution } from './attribution';
import { clusterOfGroup } from './clusters';
import type { HsmEvents } from './hsm-events';
import { keyLives, type KeyLife } from './key-lives';
import { readEvents, type HsmFile } from './read-events';
import { clusterOfPath, streamOfPath } from './stream-name';
import { userActions, type UserAction } from './user-actions';

/** Id of the log format of these events. */
export const HSM_FORMAT = 'cloudhsm';

/** All that the HSM events of a case tell. */
export interface HsmCase {
  events: HsmEvents;
  attribution: Attribution;
  keys: KeyLife[];
  userActions: UserAction[];
  files: ReadonlyMap<number, HsmFile>;
  /** The record of the timeline that begins at a line of a file, or null. */
  rowAt(file: number, line: number): number | null;
}

/** What these files tell together. */
export async function hsmCase(
  reader: Pick<CaseReader, 'read' | 'rowAt'>,
  files: readonly HsmFile[],
  control: AnalysisControl,
): Promise<HsmCase> {
  const events = await readEvents(reader, files, control);
  const attribution = await Attribution.of(events, control);
  control.progress(0.9);
  const keys = await keyLives(events, control);
  const actions = await userActions(events, control);
  return {
    events,
    attribution,
    keys,
    userActions: actions,
    files: new Map(files.map((file) => [file.id, file])),
    rowAt: (file, line) => reader.rowAt(file, line),
  };
}

/** Works out the HSM events of everything that is open. */
export const HSM_ANALYSIS: Analysis<HsmCase> = {
  name: 'hsm',
  run(reader, control) {
    const files: HsmFile[] = [];
    const sources = new Map(reader.sources().map(({ id, name }) => [id, name]));
    for (const { id, path, fullPath, source, bytes, format, stream, streamGroup } of reader.files()) {
      if (format !== HSM_FORMAT) continue;
      const sourceName = sources.get(source) ?? '';
      const cluster = (streamGroup === null ? null : clusterOfGroup(streamGroup)) ?? clusterOfPath(fullPath);
      files.push({ id, path, source, sourceName, bytes, stream: stream ?? streamOfPath(fullPath), cluster });
    }
    return hsmCase(reader, files, control);
  },
};
