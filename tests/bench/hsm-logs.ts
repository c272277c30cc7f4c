import { opcodeEntry } from '../../workers/hsm/reference/opcodes';

const BEGIN = Date.UTC(2024, 0, 1) * 1000;
/** A round of one user's work. */
const ROUND = [
  'CN_LOGIN',
  'CN_GENERATE_KEY',
  'CN_EXTRACT_MASKED_OBJECT_USER',
  'CN_WRAP_KEY',
  'CN_NIST_AES_WRAP',
  'CN_GENERATE_KEY_PAIR',
  'CN_DESTROY_OBJECT',
  'CN_TOMBSTONE_OBJECT',
  'CN_LOGIN!',
  'CN_LOGOUT',
];

/** The log of one HSM with so many events, as UTF-8: 20 ms apart, 50 users, new keys all the time. */
export function generatedStream(stream: number, events: number): Uint8Array {
  const pieces: string[] = [];
  for (let seq = 0; seq < events; seq++) {
    const round = Math.floor(seq / ROUND.length);
    const step = ROUND[seq % ROUND.length]!;
    const isRefused = step.endsWith('!');
    const opcode = isRefused ? 'CN_LOGIN' : step;
    const usecs = BEGIN + (seq * STREAM_COUNT + stream) * 5_000;
    const iso = new Date(Math.floor(usecs / 1e6) * 1000).toISOString();
    const day = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
    const key = 262_144 + round * STREAM_COUNT + stream;
    const details =
      opcodeEntry(opcode)?.carries === 'user'
        ? `Log type : MGMT_USER_DETAILS_LOG (2)\nUser Name : user${round % 50}\nUser Type : CN_CRYPTO_USER (1)`
        : `Log type : MGMT_KEY_DETAILS_LOG (1)\nPriv/Secret Key Handle : ${opcode === 'CN_NIST_AES_WRAP' ? 6 : key}\nPublic Key Handle : 0`;
    pieces.push(
      `Time: ${day}.${String(usecs % 1e6).padStart(6, '0')}, usecs:${usecs}\n` +
        `Sequence No : 0x${seq.toString(16)}\nReboot counter : 0x107\nCommand Type(hex) : CN_MGMT_CMD (0x0)\n` +
        `Opcode : ${opcode} (0x${(opcodeEntry(opcode)?.code ?? 0x42).toString(16)})\n` +
        `Session Handle : 0x${(0x1000000 + (round % 4096) * 4096 + (seq % 8)).toString(16)}\n` +
        `Response : ${isRefused ? '163:HSM Error: RET_USER_LOGIN_FAILURE' : '0:HSM Return: SUCCESS'}\n${details}\n\n`,
    );
  }
  return new TextEncoder().encode(pieces.join(''));
}

const STREAM_COUNT = 4;
