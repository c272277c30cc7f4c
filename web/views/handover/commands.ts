import type { Command } from '../../commands/registry.svelte';
import { text } from '../../text';
import type { Handover, Tab } from './handover.svelte';

const { commands: words, group } = text.handover;

/** What can be done wherever in the view. */
export function viewCommands(handover: Handover): Command[] {
  const tab = (id: string, shown: Tab, title: string, keys: string[]): Command => ({
    id: `handover.${id}`,
    title,
    group,
    keys,
    run: () => void (handover.tab = shown),
  });
  return [
    tab('package', 'package', text.handover.tabs.package, ['p']),
    tab('report', 'report', words.report, ['r']),
    tab('turn-back', 'turn-back', words.turnBack, ['t']),
  ];
}

/** What can be done with the package. */
export function packageCommands(
  handover: Handover,
  { build, reconstruct }: { build: () => Promise<void>; reconstruct: () => Promise<void> },
): Command[] {
  const command = (
    id: string,
    title: string,
    run: () => void | Promise<void>,
    enabled: () => boolean = () => true,
    keys: string[] = [],
  ): Command => ({ id: `handover.${id}`, title, group, keys, enabled, run });
  const idle = (): boolean => !handover.isBuilding;
  const done = (): boolean => handover.build?.phase === 'done';
  return [
    command('build', words.build, build, idle, ['b']),
    command('reconstruct', words.reconstruct, reconstruct, idle),
    command('vendor', words.vendor, () => handover.use('vendor'), idle),
    command(
      'reencrypt',
      words.reencrypt,
      () => handover.use('reencrypt'),
      () => idle() && handover.hasEncrypted,
    ),
    command('redact', words.redact, () => void (handover.redaction.on = !handover.redaction.on), idle),
    command(
      'preview',
      words.preview,
      () => handover.previewNow(),
      () => handover.redaction.on,
    ),
    command(
      'cancel',
      words.cancel,
      () => handover.build?.cancel(),
      () => handover.isBuilding,
    ),
    command(
      'savePackage',
      words.savePackage,
      () => handover.build?.savePackage(),
      () => done() && handover.build?.output !== null,
      ['s'],
    ),
    command('saveManifest', words.saveManifest, () => handover.build?.saveManifest(), done),
    command('saveChecksums', words.saveChecksums, () => handover.build?.saveChecksums(), done),
    command(
      'saveAliases',
      words.saveAliases,
      () => handover.build?.saveAliases(),
      () => done() && handover.build?.aliases !== null,
    ),
    command(
      'saveKeyFile',
      words.saveKeyFile,
      () => handover.build?.saveKeyFile(),
      () => done() && handover.build?.keyFile !== null,
    ),
    command('discard', words.discard, () => handover.discard(), done),
  ];
}
