import { fragmentOf, joinFragments } from '../archive/fragments';
import { droppedBytes } from '../bytes/dropped-bytes';
import type { LayerId } from '../bytes/layers';
import { FileIntake } from './entry-intake';
import type { Feed, FeedControl } from './feed';
import type { FoundFile, SourceReading } from './source-reading';
import { sparseKind } from './sparse-head';

/** Bytes looked at of what has holes. */
const SNIFF_BYTES = 24 * 1024;

/**
 * Puts fragments together (archive/fragments.ts), and reads each file that comes of them as what it is: a log, compressed or
 * UTF-16 too, an archive, an export of log streams. It goes by in a stream, as everything in an archive does.
 *
 * @param eachFile goes through the files that may be fragments, by their numbers
 */
export async function readFragments(
  reading: SourceReading,
  eachFile: (visit: (id: number) => void) => Promise<void>,
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  const { files, containers } = reading.content;
  const byContainer = new Map<number, { id: number; path: string }[]>();
  const bases = new Set<string>();
  await eachFile((id) => {
    const path = files.path(id);
    const fragment = fragmentOf(path);
    if (!fragment) return;
    const container = files.container(id);
    bases.add(`${container}:${fragment.base}`);
    const group = byContainer.get(container);
    if (group) group.push({ id, path });
    else byContainer.set(container, [{ id, path }]);
  });
  if (bases.size === 0) return;
  const plain = new Set<string>();
  await eachFile((id) => {
    const name = `${files.container(id)}:${files.path(id)}`;
    if (bases.has(name)) plain.add(name);
  });
  for (const [container, fragments] of byContainer) {
    const { joined, warnings } = joinFragments(fragments, (path) => plain.has(`${container}:${path}`));
    for (const warning of warnings)
      reading.warn({ ...warning, path: containers.shownPath(container, warning.path) });
    for (const { path, parts } of joined) await readJoined(reading, path, parts, feed, control);
  }
}

/** The first fragment becomes the joined file, the others are no longer shown. */
async function readJoined(
  reading: SourceReading,
  path: string,
  parts: readonly number[],
  feed: Feed,
  control: FeedControl,
): Promise<void> {
  const { files, layers, containers, reader } = reading.content;
  const ranges = parts.map((id) => {
    const { layer, offset, size } = files.get(id);
    return { layer, offset, size };
  });
  const size = ranges.reduce((sum, range) => sum + range.size, 0);
  const layer = layers.add({ kind: 'joined', parts: ranges, size });
  const [id, ...rest] = parts as [number, ...number[]];
  for (const part of rest) files.hide(part);
  files.rename(id, path);
  files.setPlace(id, layer, 0, size);
  if (control.cancelled) return;
  const { container: around, modified, mode } = files.get(id);
  const container = containers.get(around);
  let depth = 1;
  for (let { parent } = container; parent !== null; parent = containers.get(parent).parent) depth++;
  const file: FoundFile = { container, path, layer, offset: 0, size, modified, mode, depth, id };
  // Holes of terabytes are shown, never read as a log.
  if (ranges.some((range) => layers.get(range.layer).kind === 'sparse'))
    files.setKind(id, sparseKind(await reader.read(layer, 0, SNIFF_BYTES), size));
  else await feed.range(reader, layer, 0, size, new FileIntake(reading, file), measured(layer));

  /** What is read is counted as the bytes that it took up in what was dropped: bombs lie in fragments too. */
  function measured(joined: LayerId): FeedControl {
    let offset = 0;
    return {
      breath: control.breath,
      beforePause: () => control.beforePause(),
      advance(bytes) {
        control.advance(droppedBytes(layers, { layer: joined, offset, size: bytes }).bytes);
        offset += bytes;
      },
      get cancelled() {
        return control.cancelled;
      },
    };
  }
}
