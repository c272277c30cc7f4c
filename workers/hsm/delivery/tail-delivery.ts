import type { DeliveredEvent, DeliveryReader } from './delivered';

/**
 * What stands before a message: the time in UTC and the stream, in colours where they were asked for. The short form has
 * neither a zone nor the stream; whole seconds have no fraction in the form of JSON.
 */
const HEAD =
  /^(?:\x1b\[\d+m)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{6})?)(?:(?:\x1b\[0m)?(?: |$)|\+00:00(?:\x1b\[0m)? (?:\x1b\[\d+m)?([^ \x1b]{1,512})(?:\x1b\[0m)?(?: |$))/; // eslint-disable-line no-control-regex
/** The beginning of a message of an HSM, or of the stream that is named after the cluster. */
const HSM_MESSAGE = /^(?:Time[ \t]*:[ \t]*\d\d\/\d\d\/|\s*\{\s*"(?:object_handle|op_code)"\s*:)/;
/** A message as long as this is none, in characters. */
const MAX_MESSAGE = 4 * 1024 * 1024;

/** Whether a text begins as the output of `aws logs tail` over the log group of a CloudHSM cluster does. */
export function isTail(text: string): boolean {
  const end = text.indexOf('\n');
  const head = HEAD.exec(end < 0 ? text : text.slice(0, end).replace(/\r$/, ''));
  return head !== null && HSM_MESSAGE.test(text.slice(head[0].length));
}

/** Reads what `aws logs tail` writes, in the forms `detailed` (its default), `short` and `json`. */
export class TailDelivery implements DeliveryReader {
  readonly #found: (event: DeliveredEvent) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';
  /** The event under way, and the lines of its message. */
  #event: DeliveredEvent | null = null;
  #lines: string[] = [];
  #length = 0;
  #problem: string | null = null;

  constructor(found: (event: DeliveredEvent) => void) {
    this.#found = found;
  }

  push(bytes: Uint8Array, final: boolean): string | null {
    if (this.#problem !== null) return this.#problem;
    const lines = (this.#rest + this.#decoder.decode(bytes, { stream: !final })).split('\n');
    this.#rest = final ? '' : lines.pop()!;
    for (const line of lines) this.#take(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (this.#rest.length > MAX_MESSAGE) this.#problem = 'a line is too long';
    if (final || this.#problem !== null) this.#end();
    return this.#problem;
  }

  #take(line: string): void {
    if (this.#problem !== null) return;
    const head = HEAD.exec(line);
    if (head) {
      this.#end();
      const timestamp = Date.parse(`${head[1]}Z`);
      this.#event = {
        stream: head[2] ?? null,
        group: null,
        message: '',
        timestamp: Number.isNaN(timestamp) ? null : timestamp,
      };
    }
    const text = head ? line.slice(head[0].length) : line;
    this.#length += text.length + 1;
    if (this.#length > MAX_MESSAGE) this.#problem = 'a message is too long';
    else this.#lines.push(text);
  }

  #end(): void {
    const event = this.#event;
    const [first = '', second = ''] = this.#lines;
    if (event) {
      // JSON is written over several lines, behind a first one that is empty; no text in it goes over a line's end.
      const isPretty = first.trim() === '' && second.startsWith('{');
      const message = isPretty ? this.#lines.map((line) => line.trim()).join(' ') : this.#lines.join('\n');
      this.#found({ ...event, message: message.trim() });
    }
    this.#event = null;
    this.#lines = [];
    this.#length = 0;
  }
}

/** Outputs with the events that they must give. They are the reader's tests. */
export const samples: { title: string; text: string; expect: DeliveredEvent[] }[] = [
  {
    title: 'detailed, two streams, a line for each field',
    text:
      '2018-01-24T00:39:30.841000+00:00 hsm-abcde123456 Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\n' +
      'Sequence No : 0x1\nOpcode : CN_GENERATE_KEY (0x17)\n' +
      '2018-01-24T00:39:30.900000+00:00 hsm-zyxwv987654 Time: 01/24/18 00:39:30.408950, usecs:1516754370408950\n' +
      'Sequence No : 0xe\n',
    expect: [
      {
        stream: 'hsm-abcde123456',
        group: null,
        message:
          'Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\nSequence No : 0x1\nOpcode : CN_GENERATE_KEY (0x17)',
        timestamp: 1516754370841,
      },
      {
        stream: 'hsm-zyxwv987654',
        group: null,
        message: 'Time: 01/24/18 00:39:30.408950, usecs:1516754370408950\nSequence No : 0xe',
        timestamp: 1516754370900,
      },
    ],
  },
  {
    title: 'short: nothing names the stream',
    text: '2018-01-24T00:39:30 Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\r\nSequence No : 0x1\r\n',
    expect: [
      {
        stream: null,
        group: null,
        message: 'Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\nSequence No : 0x1',
        timestamp: 1516754370000,
      },
    ],
  },
  {
    title: 'json: a message of JSON over several lines, an event of an HSM as it is, a whole second',
    text:
      '2024-09-04T20:41:23.671000+00:00 cluster-likphkxygsn \n{\n    "object_handle": 463180677312929947,\n' +
      '    "op_code": "CreateObject",\n    "response": "OK"\n}\n' +
      '2024-09-04T20:41:25+00:00 hsm-abcde123456 Time: 09/04/24 20:41:24.999000, usecs:1725482484999000\nSequence No : 0x1',
    expect: [
      {
        stream: 'cluster-likphkxygsn',
        group: null,
        message: '{ "object_handle": 463180677312929947, "op_code": "CreateObject", "response": "OK" }',
        timestamp: 1725482483671,
      },
      {
        stream: 'hsm-abcde123456',
        group: null,
        message: 'Time: 09/04/24 20:41:24.999000, usecs:1725482484999000\nSequence No : 0x1',
        timestamp: 1725482485000,
      },
    ],
  },
  {
    title: 'in colours',
    text:
      '\x1b[32m2018-01-24T00:39:30.841000+00:00\x1b[0m \x1b[36mhsm-abcde123456\x1b[0m ' +
      'Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\nSequence No : 0x1\n',
    expect: [
      {
        stream: 'hsm-abcde123456',
        group: null,
        message: 'Time: 01/24/18 00:39:30.328334, usecs:1516754370328334\nSequence No : 0x1',
        timestamp: 1516754370841,
      },
    ],
  },
];
