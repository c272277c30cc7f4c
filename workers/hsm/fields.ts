import { tableFields, type FieldSet } from '../query';
import { OPCODES } from './reference/opcodes';

const SPAN = ['after', 'before'];
const STREAM = { name: 'stream', description: 'Log stream: the HSM', example: 'stream:hsm-abcde123456' };
const KEY = { name: 'key', description: 'Handle of a key', example: 'key:262152' };

/** Fields of queries over events. */
export const EVENT_FIELDS: FieldSet = tableFields(
  [
    {
      name: 'opcode',
      description: 'Command, with or without CN_',
      example: 'opcode:CN_LOGIN',
      offers: (prefix) =>
        OPCODES.filter(({ name }) => name.toLowerCase().startsWith(prefix.toLowerCase())).map(
          ({ name, meaning }) => ({ value: name, detail: meaning }),
        ),
    },
    { name: 'key', description: 'Handle of a key, in any of its fields', example: 'key:262152' },
    { name: 'user', description: 'User in the event, or whose event it is', example: 'user:admin' },
    STREAM,
    { name: 'response', description: 'Number or text of the response', example: 'response:163' },
    { name: 'basis', description: 'Why an event is said to be a user’s', example: 'basis:ambiguous' },
    { name: 'session', description: 'Session handle', example: 'session:0x7004003' },
    { name: 'logtype', description: 'Kind of log entry', example: 'logtype:MGMT_KEY_DETAILS_LOG' },
  ],
  [...SPAN, 'file', 'source'],
);

/** Fields of queries over findings. */
export const FINDING_FIELDS: FieldSet = tableFields(
  [
    { name: 'severity', description: 'critical, high, warning or info', example: 'severity:high' },
    { name: 'rule', description: 'Rule that found it', example: 'rule:sequence-gap' },
    STREAM,
    KEY,
    { name: 'user', description: 'User it is about', example: 'user:admin' },
    { name: 'certain', description: 'yes where the events prove it by themselves', example: 'certain:no' },
  ],
  SPAN,
);

/** Fields of queries over keys. */
export const KEY_FIELDS: FieldSet = tableFields(
  [
    KEY,
    { name: 'kind', description: 'secret, private, public or unknown', example: 'kind:secret' },
    { name: 'user', description: 'User who made or destroyed it', example: 'user:admin' },
    { name: 'stream', description: 'Log stream that names it', example: 'stream:hsm-abcde123456' },
    {
      name: 'was',
      description: 'What was done: made, copied, exported, imported, destroyed',
      example: 'was:exported',
    },
  ],
  SPAN,
);

/** Fields of queries over users. */
export const USER_FIELDS: FieldSet = tableFields(
  [
    { name: 'user', description: 'Name', example: 'user:admin' },
    { name: 'type', description: 'Type of user', example: 'type:CN_CRYPTO_OFFICER' },
    { name: 'stream', description: 'Log stream that names the user', example: 'stream:hsm-abcde123456' },
    { name: 'was', description: 'What was done: created, deleted, changed', example: 'was:deleted' },
  ],
  SPAN,
);

/** Fields of queries over messages about certificates. */
export const CERTIFICATE_FIELDS: FieldSet = tableFields(
  [
    { name: 'handle', description: 'Handle of the object', example: 'handle:463180677312929947' },
    { name: 'opcode', description: 'Command', example: 'opcode:CreateObject' },
    { name: 'response', description: 'Response', example: 'response:OK' },
    { name: 'stream', description: 'Log stream: the cluster', example: 'stream:cluster-abcdefghijk' },
  ],
  SPAN,
);
