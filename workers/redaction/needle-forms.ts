import type { NameForm } from './name-road';
import type { NameList } from './name-list';

/**
 * A form whose names stand at its needle: `pattern`, which must be sticky (`y`), is tried there, or `back` characters
 * before.
 */
export function form(
  needle: string,
  pattern: RegExp,
  take: (found: RegExpExecArray, names: NameList) => void,
  back = 0,
): NameForm {
  return {
    needle,
    read(line, at, names) {
      pattern.lastIndex = Math.max(0, at - back);
      const found = pattern.exec(line);
      if (found) take(found, names);
    },
  };
}

/** Forms that name a user in their first group that took part. */
export function userForm(needle: string, pattern: RegExp): NameForm {
  return form(needle, pattern, (found, names) =>
    names.user(found.slice(1).find((group) => group !== undefined)),
  );
}

/** Forms that name a host in their first group that took part. */
export function hostForm(needle: string, pattern: RegExp): NameForm {
  return form(needle, pattern, (found, names) =>
    names.host(found.slice(1).find((group) => group !== undefined)),
  );
}

/** Forms that name a VM in their first group that took part. */
export function vmForm(needle: string, pattern: RegExp): NameForm {
  return form(needle, pattern, (found, names) =>
    names.vm(found.slice(1).find((group) => group !== undefined)),
  );
}
