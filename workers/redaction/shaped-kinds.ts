import type { RedactKind } from '../public-api';

/** Names of these kinds are found by their shape; as names they say which aliases must not be given. */
export const SHAPED_KINDS: ReadonlySet<RedactKind> = new Set<RedactKind>([
  'ip-address',
  'mac-address',
  'uuid',
  'e-mail',
  'licence-key',
  'certificate',
  'private-key',
  'password',
  'thumbprint',
]);
