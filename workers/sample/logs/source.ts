import type { Random } from '../random';
import type { Span } from '../scenario';
import type { StoryEvent, StoryEventOf, StoryKind } from '../story-events';
import type { World } from '../world';
import type { LogRecord } from './record';

/** What a log has to say to each kind of event; most say nothing to most. */
export type StoryHandlers = { [K in StoryKind]?: (event: StoryEventOf<K>) => LogRecord[] };

export interface LogSource {
  /** Name of the format, for the truth. */
  kind: string;
  /** Path of the current file below the top folder, when so many are rotated. */
  path: (rotated: number) => string;
  /** Path of the n-th rotated file; 0 is the newest. */
  rotatedPath: (n: number, count: number) => string;
  /** Part of all log bytes. */
  share: number;
  handlers: StoryHandlers;
  /** One record of background. */
  noise?: (time: number) => LogRecord;
  /** A one-line record whose text may be drawn out to any length. */
  filler?: (time: number) => LogRecord;
  /** A multi-line record a rotation may cut. */
  long?: (time: number) => LogRecord;
  header?: (time: number) => LogRecord;
  span: Span;
  gaps: readonly Span[];
  /** Writes a line the description asked for. */
  plant: (time: number, wish: PlantedText) => LogRecord;
}

export interface PlantedText {
  text: string;
  level: 'info' | 'warning' | 'error';
  component?: string;
  opId?: string;
  user?: string;
}

/** All records of the story in this log, in time order. */
export function storyOf(source: LogSource, events: readonly StoryEvent[]): LogRecord[] {
  const records: LogRecord[] = [];
  for (const event of events) {
    const handler = source.handlers[event.kind] as ((event: StoryEvent) => LogRecord[]) | undefined;
    if (handler !== undefined) records.push(...handler(event));
  }
  return records;
}

export interface Template {
  weight: number;
  make: (time: number) => LogRecord;
}

/** Draws from templates by weight, with a table so that a draw is one look. */
export function mixture(random: Random, templates: readonly Template[]): (time: number) => LogRecord {
  const total = templates.reduce((sum, { weight }) => sum + weight, 0);
  const slots = 2048;
  const table: Template[] = [];
  let reached = 0;
  for (const template of templates) {
    reached += template.weight;
    while (table.length < (reached / total) * slots) table.push(template);
  }
  return (time) => table[random.int(table.length)]!.make(time);
}

/** Rotated names of ESXi: `hostd.0.gz` beside `hostd.log`. */
export function syslogPaths(name: string): Pick<LogSource, 'path' | 'rotatedPath'> {
  return { path: () => `var/run/log/${name}.log`, rotatedPath: (n) => `var/run/log/${name}.${n}.gz` };
}

export function dayOf(world: World): Span {
  return { from: world.host.from, to: world.host.collectedAt };
}

export function downtime(world: World): Span[] {
  return [world.scenario.down];
}
