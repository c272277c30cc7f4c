import type { Command } from '../../commands/registry.svelte';
import { text } from '../../text';
import type { Dumps } from './dumps.svelte';

/** What can be done in the dumps view. */
export function dumpsCommands(dumps: Dumps): Command[] {
  const { group, commands } = text.dumps;
  return [
    {
      id: 'dumps.unlock',
      title: commands.unlock,
      group,
      keys: ['u'],
      enabled: () => (dumps.envelopes?.length ?? 0) > 0 || dumps.keyFiles.length > 0,
      run: () => dumps.askForKey(null),
    },
    {
      id: 'dumps.decryptAll',
      title: commands.decryptAll,
      group,
      enabled: () => dumps.openable.length > 0,
      run: () => dumps.decryptAll(),
    },
    {
      id: 'dumps.cancel',
      title: commands.cancel,
      group,
      enabled: () => dumps.running.length > 0,
      run: () => dumps.cancelAll(),
    },
    {
      id: 'dumps.forget',
      title: commands.forget,
      group,
      enabled: () => dumps.unlocked.length > 0 || dumps.vmx.count > 0,
      run: () => dumps.forgetKeys(),
    },
  ];
}
