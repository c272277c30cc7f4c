import type { RedactKind } from '../../../workers/public-api';

const KINDS: Readonly<Record<Exclude<RedactKind, 'word'>, true>> = {
  'host-name': true,
  'ip-address': true,
  'mac-address': true,
  user: true,
  'vm-name': true,
  datastore: true,
  'cloud-name': true,
  'hsm-name': true,
  uuid: true,
  wwn: true,
  'serial-number': true,
  'cluster-id': true,
  'key-id': true,
  'e-mail': true,
  'licence-key': true,
  'free-text': true,
  certificate: true,
  thumbprint: true,
  'private-key': true,
  password: true,
};

/** Kinds that can be switched, in the order they are shown; words are a kind of their own. */
export const REDACT_KINDS = Object.keys(KINDS) as Exclude<RedactKind, 'word'>[];
