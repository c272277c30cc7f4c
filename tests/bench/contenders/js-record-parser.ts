/**
 * A JavaScript parser of the same fields into the same columns, as one would write it with TextDecoder, RegExp and
 * Map: what the kernel's parser is measured against. It knows hostd and vmkernel of ESXi 8.
 */

const CHUNK_ROWS = 65_536;
const LEVELS: Record<string, number> = { Db: 2, In: 3, No: 4, Wa: 5, Er: 6, Cr: 7, Al: 8, Em: 8 };

/** Groups: time, level, marker, process, pid, arrow, component, opID, sid, user. */
const HOSTD =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?)\d*Z (\w\w)\(\d+\)(\+|\[\+\])? +([^[ ]+)\[([^\]]+)\]: (?:(-->)|\[\w+@\d+ sub=(.*?)(?: item=.*?)?(?: opID=([^ \]]*).*?)?(?: sid=([^ \]]*).*?)?(?: user=(.*?))?(?: update=.*?)?(?: reason=.*?)?\](?: |$))?/;
/** Groups: time, level, process, world, opID, component. */
const VMKERNEL =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?)\d*Z (\w\w)\(\d+\) ([^: ]+): (?:cpu\d+:(\d+)(?: opID=([^)]*))?\))?(?:WARNING: ?|ALERT: ?|<[0-7]>)?(?:([A-Za-z][^: ]*): )?/;
const BARE_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?)\d*Z(?:: | )/;
const ASCII = /^[\0-\x7f]*$/;

export class JsColumns {
  readonly time = new Float64Array(CHUNK_ROWS);
  readonly offset = new Uint32Array(CHUNK_ROWS);
  readonly line = new Uint32Array(CHUNK_ROWS);
  readonly pid = new Uint32Array(CHUNK_ROWS);
  readonly component = new Uint32Array(CHUNK_ROWS);
  readonly opId = new Uint32Array(CHUNK_ROWS);
  readonly sid = new Uint32Array(CHUNK_ROWS);
  readonly process = new Uint16Array(CHUNK_ROWS);
  readonly user = new Uint16Array(CHUNK_ROWS);
  readonly flags = new Uint8Array(CHUNK_ROWS);
}

class Interned {
  readonly #ids = new Map<string, number>();
  id(text: string | undefined): number {
    if (!text) return 0;
    let id = this.#ids.get(text);
    if (id === undefined) this.#ids.set(text, (id = this.#ids.size + 1));
    return id;
  }
}

export class JsRecordParser {
  rows = 0;
  readonly chunks: JsColumns[] = [];
  readonly #process = new Interned();
  readonly #pid = new Interned();
  readonly #component = new Interned();
  readonly #opId = new Interned();
  readonly #sid = new Interned();
  readonly #user = new Interned();
  #columns!: JsColumns;
  #offset = 0;
  #line = 0;

  /** Parses one file, offered in pieces. */
  parse(text: Uint8Array, kind: 'hostd' | 'vmkernel', pieceBytes: number): void {
    const decoder = new TextDecoder();
    const parseLine = kind === 'hostd' ? this.#hostd : this.#vmkernel;
    this.#offset = 0;
    this.#line = 0;
    let rest = '';
    for (let at = 0; at < text.length; at += pieceBytes) {
      const piece = text.subarray(at, at + pieceBytes);
      const all = rest + decoder.decode(piece, { stream: true });
      const ascii = all.length === piece.length + rest.length && ASCII.test(rest);
      let from = 0;
      for (let end = all.indexOf('\n'); end >= 0; end = all.indexOf('\n', from)) {
        this.#take(parseLine, all.slice(from, end), ascii);
        from = end + 1;
      }
      rest = all.slice(from);
    }
    if (rest) this.#take(parseLine, rest, false);
  }

  #take(parseLine: (line: string) => void, line: string, ascii: boolean): void {
    this.#line++;
    parseLine.call(this, line);
    this.#offset += 1 + (ascii || ASCII.test(line) ? line.length : new TextEncoder().encode(line).length);
  }

  #row(time: string, flags: number): number {
    const row = this.rows++ % CHUNK_ROWS;
    if (row === 0) this.chunks.push((this.#columns = new JsColumns()));
    const columns = this.#columns;
    columns.time[row] = Date.parse(`${time}Z`);
    columns.offset[row] = this.#offset;
    columns.line[row] = this.#line;
    columns.flags[row] = flags;
    return row;
  }

  #hostd(line: string): void {
    const found = HOSTD.exec(line);
    if (!found) return this.#bare(line);
    if (found[3] || found[6]) return; // belongs to the record above
    const row = this.#row(found[1]!, LEVELS[found[2]!] ?? 0);
    const columns = this.#columns;
    columns.process[row] = this.#process.id(found[4]);
    columns.pid[row] = this.#pid.id(found[5]);
    columns.component[row] = this.#component.id(found[7]);
    columns.opId[row] = this.#opId.id(found[8]);
    columns.sid[row] = this.#sid.id(found[9]);
    columns.user[row] = this.#user.id(found[10]);
  }

  #vmkernel(line: string): void {
    const found = VMKERNEL.exec(line);
    if (!found) return this.#bare(line);
    const row = this.#row(found[1]!, LEVELS[found[2]!] ?? 0);
    const columns = this.#columns;
    columns.process[row] = this.#process.id(found[3]);
    columns.pid[row] = this.#pid.id(found[4]);
    columns.opId[row] = this.#opId.id(found[5]);
    columns.component[row] = this.#component.id(found[6]);
  }

  #bare(line: string): void {
    const found = BARE_TIME.exec(line);
    if (found) this.#row(found[1]!, 0);
  }
}
