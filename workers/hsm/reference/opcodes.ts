/** What an event carries beside the fields that all have: a user, key handles, or nothing that is stated. */
export type Carries = 'user' | 'key' | null;

export interface OpcodeEntry {
  name: string;
  /** As some published page prints it, null where none does. Go by the name. */
  code: number | null;
  carries: Carries;
  /** Which versions of the reference have it: all, only older ones, only newer ones, none (a sister product's). */
  documented: 'all' | 'old' | 'new' | 'sister';
  /** In words. */
  meaning: string;
}

type Row = [
  name: string,
  code: number | null,
  carries: Carries,
  documented: OpcodeEntry['documented'],
  meaning: string,
];

const ROWS: Row[] = [
  ['CN_LOGIN', 0xd, 'user', 'all', 'A user logged in, or tried to'],
  ['CN_LOGOUT', 0xe, 'user', 'all', 'A user logged out'],
  [
    'CN_APP_FINALIZE',
    null,
    'user',
    'all',
    'A connection was closed: its session keys and quorum tokens are gone. Older pages say that it stands only where the user did not log out',
  ],
  [
    'CN_CLOSE_SESSION',
    null,
    'user',
    'all',
    'A session was closed: its session keys and quorum tokens are gone',
  ],
  ['CN_CREATE_USER', 0x3, 'user', 'all', 'A crypto user was created'],
  ['CN_CREATE_CO', 0x4, 'user', 'all', 'A crypto officer was created'],
  ['CN_CREATE_APPLIANCE_USER', 0xfc, 'user', 'old', 'The appliance user was created, at initialisation'],
  ['CN_DELETE_USER', 0xa1, 'user', 'all', 'A user was deleted; the type tells of which kind'],
  [
    'CN_CHANGE_PSWD',
    0x9,
    'user',
    'all',
    'The password of this user was changed; that of the first officer activates the cluster',
  ],
  ['CN_SET_M_VALUE', null, 'user', 'all', 'A quorum (M of N) was set for an action'],
  ['CN_APPROVE_TOKEN', null, 'user', 'all', 'A quorum token was approved'],
  ['CN_DELETE_TOKEN', null, 'user', 'new', 'Quorum tokens were deleted'],
  ['CN_GET_TOKEN', null, 'user', 'new', 'A token to sign was asked for: a quorum operation begins'],
  ['CN_GENERATE_KEY', 0x17, 'key', 'all', 'A symmetric key was made'],
  ['CN_GENERATE_KEY_PAIR', 0x19, 'key', 'all', 'A key pair was made'],
  ['CN_CREATE_OBJECT', null, 'key', 'all', 'A public key was imported without wrapping'],
  ['CN_MODIFY_OBJECT', null, 'key', 'all', 'An attribute of a key was set'],
  ['CN_DESTROY_OBJECT', 0x11, 'key', 'all', 'A session key was deleted; until 2023 any key'],
  ['CN_TOMBSTONE_OBJECT', null, 'key', 'all', 'A token key was deleted; until 2023: marked for deletion'],
  [
    'CN_SHARE_OBJECT',
    0x12,
    'key',
    'all',
    'A key was shared or unshared; the event says neither which nor with whom',
  ],
  ['CN_WRAP_KEY', 0x1a, 'key', 'all', 'An encrypted copy of this key was exported'],
  ['CN_UNWRAP_KEY', 0x1b, 'key', 'all', 'An encrypted copy was imported as this new key'],
  ['CN_DERIVE_KEY', null, 'key', 'new', 'A symmetric key was derived from another one'],
  [
    'CN_NIST_AES_WRAP',
    0x1e,
    'key',
    'all',
    'AES wrap or unwrap under this key; by itself a file or key that a tool wrapped',
  ],
  [
    'CN_EXTRACT_MASKED_OBJECT_USER',
    0xf0,
    'key',
    'all',
    'A key was taken out masked, to be sent to another HSM of the cluster',
  ],
  ['CN_INSERT_MASKED_OBJECT_USER', 0xf1, 'key', 'all', 'A key was received from another HSM of the cluster'],
  ['CN_CLONE_SOURCE_INIT', null, null, 'old', 'Cloning of an HSM begins at its source'],
  ['CN_CLONE_SOURCE_STAGE1', null, null, 'old', 'Cloning of an HSM ends at its source'],
  ['CN_CLONE_TARGET_INIT', null, null, 'old', 'Cloning of an HSM begins at its target'],
  ['CN_CLONE_TARGET_STAGE1', null, null, 'old', 'Cloning of an HSM ends at its target'],
  ['CN_BACKUP_BEGIN', null, null, 'new', 'A backup begins'],
  ['CN_BACKUP_END', null, null, 'new', 'A backup is complete'],
  ['CN_RESTORE_BEGIN', null, null, 'new', 'Restoring from a backup begins'],
  ['CN_RESTORE_END', null, null, 'new', 'Restoring from a backup is complete'],
  ['CN_CERT_AUTH_STORE_CERT', null, null, 'all', 'A certificate of the cluster was stored'],
  ['CN_CERT_AUTH_VALIDATE_PEER_CERTS', null, null, 'old', 'A certificate was validated'],
  ['CN_CERT_AUTH_SOURCE_KEY_EXCHANGE', null, null, 'old', 'Key exchange at the source'],
  ['CN_CERT_AUTH_TARGET_KEY_EXCHANGE', null, null, 'old', 'Key exchange at the target'],
  ['CN_INIT_TOKEN', 0x1, null, 'all', 'Initialisation of the HSM begins'],
  ['CN_INIT_DONE', 0x95, null, 'all', 'Initialisation of the HSM is complete'],
  ['CN_GEN_KEY_ENC_KEY', null, null, 'all', 'A key encryption key was made'],
  ['CN_GEN_PSWD_ENC_KEY', 0x1d, null, 'all', 'A password encryption key was made'],
  ['CN_CLOSE_PARTITION_SESSIONS', null, null, 'old', 'A session on the HSM was closed'],
  ['CN_STORE_KBK_SHARE', null, null, 'old', 'A key backup key was stored'],
  ['CN_SET_NODEID', null, null, 'old', 'The node id of the HSM was set'],
  ['CN_ZEROIZE', null, null, 'old', 'The HSM was zeroized: its keys and users are gone'],
  ['CN_FIPS_RAND', null, null, 'new', 'A FIPS random number was made (clusters of type hsm1.medium)'],
  ['CN_AUTHORIZE_SESSION', null, null, 'sister', 'A session was authorised'],
  ['CN_LIST_TOKENS', null, null, 'sister', 'Quorum tokens were listed'],
  ['CN_LIST_USERS', null, null, 'sister', 'Users were listed'],
  ['CN_FIND_OBJECTS_FROM_INDEX', null, null, 'sister', 'Keys were searched for'],
  ['CN_FIND_OBJECTS_USING_COUNT', null, null, 'sister', 'Keys were searched for'],
  ['CN_GET_OBJECT_INFO', null, null, 'sister', 'Facts of a key were read'],
  ['CN_GET_ATTRIBUTE_VALUE', null, null, 'sister', 'An attribute of a key was read'],
  ['CN_GET_ALL_ATTRIBUTE_VALUE', null, null, 'sister', 'All attributes of a key were read'],
  ['CN_GET_ATTRIBUTE_SIZE', null, null, 'sister', 'The size of an attribute was read'],
  ['CN_GET_ALL_ATTRIBUTE_SIZE', null, null, 'sister', 'The sizes of all attributes were read'],
  ['CN_TOKEN_INFO', null, null, 'sister', 'Facts of the HSM were read'],
  ['CN_PARTITION_INFO', null, null, 'sister', 'Facts of the partition were read'],
  ['HASH_SINGLE_CALL', null, null, 'sister', 'A hash was computed'],
];

/** Union of all published versions of the reference of audit logs. */
export const OPCODES: readonly OpcodeEntry[] = ROWS.map(([name, code, carries, documented, meaning]) => ({
  name,
  code,
  carries,
  documented,
  meaning,
}));

const BY_NAME = new Map(OPCODES.map((entry) => [entry.name, entry]));

/** Other spellings that the guide's own prose uses. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['CN_SESSION_CLOSE', 'CN_CLOSE_SESSION'],
  ['CM_SHARE_OBJECT', 'CN_SHARE_OBJECT'],
]);

/** The one name of a command that is spelled in two ways. */
export function opcodeName(name: string): string {
  return SAME.get(name) ?? name;
}

/** What is known of a command; null for one that no page has. */
export function opcodeEntry(name: string): OpcodeEntry | null {
  return BY_NAME.get(opcodeName(name)) ?? null;
}
