import { percentDecoded } from './encodings';

/** A keyID taken apart. Texts are decoded; they come from a file and may hold anything. */
export type KeyId =
  | {
      kind: 'fqid';
      /** Key server (key provider), or null for `<VMWARE-NULL>`. */
      server: string | null;
      /** Cluster, or who made the key: `crypto-util`. */
      cluster: string;
      key: string;
      /** The key part as a UUID where it is 16 bytes in hexadecimal. */
      uuid: string | null;
    }
  | { kind: 'uuid'; uuid: string }
  /** Neither form: shown as it stands. */
  | { kind: 'other'; text: string };

const FQID = /^vmware:key\/fqid\/([^/]*)\/([^/]*)\/([^/]*)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const NO_SERVER = '<VMWARE-NULL>';

/** `vmware:key/fqid/<server>/<cluster>/<key id>` (pieces percent-encoded), or a bare UUID. Never fails. */
export function parseKeyId(keyInfo: string): KeyId {
  if (UUID.test(keyInfo)) return { kind: 'uuid', uuid: keyInfo.toLowerCase() };
  const match = FQID.exec(keyInfo);
  const [server, cluster, key] = (match ?? []).slice(1).map(percentDecoded);
  if (server == null || cluster == null || key == null) return { kind: 'other', text: keyInfo };
  return { kind: 'fqid', server: server === NO_SERVER ? null : server, cluster, key, uuid: uuidOf(key) };
}

/** `52 d7 b0 … 5b-ab a0 …` and `52d7b0…`, as VMware writes its UUIDs, in the usual form. */
function uuidOf(key: string): string | null {
  if (key.length > 64) return null;
  const digits = key.replace(/[ -]/g, '').toLowerCase();
  const match = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(digits);
  return match && match.slice(1).join('-');
}

/** Whether two keyIDs name the same key, however they are encoded. A UUID alone is the key part of a full id. */
export function isSameKey(a: string, b: string): boolean {
  if (a === b) return true;
  const [left, right] = [parseKeyId(a), parseKeyId(b)];
  if (left.kind === 'other' || right.kind === 'other') return false;
  if (left.kind === 'fqid' && right.kind === 'fqid')
    return left.server === right.server && left.cluster === right.cluster && left.key === right.key;
  return left.uuid !== null && left.uuid === right.uuid;
}
