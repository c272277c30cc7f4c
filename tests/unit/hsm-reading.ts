import { EventTable } from '../../workers/hsm/event-table';
import { eventObject } from '../../workers/hsm/event-object';
import { HSM_ANALYSIS, hsmCase, type HsmCase } from '../../workers/hsm/hsm-case';
import type { HsmFile } from '../../workers/hsm/read-events';
import { matchingRows } from '../../workers/analysis/table';
import type { HsmEvent } from '../../workers/public-api';
import { openedCase, unwatched, type GivenFile } from './analysis-case';

/** The HSM events of files as the engine opens them: real kernel, intake and formats. */
export async function openedHsm(given: readonly GivenFile[]): Promise<HsmCase> {
  return HSM_ANALYSIS.run(await openedCase(given), unwatched());
}

/** The HSM events of texts, without kernel or intake; '' stands for a file without a stream's name. */
export async function hsmOfTexts(
  texts: readonly { stream: string; cluster?: string | null; text: string }[],
): Promise<HsmCase> {
  const contents = texts.map(({ text }) => new TextEncoder().encode(text));
  const files = texts.map(({ stream, cluster = null }, id): HsmFile => ({
    id,
    path: stream ? `${stream}.log` : `unnamed-${id}.log`,
    source: 0,
    sourceName: 'case',
    bytes: contents[id]!.length,
    stream: stream || null,
    cluster,
  }));
  const reader = {
    read: async (file: number, offset: number, length: number) =>
      contents[file]!.slice(offset, offset + length),
    rowAt: () => null,
  };
  return hsmCase(reader, files, unwatched());
}

/** Events that a query finds, in the table's order. */
export async function eventsOf(from: HsmCase, query = ''): Promise<HsmEvent[]> {
  const rows = await matchingRows(new EventTable(from), query, async () => undefined);
  return Array.from(rows, (index) => eventObject(from, from.events.order[index]!));
}
