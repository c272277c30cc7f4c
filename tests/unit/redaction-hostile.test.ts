import { describe, expect, it } from 'vitest';
import { redactor } from '../../workers/redaction/redactor';
import { turnBack } from '../../workers/redaction/turn-back';
import { bytes, NAMES, text, through, WORDS } from './redaction-texts';

const fresh = () => redactor({ words: WORDS }, NAMES);
const redacted = (content: string) => text(through(fresh().file(), bytes(content)));

const BASE64 = 'MIIDqzCCApOgAwIBAgIUJk3xjdm8Wv0bm2PpFhQ1xk7rAaQwDQYJKoZIhvcNAQEL';
const BODY = Array.from({ length: 20 }, (_, n) => BASE64.replace('Wv0', `W${n}x`)).join('\n');

describe('hostile texts', () => {
  it('of one line without an end are held back no more than bounded', () => {
    const file = fresh().file();
    const chunk = bytes('x'.repeat(1 << 16));
    let out = 0;
    for (let i = 1; i <= 512; i++) {
      out += file.push(chunk, false).length;
      expect(i * chunk.length - out).toBeLessThan(3 * chunk.length);
    }
    out += file.push(new Uint8Array(0), true).length;
    expect(out).toBe(512 * chunk.length);
    expect(file.changed).toBe(false);
  });

  it('of base64 without an end become one placeholder', () => {
    const file = fresh().file();
    let out = text(file.push(bytes('-----BEGIN CERTIFICATE-----\n'), false));
    const chunk = bytes('QUJD'.repeat(1 << 14));
    for (let i = 0; i < 64; i++) out += text(file.push(chunk, false));
    out += text(file.push(bytes('\n-----END CERTIFICATE-----\nbehind\n'), true));
    expect(out).toBe('-----BEGIN CERTIFICATE-----\nREDACTED\n-----END CERTIFICATE-----\nbehind\n');
  });

  it.each([
    ['NULs', '\0'.repeat(5000) + 'esx-mistral\0'],
    ['colons', ':'.repeat(20_000)],
    ['dots', '1.'.repeat(20_000)],
    ['at signs', 'a@'.repeat(20_000)],
    ['dashes', '-'.repeat(20_000) + 'BEGIN '],
    ['hexadecimal pairs', 'aa:'.repeat(20_000)],
    ['beginnings of names', 'esx-zephy '.repeat(5_000)],
    ['quotes', 'password="'.repeat(5_000)],
    ['labels', 'Serial Number: '.repeat(5_000)],
    ['escapes', '\\u00'.repeat(10_000)],
    ['dollar signs', '$6$'.repeat(10_000)],
    ['hosts with hyphens', 'a-'.repeat(10_000) + 'b.corp.quokka.io'],
    ['words before equals signs', 'user= '.repeat(10_000)],
    ['attributes', '<password a="b"'.repeat(5_000)],
    ['headers of tokens', `${'eyJhbGciOiJIUzI1NiJ9.'.repeat(5_000)}`],
    ['hosts of a domain', 'a.'.repeat(10_000) + 'corp.quokka.io'],
  ])('%s are soon done, and turn back', (_name, content) => {
    const replacer = fresh();
    const started = performance.now();
    const after = through(replacer.file(), bytes(content));
    const back = text(through(turnBack(replacer.aliases()), after));
    if (!text(after).includes('REDACTED')) expect(back === content).toBe(true);
    // Far more than it takes; what is quadratic takes minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('cut anywhere inside a secret hide it', () => {
    const content = ` esx-zephyr.corp.quokka.io 10.77.12.23 5b2cf72d-c314ef74-0f37-e4434ba10205 password="hunter2" `;
    const whole = redacted(content);
    for (let at = 0; at <= content.length; at++) {
      const file = fresh().file();
      const first = text(file.push(bytes(content.slice(0, at)), false));
      expect(first + text(file.push(bytes(content.slice(at)), true))).toBe(whole);
    }
    expect(whole).not.toMatch(/zephyr|77\.12|hunter2|5b2cf72d/);
  });
});

describe('blocks of keys and certificates', () => {
  it('keep their lines', () => {
    const out = redacted(`a\n-----BEGIN CERTIFICATE-----\n${BODY}\nabc=\n-----END CERTIFICATE-----\nb\n`);
    expect(out.split('\n')).toHaveLength(26);
    expect(out).not.toContain('MIID');
    expect(out).not.toContain('abc=');
    expect(out.endsWith('-----END CERTIFICATE-----\nb\n')).toBe(true);
  });

  it('without an end are over where their lines are', () => {
    const behind =
      '2025-01-02T03:04:05Z In(166) Hostd[1]: started with /usr/lib/vmware/hostd/bin/x\nand more\n';
    const out = redacted(`-----BEGIN RSA PRIVATE KEY-----\n${BODY}\n${behind}`);
    expect(out.endsWith(behind)).toBe(true);
    expect(out).not.toContain('MIID');
  });

  it('in lines of a log have the lines of a log', () => {
    const head = '2025-01-02T03:04:05Z In(166) Hostd[1]: --> ';
    const lines = [
      '-----BEGIN CERTIFICATE-----',
      ...BODY.split('\n'),
      'abcd',
      '-----END CERTIFICATE-----',
      'behind',
    ];
    const out = redacted(lines.map((line) => `${head}${line}\n`).join(''));
    expect(out).not.toMatch(/MIID|abcd/);
    expect(out.split('\n').filter((line) => line === `${head}REDACTED`)).toHaveLength(21);
    expect(out.endsWith(`${head}behind\n`)).toBe(true);
  });

  it('in one string of JSON, and without PEM in XML', () => {
    const json = JSON.stringify({
      key: `-----BEGIN PRIVATE KEY-----\n${BODY}\n-----END PRIVATE KEY-----\n`,
      x: 1,
    });
    expect(redacted(json)).not.toContain('MIID');
    expect((JSON.parse(redacted(json)) as { x: number }).x).toBe(1);
    const xml = `<config><certificate>${BODY}\nabcd</certificate><name>kept</name></config>`;
    expect(redacted(xml)).not.toMatch(/MIID|abcd/);
    expect(redacted(xml)).toContain('</certificate><name>kept</name>');
  });

  it('cannot be turned back', () => {
    const replacer = fresh();
    through(
      replacer.file(),
      bytes(`-----BEGIN CERTIFICATE-----\n${BODY}\n-----END CERTIFICATE-----\npassword="hunter2"`),
    );
    expect(JSON.stringify(replacer.aliases())).not.toMatch(/MIID|hunter2|REDACTED/);
  });
});

describe('what stays', () => {
  it.each([
    'root dcui vpxuser ha-datacenter Guest Introspection (3) vmnic0 vmk0 VM Network localhost esxcli',
    'com.vmware.vsphere.client vsphere.local VSPHERE.LOCAL\\Administrator administrator@vsphere.local',
    'Task Created : haTask-99-vim.VirtualMachine.powerOn-108005254 host-113 vm-3450 domain-c7 datastore-12',
    '2018-07-05T21:55:18.660Z info hostd[9BC1B70] [Originator@6876 sub=Vimsvc.TaskManager opID=ecb6776e user=root]',
    'VMware ESXi 6.7.0 build-8169922 7.0.3 8.0.2-0.0.22380479 VMware-VMvisor-Installer-7.0U3g-20328353',
    'PCI 0000:3b:00.0 vmhba0:C0:T0:L0 mpx.vmhba32:C0:T0:L0 0x4302ff581ad0 cpu27:66317)<6>igb',
  ])('%s', (line) => expect(redacted(line)).toBe(line));

  it('of kinds that are switched off', () => {
    const off = redactor({ kinds: { 'ip-address': false, 'mac-address': false, user: false } }, NAMES);
    const line = '10.77.12.23 e4:43:4b:a1:02:05 k.oyelaran';
    expect(off.line(line)).toBe(line);
    expect(off.line('san-onyx-01')).toBe('datastore-x1');
  });
});

describe('aliases', () => {
  it('share what originals share of their networks', () => {
    const [a, b, c, d, e] = fresh()
      .line('10.77.12.23 10.77.12.24 10.77.13.23 10.78.12.23 8.8.8.8')
      .split(' ')
      .map((address) => address.split('.').map(Number)) as [number[], number[], number[], number[], number[]];
    expect(a.slice(0, 3)).toEqual(b.slice(0, 3));
    expect(a.slice(0, 2)).toEqual(c.slice(0, 2));
    expect(a[2]).not.toBe(c[2]);
    expect([a[0], d[0]]).toEqual([10, 10]);
    expect(a[1]).not.toBe(d[1]);
    expect([10, 127, 172, 192]).not.toContain(e[0]);
  });

  it('hold no name, even where names are words of aliases', () => {
    const names = ['vm', 'host', 'name', 'item', 'x1'].map(
      (word) => ({ kind: 'vm-name', text: word }) as const,
    );
    const replacer = redactor({ words: ['example', 'word'] }, names);
    const out = replacer.line('<vm> <host> <name> <item> <x1> my-example words esx.corp.example');
    expect(out).not.toMatch(/\b(?:vm|host|name|item|x1)\b|example/i);
    expect(text(through(turnBack(replacer.aliases()), bytes(out)))).toBe(
      '<vm> <host> <name> <item> <x1> my-example words esx.corp.example',
    );
  });

  it('are none of the addresses that are known', () => {
    const known = Array.from({ length: 254 }, (_, n) => `10.201.201.${n + 1}`);
    const replacer = redactor(
      {},
      known.map((address) => ({ kind: 'ip-address', text: address }) as const),
    );
    const out = known.map((address) => replacer.line(address));
    expect(out.filter((alias) => known.includes(alias))).toEqual([]);
    expect(new Set(out).size).toBe(known.length);
  });
});
