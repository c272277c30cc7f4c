import type { ConfidentialName, FileRedaction } from '../../workers/redaction/redactor';
import { concat, type Bytes } from '../../workers/sample/bytes';
import { Random } from '../../workers/sample/random';

/** Names of a made-up case. */
export const NAMES: readonly ConfidentialName[] = [
  { kind: 'host-name', text: 'esx-zephyr.corp.quokka.io' },
  { kind: 'host-name', text: 'esx-mistral' },
  { kind: 'host-name', text: 'branch.wombat.net', isDomain: true },
  { kind: 'user', text: 'KOALA\\mvanderberg' },
  { kind: 'user', text: 'k.oyelaran' },
  { kind: 'vm-name', text: 'Payroll (old) 3' },
  { kind: 'vm-name', text: 'Gehälter-Server' },
  { kind: 'vm-name', text: "O'Brien & Söhne" },
  { kind: 'vm-name', text: 'shopfront_v2' },
  { kind: 'datastore', text: 'san-onyx-01' },
  { kind: 'datastore', text: 'Local (opal) 7' },
  { kind: 'cloud-name', text: 'Edge Tromsø' },
];
export const WORDS = ['bluebottle', 'Marlin & Co'];

/** What stands in texts, and must not be left. */
const SECRETS = [
  'esx-zephyr.corp.quokka.io',
  'ESX-ZEPHYR',
  'esx-mistral',
  'other.corp.quokka.io',
  'x.branch.wombat.net',
  'KOALA\\mvanderberg',
  'KOALA\\\\mvanderberg',
  'mvanderberg@corp.quokka.io',
  'Mvanderberg',
  'k.oyelaran',
  'Payroll (old) 3',
  'Payroll%20(old)%203',
  'Payroll%20%28old%29%203',
  'Payroll\\040(old)\\0403',
  'Gehälter-Server',
  'Geh\\u00e4lter-Server',
  'GEHÄLTER-SERVER',
  "O'Brien & Söhne",
  'O&#39;Brien &amp; Söhne',
  "O\\'Brien & Söhne",
  'esx-zephyr,dc=corp,dc=quokka,dc=io',
  'shopfront_v2',
  'Shopfront_V2',
  'san-onyx-01',
  'Local (opal) 7',
  'Edge Tromsø',
  'Edge%20Troms%C3%B8',
  'bluebottle',
  'BlueBottle',
  'Marlin & Co',
  'marlin &amp; co',
  '10.77.12.23',
  '10.77.12.24',
  '172.20.4.9',
  '8.8.4.4',
  'ip-10-77-12-23',
  '10.77.12.0/24',
  '2a01:4f8:1a0:11::b1',
  '2A01:4F8:1A0:11::B2',
  '2a01:04f8:01a0:0011:0000:0000:0000:00b3',
  'fe80::e643:4bff:fea1:205',
  '::ffff:10.77.12.23',
  'e4:43:4b:a1:02:05',
  'E4-43-4B-A1-02-05',
  '00:50:56:a1:02:05',
  'e443.4ba1.0205',
  '5b2cf72d-c314ef74-0f37-e4434ba10205',
  '52f0e556-5be4-83d4-8d71-8f9d8a43791c',
  '52F0E556-5BE4-83D4-8D71-8F9D8A43791C',
  '56 4d 1a 2b 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7',
  'naa.60014055c425cd10a874374b415629b3',
  'NAA.60014055C425CD10A874374B415629B3',
  'eui.0025385b71b0a1c2',
  't10.ATA_____KIOXIA_EXCERIA____Z1D3ABCD',
  'iqn.2010-09.org.openindiana:02:bd79a6ff',
  '50:06:01:60:3b:a0:12:34',
  'vml.020000000060014055c425cd10a874374b415629b34c4f472045',
  '4F40H-4ML1K-M89U0-0C2N4-1AKL4',
  'ines.moreau+esx@mail.wombat.example',
  'hsm-q7rt2mzk4wa',
  '005056a10205',
  '000C29A10205',
  '5e:4f:00:50:56:a3:b4:c5:d6:e7:f8:09:1a:2b:3c:4d:5e:6f:70:81',
  '5E:4F:00:50:56:A3:B4:C5:D6:E7:F8:09:1A:2B:3C:4D',
  'SHA256:K7xVgY2rQmZ0bW4pLxVtYqHcUdRaEoGsKiZwBvNyMfQ',
  'cluster-k2mvn4tzyqa',
] as const;

/** What stands in texts, and stays or may stay. */
const HARMLESS = [
  'root',
  'dcui',
  'vmnic0',
  'VM Network',
  'localhost',
  '127.0.0.1',
  '255.255.255.0',
  '6.7.0.14320388',
  'version=6.7.0.1',
  'Chrome/119.0.0.0',
  '2.0.1.5-1vmw.670',
  'host-12',
  'vm-x',
  'host-x1',
  'wordx1x',
  'wordx',
  'user-x2b',
  '10.201.201.1',
  '12:34:56.789',
  '0000:3b:00.0',
  'opID=5f673928-9d-46',
  'vSphere.local',
  'Originator@6876',
  '[context]zKq7AVICAgAAAB28eQEIaG9zdGQ=[/context]',
  '-----BEGI',
  'Serial Number:',
  'user=',
  'sid=52f0e556',
  '%',
  '\\',
  'é',
  '\u0000',
];
const BETWEEN = [
  ' ',
  ' ',
  ' ',
  '\n',
  '/',
  '"',
  "'",
  '[',
  ']',
  ': ',
  '=',
  ', ',
  '\\n',
  '%2F',
  '-',
  '_',
  '.',
  '@',
  '(',
  '<',
  '>',
  '\\\\',
  '',
  'x',
  '7',
];

export interface RandomText {
  text: Bytes;
  /** Secrets that stand by themselves in it: none may be left. */
  secrets: string[];
}

export function randomText(seed: string, length: number): RandomText {
  const random = new Random(seed);
  const pick = <T>(list: readonly T[]): T => list[random.int(list.length)]!;
  const parts: string[] = [];
  const secrets: string[] = [];
  for (let i = 0; i < length; i++) {
    if (random.chance(0.4)) {
      const secret = pick(SECRETS);
      const alone = random.chance(0.7);
      parts.push(alone ? ` ${secret} ` : secret);
      if (alone) secrets.push(secret);
    } else {
      parts.push(pick(HARMLESS));
    }
    parts.push(pick(BETWEEN));
  }
  const bytes = new TextEncoder().encode(parts.join(''));
  // Bytes that are no valid UTF-8.
  if (random.chance(0.3)) bytes[random.int(bytes.length)] = 0xff;
  return { text: bytes, secrets };
}

/** Everything through a redaction in chunks of a size. */
export function through(redaction: FileRedaction, text: Uint8Array, size = Math.max(1, text.length)): Bytes {
  const parts: Bytes[] = [];
  for (let at = 0; at < text.length || at === 0; at += size) {
    parts.push(redaction.push(text.slice(at, at + size), at + size >= text.length) as Bytes);
  }
  return concat(parts);
}

export const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
export const bytes = (content: string) => new TextEncoder().encode(content);
