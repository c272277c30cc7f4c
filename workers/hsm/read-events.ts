import type { AnalysisControl, CaseReader } from '../analysis/case-reader';
import { groupsOf } from './clusters';
import { EventSplitter } from './event-splitter';
import { EventStore } from './event-store';
import { HsmEvents, type HsmStream } from './hsm-events';
import { eventFields } from './labels';

/** Bytes read at a time. */
const PIECE_BYTES = 512 * 1024;
/** Events between two pauses. */
const STEP = 500;

/** A file with HSM events. */
export interface HsmFile {
  id: number;
  /** As shown to people. */
  path: string;
  source: number;
  sourceName: string;
  bytes: number;
  /** Null when nothing says whose it is. */
  stream: string | null;
  /** Id of the cluster, null when nothing tells it. */
  cluster: string | null;
}

/** Reads all events of these files and puts them in order. */
export async function readEvents(
  reader: Pick<CaseReader, 'read'>,
  files: readonly HsmFile[],
  control: AnalysisControl,
): Promise<HsmEvents> {
  const store = new EventStore();
  const streams: HsmStream[] = [];
  const rows: number[][] = [];
  const named = new Map<string, HsmStream>();
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0) || 1;
  let done = 0;
  for (const file of files) {
    let stream = file.stream === null ? undefined : named.get(file.stream);
    if (!stream) {
      const { cluster } = file;
      stream = {
        id: streams.length,
        name: file.stream,
        cluster,
        group: 0,
        files: [],
        rows: new Uint32Array(0),
      };
      streams.push(stream);
      rows.push([]);
      if (file.stream !== null) named.set(file.stream, stream);
    }
    stream.files.push(file.id);
    stream.cluster ??= file.cluster;
    const splitter = new EventSplitter();
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let sinceLast = 0;
    for (let at = 0; at < file.bytes; at += PIECE_BYTES) {
      const bytes = await reader.read(file.id, at, PIECE_BYTES).catch(() => null);
      const final = at + PIECE_BYTES >= file.bytes || bytes === null;
      const piece = bytes ? decoder.decode(bytes, { stream: !final }) : '';
      for (const { text, line } of splitter.push(piece, final)) {
        const row = store.add({ file: file.id, line, stream: stream.id }, eventFields(text));
        rows[stream.id]!.push(row);
        if (++sinceLast < STEP) continue;
        sinceLast = 0;
        await control.pause();
      }
      control.progress((0.8 * (done + Math.min(at + PIECE_BYTES, file.bytes))) / total);
      if (bytes === null) break; // what was read before counts; the intake has told of the damage
    }
    done += file.bytes;
  }
  const groups = groupsOf(streams);
  for (const [i, stream] of streams.entries()) {
    stream.rows = Uint32Array.from(rows[i]!);
    stream.group = groups[i]!;
  }
  return HsmEvents.ordered(store, streams, control);
}
