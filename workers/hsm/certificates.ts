import type { AnalysisControl, CaseReader } from '../analysis/case-reader';
import type { HsmCertificateEvent } from '../public-api';
import { exactNumber } from './event-values';
import { streamOfPath } from './stream-name';

/** Id of the log format of the stream that is named after the cluster. */
export const CERTIFICATES_FORMAT = 'cloudhsm-certificates';

const PIECE_BYTES = 512 * 1024;
/** Longer lines are no messages. */
const MAX_LINE = 1024 * 1024;

/** Messages of the cluster's own stream, in the order of time; those that several files of a stream have, once. */
export async function certificateEvents(
  reader: CaseReader,
  control: AnalysisControl,
): Promise<HsmCertificateEvent[]> {
  const events: HsmCertificateEvent[] = [];
  /** How often each message of a named stream is in `events`. */
  const told = new Map<string, number>();
  for (const { id, path, fullPath, bytes, format, stream } of reader.files()) {
    if (format !== CERTIFICATES_FORMAT) continue;
    const name = stream ?? streamOfPath(fullPath);
    const ofFile = new Map<string, number>();
    /** Messages have no numbers: what stands twice in one file is two, what another file has too is the same. */
    const isKnown = (message: object) => {
      if (name === null) return false;
      const key = JSON.stringify([name, message]);
      const count = (ofFile.get(key) ?? 0) + 1;
      ofFile.set(key, count);
      if (count <= (told.get(key) ?? 0)) return true;
      told.set(key, count);
      return false;
    };
    const decoder = new TextDecoder();
    let rest = '';
    let line = 0;
    for (let at = 0; at < bytes; at += PIECE_BYTES) {
      const piece = await reader.read(id, at, PIECE_BYTES);
      const lines = (rest + decoder.decode(piece, { stream: at + PIECE_BYTES < bytes })).split('\n');
      rest = at + PIECE_BYTES < bytes ? (lines.pop() ?? '').slice(0, MAX_LINE) : '';
      for (const text of lines) {
        line++;
        const message = certificateMessage(text);
        if (message && !isKnown(message)) events.push({ ...message, stream: name, file: path, line });
      }
      await control.pause();
    }
  }
  return events.sort((a, b) =>
    (a.time ?? '~') < (b.time ?? '~') ? -1 : (a.time ?? '~') > (b.time ?? '~') ? 1 : 0,
  );
}

/** A message as JSON, behind the time of delivery if there is one; null when it is none. The handle stays exact. */
export function certificateMessage(
  line: string,
): Pick<HsmCertificateEvent, 'time' | 'objectHandle' | 'opcode' | 'response' | 'attributes'> | null {
  const begin = line.indexOf('{');
  if (begin < 0) return null;
  const parsed = exactJson(line.slice(begin));
  if (typeof parsed !== 'object' || parsed === null || !('op_code' in parsed)) return null;
  const { object_handle, op_code, response, attributes, timestamp } = parsed as Record<string, unknown>;
  const isHandle = typeof object_handle === 'number' || typeof object_handle === 'string';
  return {
    time:
      typeof timestamp === 'number' && Math.abs(timestamp) < 8.64e15
        ? new Date(timestamp).toISOString()
        : null,
    objectHandle: isHandle ? exactNumber(String(object_handle)) : null,
    opcode: typeof op_code === 'string' ? op_code : null,
    response: typeof response === 'string' ? response : null,
    attributes: attributes ?? null,
  };
}

/** The value of a JSON text, whole numbers that a number cannot hold as texts of their digits; undefined for no JSON. */
function exactJson(json: string): unknown {
  try {
    const parsed: unknown = JSON.parse(json);
    if (!/\d{16}/.test(json)) return parsed;
    // It is sound, so that every quotation mark outside of a text begins one.
    const exact = json.replace(/"(?:[^"\\]+|\\.)*"|-?\d[\d.eE+-]*/g, (token) =>
      /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
    );
    return JSON.parse(exact);
  } catch {
    return undefined;
  }
}
