import type { Command } from '../../commands/registry.svelte';
import { text } from '../../text';
import type { KeyLog } from './key-log.svelte';
import { PARTS } from './parts';

const FORMATS = [
  ['ndjson', 'NDJSON'],
  ['csv', 'CSV'],
] as const;

/** What can be done in the key log. */
export function hsmCommands(log: KeyLog): Command[] {
  const { group, ...words } = text.hsm.commands;
  const hasEvents = (): boolean => (log.events.of ?? 0) > 0;
  return [
    ...PARTS.map((part, index) => ({
      id: `hsm.${part}`,
      title: words.part(part),
      group,
      keys: [String(index + 1)],
      enabled: () => log.isEmpty === false,
      run: () => log.show(part),
    })),
    {
      id: 'hsm.lanes',
      title: words.lanes,
      group,
      enabled: () => (log.streams?.length ?? 0) > 0,
      run: () => log.toggleLanes(),
    },
    {
      id: 'hsm.zoomReset',
      title: words.zoomReset,
      group,
      enabled: () => log.lanes.zoom !== null,
      run: () => log.lanes.reset(),
    },
    {
      id: 'hsm.failed',
      title: words.failed,
      group,
      enabled: hasEvents,
      run: () => log.showEvents('-response:0'),
    },
    ...FORMATS.map(([format, name]) => ({
      id: `hsm.export.events.${format}`,
      title: words.exportEvents(name),
      group,
      enabled: () => hasEvents() && !log.exports.isRunning,
      run: () => log.export({ what: 'events', format, query: log.events.query.trim() }),
    })),
    ...FORMATS.map(([format, name]) => ({
      id: `hsm.export.findings.${format}`,
      title: words.exportFindings(name),
      group,
      enabled: () => hasEvents() && !log.exports.isRunning,
      run: () => log.export({ what: 'findings', format }),
    })),
    {
      id: 'hsm.nameStream',
      title: words.nameStream,
      group,
      enabled: () => (log.streams ?? []).some(({ name }) => name === null),
      run: () => log.nameNext(),
    },
  ];
}
