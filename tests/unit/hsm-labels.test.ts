import { describe, expect, test } from 'vitest';
import { EventSplitter } from '../../workers/hsm/event-splitter';
import { exactNumber, namedCode, responseValue } from '../../workers/hsm/event-values';
import { eventFields } from '../../workers/hsm/labels';
import { streamOfPath } from '../../workers/hsm/stream-name';

const fields = (text: string) => Object.fromEntries(eventFields(text));

describe('fields of an event', () => {
  test('values hold colons and apostrophes', () => {
    expect(
      fields(
        "Time: 01/24/18 17:41:39.037255, usecs:1516815699037255 Response : 206:HSM Error: This user doesn't exist Log type : MGMT_USER_DETAILS_LOG (2) User Name : a: b User Type : CN_CRYPTO_USER (1)",
      ),
    ).toEqual({
      Time: '01/24/18 17:41:39.037255, usecs:1516815699037255',
      Response: "206:HSM Error: This user doesn't exist",
      'Log type': 'MGMT_USER_DETAILS_LOG (2)',
      'User Name': 'a: b',
      'User Type': 'CN_CRYPTO_USER (1)',
    });
  });

  test.each(['Label : v', 'Label: v', 'Label\t: v', 'Label\t\t: v', 'Label\t\t\t: v', 'Label:v'])(
    '%j',
    (form) => {
      const line = form.replace('Label', 'Sequence No').replace('v', '0x1d');
      expect(fields(`Time: x\r\n\r\n${line}\r\n`)['Sequence No']).toBe('0x1d');
      expect(fields(`Time: x, usecs:1 ${line} Opcode : CN_LOGIN (0xd)`)).toMatchObject({
        'Sequence No': '0x1d',
        Opcode: 'CN_LOGIN (0xd)',
      });
    },
  );

  test('newer hardware: other labels, another order, no tail taken for a label', () => {
    const newer = [
      'Time: 01/24/25 17:41:39.037255, usecs:1737740499037255',
      'Version No : 0x2',
      'Sequence No : 0x4',
      'Reboot counter : 0x107',
      'Opcode : CN_CREATE_USER (0x3)',
      'Command Type(hex) : CN_MGMT_CMD (0x0)',
      'User id : 3',
      'Session Handle : 0xc008002',
      'Response : 0:HSM Return: SUCCESS',
      'Log type : MGMT_USER_DETAILS_LOG (2)',
      'Key Handle : 12',
      'local time : 01/24/25 17:41:39, usec:37255',
      'propagation delay : usec:12',
      'Target User Name : bob the builder',
      'Target User Type : CN_CRYPTO_USER (1)',
      'Made Up Label : one two: three',
    ];
    const expected = {
      Time: '01/24/25 17:41:39.037255, usecs:1737740499037255',
      'Key Handle': '12',
      Opcode: 'CN_CREATE_USER (0x3)',
      'Command Type(hex)': 'CN_MGMT_CMD (0x0)',
      'User id': '3',
      'local time': '01/24/25 17:41:39, usec:37255',
      'Target User Name': 'bob the builder',
      'Target User Type': 'CN_CRYPTO_USER (1)',
    };
    const byLine = fields(newer.join('\n'));
    expect(byLine).toMatchObject({ ...expected, 'Made Up Label': 'one two: three' });
    expect(byLine).not.toHaveProperty('Public Key Handle');
    expect(byLine).not.toHaveProperty('User Name');
    expect(fields(newer.slice(0, -1).join(' '))).toEqual(fields(newer.slice(0, -1).join('\n')));
    expect(fields('Time: x, usecs:1 Priv/Secret Key Handle : 7 Public Key Handle : 8')).toEqual({
      Time: 'x, usecs:1',
      'Priv/Secret Key Handle': '7',
      'Public Key Handle': '8',
    });
  });

  test('an unknown label in one line is kept behind a value that has an end', () => {
    expect(
      fields('Time: x, usecs:1 Log type : MINIMAL_LOG_ENTRY (0) Fancy Label : FOO (7) Other : 9'),
    ).toEqual({
      Time: 'x, usecs:1',
      'Log type': 'MINIMAL_LOG_ENTRY (0)',
      'Fancy Label': 'FOO (7)',
      Other: '9',
    });
  });

  test('a name that looks like a label on a line of its own stays a name', () => {
    expect(fields('Time: x\nUser Name : Opcode : CN_ZEROIZE\nOpcode : CN_LOGIN (0xd)')).toMatchObject({
      'User Name': 'Opcode : CN_ZEROIZE',
      Opcode: 'CN_LOGIN (0xd)',
    });
    expect(fields('Time: x\n__proto__ : 1').constructor).toBe(Object);
  });

  test('much rubbish takes no time', () => {
    const started = performance.now();
    for (const rubbish of [
      'a '.repeat(30_000),
      'x:'.repeat(30_000),
      ' \t'.repeat(30_000),
      'Key '.repeat(16_000),
    ]) {
      eventFields(`Time: ${rubbish}`);
      eventFields(`Time: x\n${rubbish}`);
      eventFields(`Time: x Opcode : A (1) ${rubbish}`);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe('values', () => {
  test('are exact and null where they are not there', () => {
    expect(namedCode('CN_LOGIN (0xd)')).toEqual({ name: 'CN_LOGIN', code: 13, codeText: '0xd' });
    expect(namedCode('CN_NEW')).toEqual({ name: 'CN_NEW', code: null, codeText: null });
    expect(responseValue('0:HSM Return: SUCCESS')).toEqual({
      code: 0,
      text: 'HSM Return: SUCCESS',
      ok: true,
    });
    expect(responseValue('163:HSM Error: X')).toMatchObject({ code: 163, ok: false });
    expect(exactNumber('0xffffffffffffffff')).toBe('18446744073709551615');
    expect(exactNumber('9007199254740993')).toBe('9007199254740993');
    expect(exactNumber('12 monkeys')).toBeNull();
  });
});

describe('a text is cut into events', () => {
  const text =
    '\ufeffrubbish\nTime: 1\r\nSequence No : 0x0\r\n\r\n2026-04-11T22:45:13.513Z Time\t: 2\nlocal time : 3\n1550743671146 Time: 4';
  const whole = [...new EventSplitter().push(text, true)];

  test('where Time begins a line, behind the time of delivery', () => {
    expect(whole).toEqual([
      { line: 2, text: 'Time: 1\r\nSequence No : 0x0\r\n\r\n' },
      { line: 5, text: 'Time\t: 2\nlocal time : 3\n' },
      { line: 7, text: 'Time: 4' },
    ]);
  });

  test('in any pieces', () => {
    for (let cut = 0; cut <= text.length; cut++) {
      const splitter = new EventSplitter();
      const events = [...splitter.push(text.slice(0, cut), false), ...splitter.push(text.slice(cut), true)];
      expect(events, `cut at ${cut}`).toEqual(whole);
    }
    const byLetter = new EventSplitter();
    const letters = Array.from(text, (letter, i) => [...byLetter.push(letter, i === text.length - 1)]).flat();
    expect(letters).toEqual(whole);
  });

  test('a line without end is held within bounds', () => {
    const splitter = new EventSplitter();
    for (let i = 0; i < 200; i++) expect([...splitter.push('x'.repeat(1 << 16), false)]).toEqual([]);
    expect([...splitter.push('\nTime: 1\n', true)]).toEqual([{ line: 2, text: 'Time: 1\n' }]);
    const [long] = [...new EventSplitter().push(`Time: ${'y'.repeat(1 << 20)}`, true)];
    expect(long!.text.length).toBe(64 * 1024);
  });
});

test.each([
  ['hsm-abcde123456.log', 'hsm-abcde123456'],
  ['variants/hsm-abcde123456.field-per-line.txt', 'hsm-abcde123456'],
  ['logs/hsm-nwbbiqbj4jk/000000.gz', 'hsm-nwbbiqbj4jk'],
  ['exports/task/some-stream/000001', 'some-stream'],
  ['cluster-likphkxygsn.json/events.log', 'cluster-likphkxygsn'],
  ['aws-cloudhsm-cluster-likphkxygsn/hsm-nwbbiqbj4jk.txt', 'hsm-nwbbiqbj4jk'],
  ['example-import-other-hsm.log', null],
  ['hsm-certificates.log', null],
  ['hsm-export.log', null],
  ['events.log', null],
])('%s is of stream %s', (path, stream) => expect(streamOfPath(path)).toBe(stream));
