import { createWriteStream } from 'node:fs';
import { mkdir, rename, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';

/** Audit logs of the HSMs of a cluster on disk, one file for each stream. */
export interface KeyLogs {
  paths: string[];
  events: number;
}

const FOLDER = join(tmpdir(), 'bundlescope-bench-inputs');
/** To be raised when what is written changes. */
const GENERATION = 1;
const STREAMS = ['hsm-aaaaaaaaaaa', 'hsm-bbbbbbbbbbb', 'hsm-ccccccccccc', 'hsm-ddddddddddd'];
const USERS = 40;
/** Events of one round on all streams together. */
const ROUND = 20;
const OFFICER = 'CN_CRYPTO_OFFICER (2)';
const BEGIN = Date.UTC(2026, 0, 5) * 1000;

/** Writes about so many events over four streams, or takes those that an earlier run wrote. */
export async function keyLogs(events: number): Promise<KeyLogs> {
  const rounds = Math.ceil(events / ROUND);
  const folder = join(FOLDER, `key-logs-${GENERATION}-${rounds}`);
  const paths = STREAMS.map((name) => join(folder, `${name}.log`));
  try {
    await stat(folder);
    return { paths, events: rounds * ROUND };
  } catch {
    // Not made yet.
  }
  const partial = `${folder}.${process.pid}`;
  await mkdir(partial, { recursive: true });
  const files = STREAMS.map((name) => createWriteStream(join(partial, `${name}.log`)));
  const seqs = STREAMS.map(() => 0);
  let texts = STREAMS.map(() => '');
  const write = (stream: number, at: number, opcode: string, details: string, response = 'SUCCESS'): void => {
    const usecs = BEGIN + Math.round(at * 1e6);
    const iso = new Date(usecs / 1000).toISOString();
    const time = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}.${String(usecs % 1e6).padStart(6, '0')}`;
    const seq = seqs[stream]!++;
    const said = response === 'SUCCESS' ? '0:HSM Return: SUCCESS' : response;
    texts[stream] +=
      `Time: ${time}, usecs:${usecs}\nSequence No : 0x${seq.toString(16)}\nReboot counter : 0x107\n` +
      `Command Type(hex) : CN_MGMT_CMD (0x0)\nOpcode : ${opcode}\nSession Handle : 0x70${String(seq % 40).padStart(2, '0')}004\n` +
      `Response : ${said}\n${details}\n\n`;
  };
  for (let round = 0; round < rounds; round++) {
    writeRound(round, write);
    if (round % 500 !== 499 && round !== rounds - 1) continue;
    for (const [stream, file] of files.entries()) {
      if (!file.write(texts[stream])) await once(file, 'drain');
    }
    texts = STREAMS.map(() => '');
  }
  await Promise.all(files.map((file) => (file.end(), once(file, 'close'))));
  await rename(partial, folder);
  return { paths, events: rounds * ROUND };
}

type Write = (stream: number, at: number, opcode: string, details: string, response?: string) => void;

const ofUser = (name: string, type = 'CN_CRYPTO_USER (1)') =>
  `Log type : MGMT_USER_DETAILS_LOG (2)\nUser Name : ${name}\nUser Type : ${type}`;
const ofKey = (handle: number) =>
  `Log type : MGMT_KEY_DETAILS_LOG (1)\nPriv/Secret Key Handle : ${handle}\nPublic Key Handle : 0`;

/** A login on all four, a key made, taken to the others, changed, sometimes exported, destroyed; a logout. */
function writeRound(round: number, write: Write): void {
  const at = round * 30;
  const home = round % 4;
  const others = [1, 2, 3].map((step) => (home + step) % 4);
  const user = ofUser(`user${round % USERS}`);
  const key = ofKey(262_144 + round);
  write(home, at, 'CN_LOGIN (0xd)', user);
  for (const [i, stream] of others.entries()) write(stream, at + 0.02 * (i + 1), 'CN_LOGIN (0xd)', user);
  write(home, at + 1, 'CN_GENERATE_KEY (0x17)', key);
  write(home, at + 1.0026, 'CN_EXTRACT_MASKED_OBJECT_USER (0xf0)', key);
  for (const stream of others) write(stream, at + 1.08, 'CN_INSERT_MASKED_OBJECT_USER (0xf1)', key);
  for (let i = 0; i < 4; i++) write((home + i) % 4, at + 2 + i, 'CN_MODIFY_OBJECT (0x13)', key);
  if (round % 50 === 0) {
    write(home, at + 8, 'CN_WRAP_KEY (0x1a)', key);
    write(home, at + 8.045, 'CN_NIST_AES_WRAP (0x1e)', ofKey(6));
  } else {
    const tried = ofUser(`user${(round + 1) % USERS}`, OFFICER);
    const said = round % 20 === 0 ? '163:HSM Error: RET_USER_LOGIN_FAILURE' : undefined;
    write(others[0]!, at + 8, 'CN_CHANGE_PSWD (0x9)', tried, said);
    write(others[1]!, at + 8.02, 'CN_MODIFY_OBJECT (0x13)', key);
  }
  for (let i = 0; i < 4; i++) write((home + i) % 4, at + 10 + i * 0.02, 'CN_TOMBSTONE_OBJECT (0x14)', key);
  write(home, at + 12, 'CN_LOGOUT (0xe)', user);
}
