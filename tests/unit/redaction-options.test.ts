import { describe, expect, it } from 'vitest';
import { planPackage } from '../../workers/engine/package-plan';
import { CommandPaths } from '../../workers/redaction/command-paths';
import { checkRedactOptions } from '../../workers/redaction/redact-options';
import { redactor } from '../../workers/redaction/redactor';
import { turnBack } from '../../workers/redaction/turn-back';
import { openCaseOf, pack } from './packing-case';
import { bytes, text, through } from './redaction-texts';
import { scanWorkers } from './scan-workers-on-this-thread';

const refused = (words: unknown) =>
  expect.objectContaining({ code: 'bad-argument', message: words }) as Error;

describe('words that cannot be found are refused', () => {
  it.each([
    [[''], 'word 1 is empty'],
    [['falcon', ' \t'], 'word 2 is empty'],
    [['x'], 'too short'],
    [['x'.repeat(2_000)], 'too long'],
    [['\ud800x'], 'no valid text'],
    [[7], 'no text'],
    ['falcon', 'a list'],
  ])('%j', (words, why) => {
    expect(() => checkRedactOptions({ words: words as string[] })).toThrow(
      refused(expect.stringContaining(why)),
    );
  });

  it('and others are not', () => {
    expect(() => checkRedactOptions({})).not.toThrow();
    expect(() => checkRedactOptions({ words: [] })).not.toThrow();
    expect(() => checkRedactOptions({ words: ['ab', 'é', 'Marlin & Co'] })).not.toThrow();
  });

  it('before anything is packed or planned', async () => {
    const open = await openCaseOf(
      [{ name: 'x.log', bytes: bytes('x\n') as Uint8Array<ArrayBuffer> }],
      scanWorkers,
    );
    const options = { dumps: 'drop', fragments: 'keep', redact: { words: [''] } } as const;
    await expect(pack(open, options)).rejects.toThrow(refused(expect.stringContaining('word 1')));
    await expect(open.jobs.run(1, (job) => planPackage(open, job, options))).rejects.toThrow(
      refused(expect.stringContaining('word 1')),
    );
    open.close();
  });
});

describe('names of commands’ output', () => {
  const log = [
    'vmkping -c 3 10.77.12.23',
    'vmkping -c 3 10.7.71.223',
    'esxcli --vm "Payroll (old) 3" list',
    'uname -a',
  ]
    .map((command, n) => `2025-12-11 12:00:0${n}.000123: run - ${command} (Network:Base) took 0.011 sec\n`)
    .join('');

  function renamed(path: string) {
    const replacer = redactor({}, [{ kind: 'vm-name', text: 'Payroll (old) 3' }]);
    const commands = new CommandPaths((line) => replacer.line(line));
    commands.learn(log);
    const after = commands.redacted(path) ?? path;
    const aliases = [...replacer.aliases(), ...commands.aliases()];
    return { after, back: text(through(turnBack(aliases), bytes(after))), pairs: commands.aliases() };
  }

  it.each([
    'commands/vmkping_-c-3-10771223.txt',
    'commands/7.vmkping_-c-3-10771223.txt',
    'commands/esxcli_--vm-Payroll(old)3-list.txt',
  ])('%s turns back', (path) => {
    const { after, back, pairs } = renamed(path);
    expect(after).not.toMatch(/10771223|Payroll/);
    expect(back).toBe(path);
    expect(pairs).toHaveLength(1);
  });

  it('of other commands stay', () => {
    expect(renamed('commands/uname_-a.txt')).toMatchObject({ after: 'commands/uname_-a.txt', pairs: [] });
  });

  it('that would be pressed into one stay apart', () => {
    const same = (line: string) => line.replace(/ \d+$/, ' 9');
    const commands = new CommandPaths(same);
    commands.learn(
      ['ping 12', 'ping 345', 'ping 67']
        .map((command) => `2025-12-11 12:00:00.000123: run - ${command} (Network:Base) took 0.011 sec\n`)
        .join(''),
    );
    const after = ['12', '345', '67'].map((address) => commands.redacted(`commands/ping_${address}.txt`));
    expect(new Set(after).size).toBe(3);
    expect(commands.aliases().map(({ original }) => original)).toEqual([
      'ping_12.txt',
      'ping_345.txt',
      'ping_67.txt',
    ]);
  });
});
