import { deflateRawSync, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DumpInspection, type InspectionOptions, PIECE_BYTES } from '../../workers/dump/inspect';
import type { InflateExports } from '../../workers/kernel/inflate';
import type { RecordsExports } from '../../workers/kernel/records';
import { freshKernel } from './kernel';
import { randomBytes } from './sample-bytes';

const kernel = await freshKernel<InflateExports & RecordsExports>();

const options: InspectionOptions = { contentType: 'vmware.vmkernel.dump', filter: '', strings: 1000 };

function inspected(dump: Uint8Array, size = PIECE_BYTES, more: Partial<InspectionOptions> = {}) {
  const inspection = new DumpInspection(kernel, { ...options, ...more });
  for (let at = 0; at < dump.length; at += size) inspection.push(dump.subarray(at, at + size));
  inspection.end();
  return inspection;
}

const linesOf = (inspection: DumpInspection) =>
  inspection.log.logs.map(({ format, text }) => [format.id, Buffer.from(text).toString()]);

const vmkernel = (count: number, day = '17') =>
  Array.from(
    { length: count },
    (_, i) =>
      `2015-08-${day}T14:${String(10 + (i % 50)).padStart(2, '0')}:25.710Z cpu2:1075473)NMP: nmp_Step:${i}: path ${(i * 7919) % 1000} of the device`,
  ).join('\n') + '\n';
const HOSTD =
  '2016-11-22T18:24:05.312Z info hostd[89E02B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=8F] Event 117 : User root logged in\n--> second line of it\n-->\n';
const PSOD = [
  '#PF Exception 14 in world 1075473:vmm0:web01 IP 0x418014a7b71a addr 0x0',
  '2015-08-17T14:19:25.710Z cpu2:1075473)@BlueScreen: PCPU 3 locked up. Failed to ack TLB invalidate.',
  '2015-08-17T14:19:25.711Z cpu2:1075473)Code start: 0x418014a00000 VMK uptime: 25:06:19:56.440',
  '0x4122e445b4d8:[0x418014a7b71a]PanicvPanicInt@vmkernel#nover+0x61 stack: 0x3000000008',
  'cpu3:1075474)0x4122e445b5b8:[0x418014a7bf1b]Panic@vmkernel#nover+0xae stack: 0x4122e445b680',
].join('\n');

describe('a dump', () => {
  it.each([1, 7, 1000, PIECE_BYTES])('gives log lines of zlib streams among noise, pieces of %i', (size) => {
    const first = deflateSync(vmkernel(300));
    const second = deflateSync(Buffer.from(HOSTD.repeat(40)), { level: 1 });
    const third = deflateSync(vmkernel(40, '18'), { level: 0 });
    const noise = [3001, 20_011, 900, 5000].map((bytes, i) => Buffer.from(randomBytes(bytes, i + 1)));
    const dump = Buffer.concat([noise[0]!, first, noise[1]!, second, noise[2]!, third, noise[3]!]);
    const inspection = inspected(dump, size);
    expect(inspection.kind).toBe('zdump');
    expect(inspection.bytes).toBe(dump.length);
    const whole = inspection.streams.filter(({ state }) => state === 'whole');
    expect(whole.map(({ offset, bytes }) => [offset, bytes])).toEqual([
      [3001, first.length],
      [3001 + first.length + 20_011, second.length],
      [3001 + first.length + 20_011 + second.length + 900, third.length],
    ]);
    expect(linesOf(inspection)).toEqual([
      ['vmkernel', vmkernel(300) + vmkernel(40, '18')],
      ['vmacore', HOSTD.repeat(40)],
    ]);
    const [kernelLog] = inspection.log.logs;
    expect(kernelLog!.place(0)).toEqual({ offset: 3001, inflatedAt: 0 });
    expect(kernelLog!.place(1)).toEqual({ offset: 3001, inflatedAt: vmkernel(1).length });
    expect(inspection.log.span(Date.UTC(2020, 0))).toEqual({
      first: Date.parse('2015-08-17T14:10:25.710Z'),
      last: Date.parse('2016-11-22T18:24:05.312Z'),
    });
    expect(inspection.warnings('x')).toEqual([]);
  });

  it('has plain text in its memory, an ELF core too', () => {
    const header = Buffer.alloc(64);
    header.write('\x7fELF\x02\x01\x01', 'latin1');
    header.writeUInt16LE(4, 16);
    const dump = Buffer.concat([
      header,
      Buffer.alloc(5000),
      Buffer.from('\x05\x01abc' + vmkernel(20)),
      Buffer.alloc(100),
      Buffer.from('\x13' + HOSTD + '\0' + PSOD + '\0'),
    ]);
    const inspection = inspected(dump);
    expect(inspection.kind).toBe('elf-core');
    const [kernelLog, hostd] = linesOf(inspection);
    expect(kernelLog![1]).toBe(vmkernel(20) + PSOD.split('\n').slice(1).join('\n') + '\n');
    expect(hostd).toEqual(['vmacore', HOSTD]);
    expect(inspection.log.logs[0]!.place(0)).toEqual({ offset: 64 + 5000 + 5, inflatedAt: null });
    expect(inspection.crash.lines.map(({ text }) => text)).toEqual(PSOD.split('\n'));
    const at = dump.indexOf('#PF Exception');
    expect(inspection.crash.lines[0]!.offset).toBe(at);
  });

  it('lists strings with their offsets, UTF-8 and UTF-16 too, as the filter says', () => {
    const wide = Buffer.from('wide Löwe text', 'latin1');
    const utf16 = Buffer.from('C:\\Windows\\System32', 'utf16le');
    const dump = Buffer.concat([
      Buffer.from([0, 1, 2]),
      Buffer.from('naïve Grüße 你好'),
      Buffer.from([0, 0]),
      utf16,
      Buffer.from([0, 0, 1]),
      wide,
      Buffer.from('\0short\0'),
      Buffer.from('the last one'),
    ]);
    const found = inspected(dump).strings;
    expect(found.first.map(({ offset, text, encoding }) => [offset, text, encoding])).toEqual([
      [3, 'naïve Grüße 你好', 'utf-8'],
      [dump.indexOf(utf16), 'C:\\Windows\\System32', 'utf-16le'],
      [dump.indexOf('wide L'), 'wide L', 'utf-8'],
      [dump.indexOf('we text'), 'we text', 'utf-8'],
      [dump.indexOf('the last'), 'the last one', 'utf-8'],
    ]);
    const filtered = inspected(dump, 3, { filter: 'WINDOWS' }).strings;
    expect([filtered.total, filtered.first.map(({ text }) => text)]).toEqual([1, ['C:\\Windows\\System32']]);
    const few = inspected(dump, 5, { strings: 1 }).strings;
    expect([few.total, few.first.length, few.isCut]).toEqual([5, 1, true]);
  });

  it('gives what a cut or damaged stream had before the fault, and says so', () => {
    const stream = deflateSync(vmkernel(20_000));
    const cut = inspected(Buffer.concat([Buffer.alloc(500), stream.subarray(0, stream.length - 2000)]));
    expect(cut.streams).toMatchObject([{ offset: 500, state: 'cut' }]);
    expect(cut.log.lines).toBeGreaterThan(5000);
    expect(vmkernel(20_000).startsWith(linesOf(cut)[0]![1]!.slice(0, 100_000))).toBe(true);
    expect(cut.warnings('x').map(({ code }) => code)).toEqual(['zlib-broken']);
    const damaged = Buffer.concat([
      Buffer.alloc(500),
      stream,
      Buffer.alloc(100),
      deflateSync(vmkernel(30, '19')),
    ]);
    damaged.fill(0xff, 500 + 20_000, 500 + 20_100);
    const found = inspected(damaged);
    expect(found.streams[0]).toMatchObject({ offset: 500, state: 'damaged' });
    // What lies behind is still found.
    expect(found.streams.at(-1)).toMatchObject({ state: 'whole', inflatedBytes: vmkernel(30).length });
    const wrongSum = Buffer.from(stream);
    wrongSum[stream.length - 1]! ^= 1;
    expect(inspected(wrongSum).streams).toMatchObject([{ offset: 0, state: 'damaged' }]);
  });

  it('joins the lines of memory that was packed page by page, and of no other streams', () => {
    const text = Buffer.from(vmkernel(400));
    const pages = (gap: number, size: number) =>
      Array.from({ length: Math.ceil(text.length / size) }, (_, i) =>
        Buffer.concat([Buffer.alloc(gap, 3), deflateSync(text.subarray(i * size, (i + 1) * size))]),
      );
    for (const gap of [0, 24]) {
      const found = inspected(Buffer.concat(pages(gap, 4096)));
      expect(linesOf(found)).toEqual([['vmkernel', vmkernel(400)]]);
      const line = vmkernel(60).length - vmkernel(59).length;
      const [lines] = found.log.logs;
      const place = lines!.place(vmkernel(400).slice(0, 4096).split('\n').length - 1);
      expect(place.offset).toBe(gap);
      expect(place.inflatedAt).toBeGreaterThan(4096 - 2 * line);
      expect(place.inflatedAt).toBeLessThan(4096);
      const second = lines!.place(vmkernel(400).slice(0, 4096).split('\n').length);
      expect(second.offset).toBe(found.streams[1]!.offset);
      expect(second.inflatedAt).toBeLessThan(line + 2);
    }
    // Far apart, or of another size: who knows what belongs together.
    for (const streams of [pages(500, 4096), pages(0, 4000)]) {
      const [[, lines]] = linesOf(inspected(Buffer.concat(streams))) as [[string, string]];
      expect(lines).not.toBe(vmkernel(400));
      expect(lines.split('\n').length).toBeGreaterThan(380);
    }
  });

  it('is not led astray by headers that begin nothing', () => {
    const headers = Buffer.concat(
      Array.from({ length: 4000 }, (_, i) => Buffer.from([0x78, [0x01, 0x5e, 0x9c, 0xda][i % 4]!, i & 0xff])),
    );
    const real = deflateSync(vmkernel(50));
    const found = inspected(Buffer.concat([headers, real, headers]));
    expect(found.streams.filter(({ state }) => state === 'whole')).toMatchObject([
      { offset: headers.length },
    ]);
    expect(linesOf(found)).toEqual([['vmkernel', vmkernel(50)]]);
  });

  it('looks into noise in linear time, and finds nothing', () => {
    const noise = Buffer.from(randomBytes(4 * 1024 * 1024, 9));
    const found = inspected(noise);
    expect(found.streams).toEqual([]);
    expect(found.log.lines).toBe(0);
    expect(found.lookedFor.join(' ')).toMatch(/zlib.*VMkernel.*@BlueScreen/);
  });

  it('ends the search in what was made to be tried again and again, and says so', () => {
    // Blocks of nothing, and now and then one whose two bytes begin another such stream: each runs to the end.
    const nothing = Buffer.from([0, 0, 0, 0xff, 0xff]);
    const header = Buffer.from([0, 2, 0, 0xfd, 0xff, 0x78, 0x01]);
    const unit = Buffer.concat([...Array.from({ length: 40 }, () => nothing), header]);
    const dump = Buffer.concat(Array.from({ length: 8000 }, () => unit));
    const start = performance.now();
    const found = inspected(dump);
    expect(performance.now() - start).toBeLessThan(10_000);
    expect(found.bytes).toBe(dump.length);
    expect(found.warnings('x').map(({ code }) => code)).toEqual(['zlib-search-ended']);
  });

  it('ends at output out of all proportion', () => {
    const bomb = deflateSync(Buffer.alloc(150 * 1024 * 1024), { level: 9 });
    const found = inspected(Buffer.concat([bomb, bomb, Buffer.from(vmkernel(3))]));
    const [warning] = found.warnings('x');
    expect(warning).toMatchObject({ code: 'zlib-search-ended', offset: bomb.length });
    expect(found.streams).toMatchObject([{ state: 'whole' }, { state: 'cut' }]);
    // The rest is still looked through as it lies there.
    expect(linesOf(found)).toEqual([['vmkernel', vmkernel(3)]]);
  });

  it('takes streams of any window, and no text for one', () => {
    const small = deflateSync(vmkernel(30), { windowBits: 9 });
    const found = inspected(Buffer.concat([Buffer.from('8O 8O 8O XG hello '), small]));
    expect(found.streams).toMatchObject([{ offset: 18, state: 'whole' }]);
    expect(inspected(deflateRawSync(vmkernel(30))).streams).toEqual([]);
  });
});
