import { Failure } from '../failure';
import { CASE_FILE_FORMAT, CASE_FILE_VERSION } from './case-file';

/** A case file of any version, as far as it is known before it is checked. */
export type RawCaseFile = Readonly<Record<string, unknown>>;

/** Upgrades a file of version `n` to `n + 1`; the key is `n`. */
export type CaseFileUpgrades = Readonly<Record<number, (file: RawCaseFile) => RawCaseFile>>;

const UPGRADES: CaseFileUpgrades = {
  // Only known faults were written.
  1: (file) => ({ ...file, version: 2, findings: { faults: file.findings } }),
};

for (let version = 1; version < CASE_FILE_VERSION; version++) {
  if (!UPGRADES[version]) throw new Error(`case files of version ${version} have no upgrade`);
}

/**
 * What was parsed, in today's form. Fails with `not-a-case-file`, and with `case-file-version` for one that a newer
 * page made.
 */
export function upgradeCaseFile(
  parsed: unknown,
  upgrades: CaseFileUpgrades = UPGRADES,
  today = CASE_FILE_VERSION,
): RawCaseFile {
  const given = parsed as RawCaseFile | null;
  if (
    typeof given !== 'object' ||
    given === null ||
    Array.isArray(given) ||
    given.format !== CASE_FILE_FORMAT
  )
    throw new Failure('not-a-case-file', 'this is not a case file of Bundlescope');
  const { version } = given;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    throw new Failure('not-a-case-file', 'this case file does not say which version it has');
  if (version > today) {
    throw new Failure(
      'case-file-version',
      `this case file has version ${version}, this page reads up to version ${today}: use a newer page`,
    );
  }
  let file = given;
  for (let at = version; at < today; at++) file = upgrades[at]!(file);
  return file;
}
