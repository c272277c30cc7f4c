import { describe, expect, test } from 'vitest';
import { bytes, exactBytes, rate } from '../../web/format/bytes';
import { duration } from '../../web/format/duration';
import { day, instant, minute, offset, ticks, timeOfDay } from '../../web/format/instant';
import { counted, number, percent } from '../../web/format/number';
import { queryValue } from '../../web/format/query-text';
import { visible, visibleLine } from '../../web/format/visible';

describe('bytes', () => {
  test.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '0.977 KiB'],
    [1536, '1.5 KiB'],
    [256 * 1024, '256 KiB'],
    [17.2 * 1024 ** 3, '17.2 GiB'],
    [1023.9 * 1024 ** 2, '1 GiB'],
  ])('%d is %s', (value, expected) => expect(bytes(value)).toBe(expected));

  test('exact and per second', () => {
    expect(exactBytes(1_234_567)).toBe('1,234,567 bytes');
    expect(exactBytes(1)).toBe('1 byte');
    expect(rate(312 * 1024 ** 2)).toBe('312 MiB/s');
  });
});

describe('numbers', () => {
  test('are grouped and counted', () => {
    expect(number(1_234_567)).toBe('1,234,567');
    expect(counted(1, 'file')).toBe('1 file');
    expect(counted(2000, 'entry', 'entries')).toBe('2,000 entries');
  });

  test('a share is whole only at the end', () => {
    expect(percent(0.999)).toBe('99%');
    expect(percent(1)).toBe('100%');
  });
});

describe('durations', () => {
  test.each([
    [0.25, '250 ms'],
    [4.2, '4.2 sec'],
    [59.6, '1 min'],
    [200, '3 min 20 sec'],
    [3600, '1 hr'],
    [12 * 86_400 + 4 * 3600 + 59, '12 days 4 hr'],
    [-200, '−3 min 20 sec'],
  ])('%d s is %s', (value, expected) => expect(duration(value)).toBe(expected));
});

describe('instants', () => {
  const at = Date.UTC(2024, 4, 17, 22, 34, 56, 789);

  test('in UTC', () => {
    expect(instant(at, 'UTC')).toBe('2024-05-17 22:34:56.789');
    expect(minute(at, 'UTC')).toBe('2024-05-17 22:34');
    expect(offset(at, 'UTC')).toBe('+00:00');
  });

  test('in a zone, over midnight', () => {
    expect(instant(at, 'Europe/Berlin')).toBe('2024-05-18 00:34:56.789');
    expect(day(at, 'Europe/Berlin')).toBe('2024-05-18');
    expect(timeOfDay(at, 'Asia/Kolkata')).toBe('04:04:56.789');
    expect(offset(at, 'Asia/Kolkata')).toBe('+05:30');
    expect(offset(at, 'America/New_York')).toBe('-04:00');
  });

  test('in a zone without an offset of its own', () => {
    expect(offset(at, 'Africa/Abidjan')).toBe('+00:00');
  });

  test('before 1970 and beyond any date', () => {
    expect(instant(-1, 'Europe/London')).toBe('1970-01-01 00:59:59.999');
    expect(instant(9e15, 'UTC')).toBe('— —');
  });

  test('ticks are round in the zone and no more than asked for', () => {
    const hours = ticks(at, at + 6 * 3.6e6, 6, 'Asia/Kolkata');
    expect(hours.map((tick) => tick.label)).toEqual(['05:00', '06:00', '07:00', '08:00', '09:00', '10:00']);
    const days = ticks(at, at + 5 * 86.4e6, 6, 'UTC');
    expect(days.map((tick) => tick.label)[0]).toBe('2024-05-18');
    expect(ticks(at, at, 5, 'UTC')).toEqual([]);
  });
});

describe('visible text', () => {
  test('leaves ordinary writing alone', () => {
    const plain = 'vmkernel.log – Größe 日本語 العربية 🙂';
    expect(visible(plain)).toBe(plain);
  });

  test('shows control characters', () => {
    expect(visible('a\u001b[31mb\u0000\n\u007f')).toBe('a␛[31mb␀␊␡');
    expect(visible('\u0085')).toBe('‹U+0085›');
  });

  test('shows marks of direction and characters without width', () => {
    expect(visible('exe.\u202egpj')).toBe('exe.‹U+202E›gpj');
    expect(visible('a\u200bb\ufeff\u2066\u061c')).toBe('a‹U+200B›b‹U+FEFF›‹U+2066›‹U+061C›');
    expect(visible('\u{e0041}')).toBe('‹U+E0041›');
  });

  test('shows half characters', () => {
    expect(visible('\ud83d')).toBe('‹U+D83D›');
    expect(visible('\ude42')).toBe('‹U+DE42›');
  });

  test('keeps tabs in lines only', () => {
    expect(visible('a\tb')).toBe('a␉b');
    expect(visibleLine('a\tb\u0007')).toBe('a\tb␇');
  });
});

describe('values of queries', () => {
  test('are quoted when they must be', () => {
    expect(queryValue('var/log/vmkernel.log')).toBe('var/log/vmkernel.log');
    expect(queryValue('my vm')).toBe('"my vm"');
    expect(queryValue('a"b\\c')).toBe('"a\\"b\\\\c"');
    expect(queryValue('')).toBe('""');
  });
});
