/**
 * Thread dumps of HotSpot (`kill -3`, jstack), Java 8 and later, found in any text: other output may stand around and
 * between them, and a service wrapper may have put its own head before each line.
 */

export interface JavaThread {
  name: string;
  /** `BLOCKED`, `WAITING`, …; null of threads of the VM itself. */
  state: string | null;
  /** What stands in parentheses behind the state: `on object monitor`, `parking`. */
  detail: string | null;
  daemon: boolean;
  /** Lock it waits to get, waits on or parks for; null when it waits for none. */
  waitsFor: string | null;
  /** How it waits for it. */
  waiting: 'lock' | 'notify' | 'park' | null;
  /** Locks it holds, synchronizers included. */
  holds: string[];
  /** Frames, the innermost first, as printed behind `at `. */
  stack: string[];
  /** 1-based line of its header, and how many lines belong to it. */
  line: number;
  lines: number;
}

/** A deadlock as the JVM itself found it. */
export interface Deadlock {
  threads: string[];
  line: number;
  lines: number;
}

export interface ThreadDump {
  /** As printed on the line before, or null. */
  time: string | null;
  /** 1-based line at which it begins. */
  line: number;
  threads: JavaThread[];
  deadlocks: Deadlock[];
}

const MOST_THREADS = 20_000;
const MOST_FRAMES = 500;
const MOST_NAME_LINES = 5;
const MOST_HEADER = 4_000;

const BEGIN = /^Full thread dump /;
const STATE = /^\s+java\.lang\.Thread\.State: (\w+)(?: \((.*)\))?/;
const LOCK =
  /^\s+- (locked|waiting to lock|parking to wait for|waiting on|waiting to re-lock in wait\(\))\s+<(?:0x)?([0-9a-fA-F]+)>/;
const FRAME = /^\s+at (.+)$/;
const SYNCHRONIZER = /^\s+- <(?:0x)?([0-9a-fA-F]+)>/;
const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d/;
/** `INFO   | jvm 1    | 2018/07/05 21:06:22 | ` */
const WRAPPER = /^\w+\s*\|\s*\S[^|]{0,40}\|(?:\s*\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d(?:\.\d+)?\s*\|)? ?/;

/** Reads dumps line by line, so that a file need not be held whole. */
export class ThreadDumpReader {
  readonly dumps: ThreadDump[] = [];
  #dump: ThreadDump | null = null;
  #thread: JavaThread | null = null;
  #synchronizers = false;
  #deadlock: Deadlock | null = null;
  /** A header whose name runs over several lines. */
  #name: { text: string; line: number; lines: number } | null = null;
  #before = '';
  #line = 0;

  /** The next line, without its line end. */
  push(given: string): void {
    this.#line++;
    const line = given.includes('|') ? given.replace(WRAPPER, '') : given;
    if (BEGIN.test(line)) this.#begin();
    else if (this.#dump) this.#inside(this.#dump, line);
    this.#before = line;
  }

  #begin(): void {
    const timed = TIME.test(this.#before);
    this.#dump = {
      time: timed ? this.#before.trim().slice(0, 40) : null,
      line: this.#line,
      threads: [],
      deadlocks: [],
    };
    this.dumps.push(this.#dump);
    this.#thread = null;
    this.#deadlock = null;
    this.#name = null;
  }

  #inside(dump: ThreadDump, line: string): void {
    if (this.#deadlocks(dump, line)) return;
    const header = this.#header(line);
    if (header) {
      if (dump.threads.length >= MOST_THREADS) return;
      this.#thread = header;
      this.#synchronizers = false;
      dump.threads.push(header);
      return;
    }
    if (line.trim() === '' || this.#name) return;
    if (/^JNI global ref/.test(line)) {
      this.#thread = null;
      return;
    }
    if (this.#thread) this.#detail(this.#thread, line);
  }

  #header(line: string): JavaThread | null {
    let text = line;
    let first = this.#line;
    if (this.#name) {
      text = `${this.#name.text}\n${line}`;
      first = this.#name.line;
    }
    const found = headerOf(text.slice(0, MOST_HEADER));
    if (found) {
      this.#name = null;
      return newThread(found.name, found.rest, first, this.#line - first + 1);
    }
    if (this.#name) {
      if (++this.#name.lines > MOST_NAME_LINES || /^\s+(at|-) /.test(line)) this.#name = null;
      else this.#name.text = text;
    } else if (line.startsWith('"') && line.length < MOST_HEADER && !line.trimEnd().endsWith('":')) {
      this.#name = { text: line, line: this.#line, lines: 1 };
    }
    return null;
  }

  #detail(thread: JavaThread, line: string): void {
    const state = STATE.exec(line);
    const lock = LOCK.exec(line);
    const frame = FRAME.exec(line);
    if (state) {
      thread.state = state[1]!;
      thread.detail = state[2] ?? null;
    } else if (/^\s+Locked ownable synchronizers:/.test(line)) {
      this.#synchronizers = true;
    } else if (this.#synchronizers) {
      const id = SYNCHRONIZER.exec(line)?.[1];
      if (id !== undefined) thread.holds.push(lockId(id));
    } else if (lock) {
      const id = lockId(lock[2]!);
      if (lock[1] === 'locked') {
        thread.holds.push(id);
      } else {
        thread.waitsFor ??= id;
        thread.waiting ??=
          lock[1] === 'waiting on' ? 'notify' : lock[1] === 'parking to wait for' ? 'park' : 'lock';
      }
    } else if (frame) {
      if (thread.stack.length < MOST_FRAMES) thread.stack.push(frame[1]!.trim());
    } else if (!/^\s/.test(line)) {
      // Other output mixed in: what follows may still be this thread's.
      return;
    }
    thread.lines = this.#line - thread.line + 1;
  }

  /** The JVM's own section at the end of a dump. True when the line was of it. */
  #deadlocks(dump: ThreadDump, line: string): boolean {
    if (/^Found (?:one|a|\d+) Java-level deadlocks?:/.test(line)) {
      this.#thread = null;
      this.#deadlock = { threads: [], line: this.#line, lines: 1 };
      dump.deadlocks.push(this.#deadlock);
      return true;
    }
    if (!this.#deadlock) return false;
    if (/^Found \d+ deadlocks?\./.test(line) || /^Java stack information for the threads/.test(line)) {
      this.#deadlock.lines = this.#line - this.#deadlock.line + 1;
      this.#deadlock = null;
      return true;
    }
    const name = /^"(.*)":\s*$/.exec(line)?.[1];
    if (name !== undefined && !this.#deadlock.threads.includes(name)) this.#deadlock.threads.push(name);
    if (line.trim() !== '') this.#deadlock.lines = this.#line - this.#deadlock.line + 1;
    return true;
  }
}

/** `"name" … tid=0x…`; the name may hold quotes and line breaks. */
function headerOf(text: string): { name: string; rest: string } | null {
  const tid = text.lastIndexOf(' tid=');
  if (!text.startsWith('"') || tid < 0 || !/^ tid=(?:0x)?[0-9a-f]/.test(text.slice(tid, tid + 9)))
    return null;
  const end = text.lastIndexOf('"', tid);
  return end < 1 ? null : { name: text.slice(1, end), rest: text.slice(end + 1) };
}

function newThread(name: string, rest: string, line: number, lines: number): JavaThread {
  return {
    name,
    state: null,
    detail: null,
    daemon: /\bdaemon\b/.test(rest),
    waitsFor: null,
    waiting: null,
    holds: [],
    stack: [],
    line,
    lines,
  };
}

/** As printed, so that it can be searched for. */
function lockId(hex: string): string {
  return `0x${hex.toLowerCase()}`;
}

/** All dumps in a text. */
export function threadDumps(text: string): ThreadDump[] {
  const reader = new ThreadDumpReader();
  for (const line of text.split(/\r?\n/)) reader.push(line);
  return reader.dumps;
}
