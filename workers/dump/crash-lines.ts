import type { DumpPlace } from './string-list';

/** Lines kept; a dump that repeats a back-trace has the same few over and over. */
const MAX_LINES = 2_000;
/** Characters looked at, and kept, of one line. */
const MAX_TEXT = 1024;

export interface CrashLine extends DumpPlace {
  text: string;
}

/**
 * What the screen of a crashed host, its log and its back-traces hold (log-formats D.2), by name. Each expression
 * looks at a bounded text and has no nested repetition.
 */
const PATTERNS: readonly [name: string, pattern: RegExp][] = [
  ['@BlueScreen:', /@BlueScreen/],
  ['#PF Exception and other CPU exceptions', /#[A-Z]{2,3} Exception/],
  ['PCPU n locked up', /\bPCPU ?\d+:? (?:locked up|no heartbeat)/],
  ['Code start:', /\bCode start: 0x[0-9a-f]/i],
  [
    '0x…:[0x…]function@module#…+0x… (frames of a back-trace)',
    /0x[0-9a-f]{4,16}:\s?\[0x[0-9a-f]{4,16}\][^\s@]{1,256}@[^\s#]{1,64}#[^\s+]{1,64}\+0x[0-9a-f]/i,
  ],
  ['Backtrace for current CPU', /\bBacktrace for current CPU\b/],
  ['Panic', /\bPANIC: |\bPanic from another CPU|\b(?:PANIC|ASSERT|NOT_REACHED|NOT_IMPLEMENTED) bora\//],
  ['Spin count exceeded', /\bSpin count exceeded\b/],
  ['registers (cr0=0x…, frame=0x… ip=0x…)', /\bcr0=0x[0-9a-f]+ cr2=0x|\bframe=0x[0-9a-f]+ ip=0x/i],
  ['cpuN:world) without a time', /^cpu\d{1,4}:\d{1,10}(?: opID=[^\s)]{1,64})?\)/],
];

/** What is looked for, to be shown where nothing was found. */
export const CRASH_SIGNS: readonly string[] = PATTERNS.map(([name]) => name);

/** Collects the lines of a dump that tell of a crash. */
export class CrashLines {
  readonly lines: CrashLine[] = [];
  total = 0;
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** `bytes` is one line. */
  take(bytes: Uint8Array, place: DumpPlace): void {
    if (bytes.length < 10 || !mayBeOne(bytes)) return;
    const text = this.#decoder.decode(bytes.subarray(0, MAX_TEXT)).trim();
    if (!PATTERNS.some(([, pattern]) => pattern.test(text))) return;
    this.total++;
    if (this.lines.length < MAX_LINES) this.lines.push({ ...place, text });
  }
}

/** Spares most strings the decoding: every sign has one of these bytes. */
function mayBeOne(bytes: Uint8Array): boolean {
  const length = Math.min(bytes.length, MAX_TEXT);
  for (let i = 0; i < length; i++) if (SIGN_BYTES[bytes[i]!] === 1) return true;
  return false;
}

const SIGN_BYTES = new Uint8Array(256);
for (const sign of '@#=:)BPS') SIGN_BYTES[sign.charCodeAt(0)] = 1;
