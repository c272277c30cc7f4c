/** Kinds of log entry by name. */
export const LOG_TYPES: ReadonlyMap<string, string> = new Map([
  ['MINIMAL_LOG_ENTRY', 'Nothing more follows'],
  ['MGMT_KEY_DETAILS_LOG', 'Two key handles follow'],
  ['MGMT_USER_DETAILS_LOG', 'Name and type of a user follow'],
  ['GENERIC_LOG', 'Not documented further'],
  ['UNKNOWN_LOG_TYPE', 'Seen where a key was shared; nothing follows'],
]);

export const USER_TYPES: ReadonlyMap<string, { short: string; words: string }> = new Map([
  ['CN_CRYPTO_USER', { short: 'CU', words: 'crypto user: makes and uses keys' }],
  ['CN_CRYPTO_OFFICER', { short: 'CO', words: 'crypto officer: manages users' }],
  [
    'CN_APPLIANCE_USER',
    { short: 'AU', words: 'appliance user: the service itself, which clones and synchronises' },
  ],
  [
    'CN_CRYPTO_PRE_OFFICER',
    { short: 'PRECO', words: 'temporary first officer; becomes an officer with its first password' },
  ],
]);

export const COMMAND_TYPES: ReadonlyMap<string, string> = new Map([
  ['CN_MGMT_CMD', 'management command'],
  ['CN_CERT_AUTH_CMD', 'command of certificate authentication'],
]);

/** Why a login failed, as far as the number tells. */
export type FailedLogin = 'unknown user' | 'wrong password' | 'wrong user type' | 'not documented';

interface ResponseEntry {
  words: string;
  login: FailedLogin | null;
}

/** Numbers of responses that some page or tool has published. */
const RESPONSES: ReadonlyMap<number, ResponseEntry> = new Map([
  [0, { words: 'success', login: null }],
  [157, { words: 'the user is not initialised, or there is none of this name', login: 'unknown user' }],
  [163, { words: 'wrong password', login: 'wrong password' }],
  [168, { words: 'no such key handle', login: null }],
  [179, { words: 'against the FIPS policy that is set', login: null }],
  [198, { words: 'access to the key is denied', login: null }],
  [206, { words: 'there is no user of this name', login: 'unknown user' }],
  [219, { words: 'wrong type of user', login: 'wrong user type' }],
]);

/** A response in words, with its number as the client tools print it (hex). */
export function responseWords(code: number | string | null): string | null {
  if (code === null) return null;
  const hex = `0x${BigInt(code).toString(16)}`;
  const entry = typeof code === 'number' ? RESPONSES.get(code) : undefined;
  return entry
    ? `${entry.words} (${hex} in client tools)`
    : `failure, not documented (${hex} in client tools)`;
}

export function failedLogin(code: number | string | null): FailedLogin {
  return (typeof code === 'number' ? RESPONSES.get(code)?.login : null) ?? 'not documented';
}

/** A user type in words. */
export function userTypeWords(type: string | null): string | null {
  return type === null ? null : (USER_TYPES.get(type)?.words ?? null);
}
