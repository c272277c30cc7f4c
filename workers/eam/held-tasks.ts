import { evidenceOf } from '../analysis/evidence';
import type { AnalysisControl, CaseReader } from '../analysis/case-reader';
import { partOfWork } from '../analysis/part-of-work';
import type { Evidence } from '../public-api';

/** A task of vCenter that powers a VM on or moves it, and that did not end as far as the log goes. */
export interface HeldTask {
  task: string;
  /** What it works on, such as `vm-31`. */
  entity: string;
  method: string;
  time: number;
  evidence: Evidence;
}

const METHODS = ['powerOn', 'PowerOnMultiVM', 'powerOnVm', 'relocate', 'migrate'];
/** `[VpxLRO] -- BEGIN task-84791 -- vm-31 -- vim.VirtualMachine.powerOn -- <session>` */
const BEGIN = /\[VpxLRO\] -- BEGIN (\S+) -- ([^\s-]*-?\S*) -- (vim\.\S+?)(?: -- |$|\s)/;
const END = /\[VpxLRO\] -- (?:FINISH|ERROR) (\S+)/;
/** Such a task that runs this much longer stands still, in ms. */
const LONG = 10 * 60_000;

const BEGUN = `"[VpxLRO] -- BEGIN" (${METHODS.join(' or ')})`;
const ENDED = '"[VpxLRO] -- FINISH" or "[VpxLRO] -- ERROR"';

/** Tasks that began and never ended though the log goes on for ten minutes and more. */
export async function heldTasks(reader: CaseReader, control: AnalysisControl): Promise<HeldTask[]> {
  const open = new Map<string, HeldTask>();
  for await (const batch of reader.records(BEGUN, partOfWork(control, 0, 0.5))) {
    for (const record of batch) {
      const [, task, entity, method] = BEGIN.exec(record.message) ?? [];
      if (
        !task ||
        record.time === null ||
        !METHODS.some((name) => method!.toLowerCase().includes(name.toLowerCase()))
      ) {
        continue;
      }
      const key = `${record.source}/${task}`;
      open.set(key, {
        task,
        entity: entity!,
        method: method!,
        time: record.time,
        evidence: evidenceOf(record),
      });
    }
    await control.pause();
  }
  if (open.size === 0) return [];
  let last = -Infinity;
  for await (const batch of reader.records(
    `${BEGUN} or ${ENDED} or (process:vpxd level>=info "Event [")`,
    partOfWork(control, 0.5, 1),
  )) {
    for (const record of batch) {
      if (record.time !== null && record.time > last) last = record.time;
      const task = END.exec(record.message)?.[1];
      if (task) open.delete(`${record.source}/${task}`);
    }
    await control.pause();
  }
  return [...open.values()].filter(({ time }) => last - time >= LONG);
}
