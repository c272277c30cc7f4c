import { describe, expect, it } from 'vitest';
import type { InflateExports } from '../../workers/kernel/inflate';
import { BitWriter, lengthsOf } from './bit-writer';
import { inflate, type Result } from './inflating';
import { freshKernel } from './kernel';
import { referenceInflate, type ReferenceResult } from './reference-inflate';

describe('what zlib refuses is refused, and what it takes is taken', async () => {
  const kernel = await freshKernel<InflateExports>();

  // The literal "a" in one bit, the end of the block in the other.
  const twoSymbols = lengthsOf(257, { 97: 1, 256: 1 });
  const text = (result: Result): string => Buffer.from(result.output).toString('latin1');
  const oneLength = lengthsOf(258, { 97: 2, 98: 2, 256: 2, 257: 2 });

  it.each<[string, BitWriter, ReferenceResult['end'], string, string]>([
    ['block type 3', new BitWriter().number(1, 1).number(3, 2), 'corrupt', '', 'invalid block type'],
    [
      'a stored length without its complement',
      new BitWriter().number(1, 3).align().number(5, 16).number(5, 16).number(0, 16),
      'corrupt',
      '',
      'length of a stored block does not match its complement',
    ],
    [
      '287 literal codes',
      new BitWriter().dynamic(true, lengthsOf(287, { 97: 1, 256: 1 }), [1]),
      'corrupt',
      '',
      'too many length or distance symbols',
    ],
    [
      '31 distance codes',
      new BitWriter().dynamic(true, twoSymbols, lengthsOf(31, { 0: 1 })),
      'corrupt',
      '',
      'too many length or distance symbols',
    ],
    [
      'an incomplete code of code lengths',
      new BitWriter().number(5, 3).number(0, 14).number(1, 3).number(0, 9),
      'corrupt',
      '',
      'invalid set of code lengths',
    ],
    [
      'an over-subscribed code of code lengths',
      new BitWriter().number(5, 3).number(0, 14).number(1, 3).number(1, 3).number(1, 3).number(0, 3),
      'corrupt',
      '',
      'invalid set of code lengths',
    ],
    [
      'a repetition of nothing',
      // code lengths 16 and 17, one bit each; the first is 16
      new BitWriter()
        .number(5, 3)
        .number(0, 14)
        .number(1, 3)
        .number(1, 3)
        .number(0, 6)
        .code('0')
        .number(0, 16),
      'corrupt',
      '',
      'invalid repetition of a code length',
    ],
    [
      'a repetition past the end',
      // code lengths 17 and 18, one bit each; 138 zeros twice are more than 258
      new BitWriter()
        .number(5, 3)
        .number(0, 14)
        .number(0, 3)
        .number(1, 3)
        .number(1, 3)
        .number(0, 3)
        .code('1')
        .number(127, 7)
        .code('1')
        .number(127, 7)
        .number(0, 8),
      'corrupt',
      '',
      'invalid repetition of a code length',
    ],
    [
      'no end of block',
      new BitWriter().dynamic(true, lengthsOf(257, { 97: 1, 98: 1 }), [1]),
      'corrupt',
      '',
      'no code for the end of the block',
    ],
    [
      'an over-subscribed literal code',
      new BitWriter().dynamic(true, lengthsOf(257, { 97: 1, 98: 1, 256: 1 }), [1]),
      'corrupt',
      '',
      'invalid set of literal and length codes',
    ],
    [
      'an incomplete literal code',
      new BitWriter().dynamic(true, lengthsOf(257, { 97: 2, 256: 1 }), [1]),
      'corrupt',
      '',
      'invalid set of literal and length codes',
    ],
    [
      'a lone literal code of two bits',
      new BitWriter().dynamic(true, lengthsOf(257, { 256: 2 }), [1]),
      'corrupt',
      '',
      'invalid set of literal and length codes',
    ],
    [
      'an over-subscribed distance code',
      new BitWriter().dynamic(true, twoSymbols, [1, 1, 1]),
      'corrupt',
      '',
      'invalid set of distance codes',
    ],
    [
      'an incomplete distance code',
      new BitWriter().dynamic(true, twoSymbols, [2, 2]),
      'corrupt',
      '',
      'invalid set of distance codes',
    ],
    [
      'a lone end of block',
      new BitWriter().dynamic(true, lengthsOf(257, { 256: 1 }), [0]).code('0'),
      'end',
      '',
      '',
    ],
    [
      'the other bit of a lone end of block',
      new BitWriter().dynamic(true, lengthsOf(257, { 256: 1 }), [0]).code('1'),
      'corrupt',
      '',
      'invalid literal or length code',
    ],
    [
      'no distance code, none used',
      new BitWriter().dynamic(true, twoSymbols, [0]).code('0').code('0').code('1'),
      'end',
      'aa',
      '',
    ],
    [
      'no distance code, one used',
      new BitWriter().dynamic(true, oneLength, [0]).code('00').code('01').code('11').code('0'),
      'corrupt',
      'ab',
      'invalid distance code',
    ],
    [
      'a lone distance code of one bit',
      new BitWriter().dynamic(true, oneLength, [1]).code('00').code('01').code('11').code('0').code('10'),
      'end',
      'abbbb',
      '',
    ],
    [
      'the other bit of a lone distance code',
      new BitWriter().dynamic(true, oneLength, [1]).code('00').code('01').code('11').code('1').code('10'),
      'corrupt',
      'ab',
      'invalid distance code',
    ],
    [
      'a lone distance code of two bits',
      new BitWriter().dynamic(true, oneLength, [2]),
      'corrupt',
      '',
      'invalid set of distance codes',
    ],
    [
      'fixed length code 286',
      new BitWriter().number(3, 3).fixed(97).fixed(286).number(0, 8),
      'corrupt',
      'a',
      'invalid literal or length code',
    ],
    [
      'fixed distance code 30',
      new BitWriter().number(3, 3).fixed(97).fixed(257).fixedDistance(30).number(0, 8),
      'corrupt',
      'a',
      'invalid distance code',
    ],
    [
      'a distance to before the start',
      new BitWriter().number(3, 3).fixed(97).fixed(257).fixedDistance(1).fixed(256),
      'corrupt',
      'a',
      'distance reaches back before the start',
    ],
    [
      'a distance to the start',
      new BitWriter().number(3, 3).fixed(97).fixed(257).fixedDistance(0).fixed(98).fixed(256),
      'end',
      'aaaab',
      '',
    ],
    [
      'both ways to say 258',
      new BitWriter()
        .number(3, 3)
        .fixed(97)
        .fixed(284)
        .number(31, 5)
        .fixedDistance(0)
        .fixed(285)
        .fixedDistance(0)
        .fixed(256),
      'end',
      'a'.repeat(517),
      '',
    ],
    [
      'an empty stored block',
      new BitWriter().number(1, 3).align().number(0, 16).number(0xffff, 16),
      'end',
      '',
      '',
    ],
  ])('%s', (name, writer, end, output, fault) => {
    // With and without room behind it, so that the fast loop sees it and the careful one does too.
    for (const padding of [0, 64]) {
      const data = Buffer.concat([writer.bytes(), new Uint8Array(padding)]);
      expect(referenceInflate(data)).toMatchObject({ end });
      for (const way of [{}, { pieces: [1] }, { windowBytes: 1 }]) {
        const result = inflate(kernel, data, way);
        expect([result.end, text(result)], name).toEqual([end, output]);
        if (fault) expect(result.fault).toBe(fault);
      }
    }
  });
});
