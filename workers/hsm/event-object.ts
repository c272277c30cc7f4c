import type { HsmEvent, HsmEventReference } from '../public-api';
import type { HsmCase } from './hsm-case';

/** An event as the page and the public API see it. */
export function eventObject(from: HsmCase, row: number): HsmEvent {
  const { events, attribution, files } = from;
  const { store } = events;
  const command = store.names.get(store.command.get(row));
  const opcode = store.names.get(store.opcode.get(row));
  const logType = store.names.get(store.logType.get(row));
  const userType = store.names.get(store.userType.get(row));
  const response = store.responses.get(store.response.get(row));
  return {
    time: events.time(row),
    timeText: store.timeText(row),
    usecs: store.usecs.value(row),
    seq: store.seq.value(row),
    seqText: store.seq.text(row),
    rebootCounter: store.reboot.value(row),
    rebootCounterText: store.reboot.text(row),
    commandType: command.name,
    commandTypeCode: command.code,
    opcode: opcode.name,
    opcodeCode: opcode.code,
    opcodeHex: opcode.codeText,
    sessionHandle: store.texts.text(store.session.get(row)),
    responseCode: response.code,
    responseText: response.text,
    ok: response.ok,
    logType: logType.name,
    logTypeCode: logType.code,
    userName: events.user(row),
    userType: userType.name,
    userTypeCode: userType.code,
    privKeyHandle: store.privateKey.value(row),
    pubKeyHandle: store.publicKey.value(row),
    stream: events.stream(row).name,
    attributedTo: attribution.user(row),
    basis: attribution.basis(row),
    candidates: attribution.candidates(row),
    acrossGap: attribution.acrossGap(row),
    other: Object.fromEntries(store.others(row)),
    file: files.get(store.file.get(row))?.path ?? '',
    line: store.line.get(row),
  };
}

export function referencesOf({ events }: HsmCase, rows: readonly number[]): HsmEventReference[] {
  return rows.map((row) => events.reference(row));
}
