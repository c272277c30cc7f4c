import { describe, expect, test } from 'vitest';
import { generateBundle } from '../../workers/sample';
import { traceOperations } from '../../workers/trace/operation-trace';
import { openedCase, unwatched } from './analysis-case';

/** What the sample's story calls its operations. */
const KINDS: Record<string, string> = {
  'power on': 'StartVM',
  'power off': 'StopVM',
  'shut down guest': 'StopVM',
  reset: 'ResetVM',
  reconfigure: 'ModifyVM',
  'create snapshot': 'CreateSnapshot',
  'remove snapshot': 'RemoveSnapshot',
  'create vm': 'CreateVM',
  'rename vm': 'RenameVM',
  'destroy vm': 'DeleteVM',
  'enter maintenance mode': 'EnterMaintenance',
  'exit maintenance mode': 'ExitMaintenance',
  'reboot host': 'RestartHost',
  'enable ssh': 'EnableSSH',
  'disable ssh': 'DisableSSH',
};
/** Of these kinds the story's operations are all there are. */
const OF_STORY = new Set(Object.values(KINDS));

describe.each(['6.7', '7.0', '8.0'] as const)('the story of a bundle of %s', (release) => {
  test('is told by the trace: every operation once, with its person, object and result', async () => {
    const bundle = generateBundle({ release, seed: 'story', logBytes: 3e6 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of bundle.chunks) chunks.push(chunk);
    const content = new Uint8Array(Buffer.concat(chunks));
    const reader = await openedCase([{ path: bundle.fileName, content }]);
    const { operations } = await traceOperations(reader, unwatched());
    const told = operations.filter(({ op, who }) => OF_STORY.has(op) && who !== null);
    const line = (op: string, who: string | null, target: string | null, ok: boolean) =>
      `${op} ${target ?? '-'} by ${who} ${ok ? 'OK' : 'NG'}`;
    expect(told.map(({ op, who, target, result }) => line(op, who, target, result === 'OK')).sort()).toEqual(
      bundle.truth.operations
        .filter(({ operation }) => operation in KINDS)
        .map(({ operation, user, target, ok }) => line(KINDS[operation]!, user, target, ok))
        .sort(),
    );
    const persons = bundle.truth.operations.filter(({ operation }) => /^(ssh )?log(in|out)$/.test(operation));
    for (const { operation, time, user, address, ok } of persons) {
      const op = operation.endsWith('logout') ? 'Logout' : ok ? 'Login' : 'LoginFailed';
      const found = operations.filter(
        (of) =>
          of.op === op && of.who === user && of.client === address && Math.abs(of.end!.ms - time) < 1_000,
      );
      expect(found, `${operation} of ${user} at ${new Date(time).toISOString()}`).toHaveLength(1);
    }
  });
});
