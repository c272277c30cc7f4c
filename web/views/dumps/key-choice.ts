import type { EnvelopeEntry, KeyFileEntry, UnlockedKey } from '../../../workers/public-api';

/** What is to be unlocked: a key file of the case by its id, one that is not in it, or a raw key. */
export type KeyChoice = `found:${string}` | 'another' | 'raw';

export const choiceOf = ({ source, path }: KeyFileEntry): KeyChoice => `found:${source}:${path}`;

/** Written by a collection without a password: there is no key in it. */
export function isEmptyIncidentKey({ isIncidentKey, problem }: KeyFileEntry): boolean {
  return isIncidentKey && problem?.code === 'empty';
}

/** Has a key inside that is good for other files. */
export function canBeChosen(file: KeyFileEntry): boolean {
  const { kind } = file;
  return (kind === 'key-file' || kind === 'configuration-keystore') && !isEmptyIncidentKey(file);
}

/** All keys it says it has are open. */
export function isUnlocked({ keyInfos }: KeyFileEntry, unlocked: readonly UnlockedKey[]): boolean {
  return keyInfos.length > 0 && keyInfos.every((name) => unlocked.some(({ keyInfo }) => keyInfo === name));
}

/** The choice to begin with: for an envelope the key file that has its key, else the first one that is locked. */
export function firstChoice(
  files: readonly KeyFileEntry[],
  unlocked: readonly UnlockedKey[],
  envelope: EnvelopeEntry | null,
): KeyChoice {
  const chosen = files.filter(canBeChosen);
  const fitting =
    envelope &&
    (chosen.find(({ keyInfos }) => envelope.keyInfo !== null && keyInfos.includes(envelope.keyInfo)) ??
      chosen.find(
        ({ isIncidentKey, source }) =>
          envelope.opensWith === 'incident-key' && isIncidentKey && source === envelope.source,
      ));
  if (fitting) return choiceOf(fitting);
  // Whatever the case has is known not to open it.
  if (envelope?.opensWith === 'other-key') return 'raw';
  const locked = chosen.find((file) => !isUnlocked(file, unlocked));
  return locked ? choiceOf(locked) : 'another';
}

export type Way = 'password' | 'private-key' | 'nothing' | 'another-key';

/** What can open a key file; one that is not in the case may take a password or a private key. */
export function waysOf(file: KeyFileEntry | undefined): readonly Way[] {
  if (!file) return ['password', 'private-key'];
  const asked = file.opensBy.filter((way) => way === 'password' || way === 'private-key');
  return asked.length > 0 ? asked : file.opensBy.slice(0, 1);
}
