import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { OlderEncodings } from '../../workers/redaction/older-encodings';
import { TextRedaction } from '../../workers/redaction/packed-texts';
import { redactor } from '../../workers/redaction/redactor';
import { NAMES, text } from './redaction-texts';

async function through(content: string, cuts: readonly number[]): Promise<{ out: string; changed: boolean }> {
  const replacer = redactor({}, NAMES);
  const redaction = new TextRedaction(() => replacer.file());
  const bytes = Buffer.from(content);
  const parts: Uint8Array[] = [];
  const ends = [...cuts, bytes.length];
  for (const [i, end] of ends.entries()) {
    const chunk = new Uint8Array(bytes.subarray(cuts[i - 1] ?? 0, end));
    for await (const part of redaction.push(chunk, i === ends.length - 1)) parts.push(part);
  }
  return { out: text(Buffer.concat(parts)), changed: redaction.changed };
}

describe('packed texts', () => {
  const packed = gzipSync('seen esx-mistral there').toString('base64');

  it('are redacted wherever they are cut', async () => {
    const content = `{"data":"${packed}","x":"esx-zephyr.corp.quokka.io"}`;
    const whole = (await through(content, [])).out;
    expect(whole).not.toContain(packed.slice(0, 30));
    for (let at = 1; at < content.length; at++) expect((await through(content, [at])).out).toBe(whole);
    const each = Array.from({ length: content.length - 1 }, (_, n) => n + 1);
    expect((await through(content, each)).out).toBe(whole);
  });

  it('do not begin inside of other base64, wherever that is cut', async () => {
    const content = `token Zm9vYmFyH4sIAAAAAAAAA0vPLC4tSk1MKk0FAK6xVwYIAAAAZm9vYmFy end`;
    for (let at = 1; at < content.length; at++) {
      expect(await through(content, [at]), `cut at ${at}`).toEqual({ out: content, changed: false });
    }
  });

  it('that are too long become a placeholder, in time that their length tells', async () => {
    const long = `a "H4sI${'A'.repeat(17 << 20)}" esx-mistral`;
    const cuts = Array.from({ length: (17 << 6) - 1 }, (_, n) => (n + 1) << 14);
    const started = performance.now();
    expect((await through(long, cuts)).out).toBe('a "packed-data-left-out" host-x2');
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('names in Latin-1', () => {
  const look = (content: string, encoding: BufferEncoding, size: number) => {
    const older = new OlderEncodings(NAMES, {}).begin();
    const bytes = Buffer.from(content, encoding);
    let isOlder = false;
    for (let at = 0; at < bytes.length; at += size)
      isOlder = older.look(bytes.subarray(at, at + size)) || isOlder;
    return isOlder;
  };

  it.each(['seen GEHÄLTER-Server there', 'xGehälter-serverx', "O'Brien & söhne"])('%s', (content) => {
    for (const size of [1000, 7, 1]) expect(look(content, 'latin1', size)).toBe(true);
    expect(look(content, 'utf8', 1000)).toBe(false);
  });

  it('are looked for in time that does not depend on their number', () => {
    const names = Array.from(
      { length: 5_000 },
      (_, n) => ({ kind: 'vm-name', text: `Büro-${n * 7919}` }) as const,
    );
    const older = new OlderEncodings(names, {}).begin();
    const started = performance.now();
    for (let n = 0; n < 8; n++) expect(older.look(new Uint8Array(1 << 20).fill(0xe4))).toBe(false);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
