import { textFile, type TestFile } from './page';

const PEOPLE = ['root', 'VSPHERE.LOCAL\\Administrator', 'anna', 'berta', 'CORP\\chen', 'svc-backup'];
const METHODS = ['powerOn', 'powerOff', 'reset', 'suspend', 'unregister', 'createSnapshot'];
const START = Date.UTC(2024, 0, 1);
/** Between two operations, ms. */
const STEP = 97_000;

/** A hostd log of so many operations of two records each: who, what and when follow from the number. */
export function manyOperations(count: number): TestFile {
  const lines: string[] = [];
  for (let n = 0; n < count; n++) {
    const at = START + n * STEP;
    const task = `haTask-${n % 300}-vim.VirtualMachine.${METHODS[n % METHODS.length]}-${n}`;
    const head = (ms: number, user: string) =>
      `${new Date(ms).toISOString()} info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=${n.toString(16)}-aa${user}]`;
    lines.push(
      `${head(at, ` user=${personOf(n)}`)} Task Created : ${task}`,
      `${head(at + 400 + (n % 50), '')} Task Completed : ${task} Status ${n % 37 === 0 ? 'error' : 'success'}`,
    );
  }
  return textFile('hostd.log', `${lines.join('\n')}\n`);
}

export function personOf(n: number): string {
  return PEOPLE[(n * 7 + Math.floor(n / 900)) % PEOPLE.length]!;
}
