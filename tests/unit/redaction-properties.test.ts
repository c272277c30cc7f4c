import { describe, expect, it } from 'vitest';
import { redactor } from '../../workers/redaction/redactor';
import { turnBack } from '../../workers/redaction/turn-back';
import { Random } from '../../workers/sample/random';
import { bytes, NAMES, randomText, text, through, WORDS } from './redaction-texts';

const fresh = () => redactor({ words: WORDS }, NAMES);
const SEEDS = Array.from({ length: 80 }, (_, n) => `redaction ${n}`);

/** What passwords are found by, and what stands around them. */
const PASSWORD_PARTS = [
  'password=',
  'password: ',
  '"password":"',
  '\\"password\\":\\"',
  '<password>',
  ' --password ',
  ' curl -u ',
  "'curl --user=",
  'sshpass -p',
  'snmpwalk -c ',
  ' communities: ',
  'targets x@1 ',
  'https://a:',
  'Authorization: Basic ',
  'thumbprint=',
  'SHA256:',
  'ssh-rsa AAAA',
  'vmware_soap_session="',
  'x'.repeat(700),
  'hunter2',
  'hunter2',
  'user=',
  'root:',
  '@',
  '"',
  '\\"',
  "'",
  ' ',
  ' ',
  '\n',
  '</password>',
  ', ',
  ';',
];

describe('texts at random', () => {
  it('turn back to what they were, byte by byte', () => {
    for (const seed of SEEDS) {
      const original = randomText(seed, 120).text;
      const replacer = fresh();
      const redacted = through(replacer.file(), original);
      const back = through(turnBack(replacer.aliases()), redacted);
      if (text(back) !== text(original)) {
        const at = [...back.keys()].find((i) => back[i] !== original[i]) ?? 0;
        const around = (all: Uint8Array) => JSON.stringify(text(all.subarray(Math.max(0, at - 60), at + 60)));
        expect.fail(`${seed} at ${at}: ${around(original)} became ${around(back)}`);
      }
      expect(Buffer.compare(back, original)).toBe(0);
    }
  });

  it('hold no secret that stands by itself', () => {
    for (const seed of SEEDS) {
      const { text: original, secrets } = randomText(seed, 120);
      const redacted = text(through(fresh().file(), original));
      for (const secret of secrets) {
        const at = redacted.indexOf(` ${secret} `);
        if (at >= 0) expect.fail(`${seed}: ${JSON.stringify(redacted.slice(Math.max(0, at - 60), at + 60))}`);
      }
    }
  });

  it('become the same in chunks of any size', () => {
    for (const seed of SEEDS.slice(0, 5)) {
      const original = randomText(seed, 40).text;
      const whole = text(through(fresh().file(), original));
      for (let size = 1; size <= 64; size++) {
        expect(text(through(fresh().file(), original, size))).toBe(whole);
      }
    }
  });

  it('become the same in chunks when they are longer than what is held back', () => {
    for (const seed of SEEDS.slice(0, 3)) {
      const original = randomText(seed, 3_000).text;
      const whole = text(through(fresh().file(), original));
      for (const size of [13, 255, 256, 257, 4095, 4096, 4097, 10_001]) {
        expect(text(through(fresh().file(), original, size)) === whole).toBe(true);
      }
      const replacer = fresh();
      const redacted = through(replacer.file(), original);
      expect(Buffer.compare(through(turnBack(replacer.aliases()), redacted, 1000), original)).toBe(0);
    }
  });

  it('with passwords become the same in chunks of any size', () => {
    for (const seed of SEEDS.slice(0, 12)) {
      const random = new Random(`passwords ${seed}`);
      const parts = Array.from({ length: 400 }, () => PASSWORD_PARTS[random.int(PASSWORD_PARTS.length)]!);
      const original = bytes(parts.join(''));
      const whole = text(through(fresh().file(), original));
      for (const size of [1, 7, 63, 64, 255, 256, 257, 1023, 4095, 4096]) {
        expect(text(through(fresh().file(), original, size)) === whole, `${seed} in ${size}`).toBe(true);
      }
    }
  });

  it('have one alias for each original, and one original for each alias', () => {
    const replacer = fresh();
    for (const seed of SEEDS) through(replacer.file(), randomText(seed, 120).text);
    const all = replacer.aliases();
    expect(new Set(all.map(({ alias }) => alias)).size).toBe(all.length);
    expect(new Set(all.map(({ kind, original }) => `${kind} ${original}`)).size).toBe(all.length);
  });

  it('have the same aliases when these are given again', () => {
    const first = fresh();
    const texts = SEEDS.slice(0, 20).map((seed) => randomText(seed, 120).text);
    const before = texts.map((one) => text(through(first.file(), one)));
    const second = redactor({ words: WORDS }, NAMES, first.aliases());
    const after = [...texts].reverse().map((one) => text(through(second.file(), one)));
    expect(after.reverse()).toEqual(before);
    expect(second.aliases()).toEqual(first.aliases());
  });
});

describe('one thing', () => {
  it('has one alias in paths and files', () => {
    const replacer = fresh();
    const path = replacer.line('esx-zephyr/vmfs/volumes/san-onyx-01/shopfront_v2/shopfront_v2.vmx');
    const file = text(
      through(replacer.file(), bytes('[san-onyx-01] shopfront_v2/shopfront_v2.vmx on esx-zephyr')),
    );
    const [host, , , store, vm] = path.split('/');
    expect(file).toBe(`[${store}] ${vm}/${vm}.vmx on ${host}`);
    expect(path).not.toMatch(/zephyr|onyx|shopfront/);
  });

  it('has a short name and a full name that agree', () => {
    const replacer = fresh();
    const [full, short, upper] = replacer.line('esx-zephyr.corp.quokka.io esx-zephyr ESX-ZEPHYR').split(' ');
    expect(full!.split('.')[0]).toBe(short);
    expect(upper).toBe(short!.toUpperCase());
    expect(replacer.line('x.corp.quokka.io').split('.').slice(1)).toEqual(full!.split('.').slice(1));
  });

  it('has parts of users that agree', () => {
    const replacer = fresh();
    const [windows, mail, bare] = replacer
      .line('KOALA\\mvanderberg mvanderberg@corp.quokka.io mvanderberg')
      .split(' ');
    expect(windows!.split('\\')[1]).toBe(bare);
    expect(mail!.split('@')[0]).toBe(bare);
  });
});
