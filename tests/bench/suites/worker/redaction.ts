import { redactor, type ConfidentialName } from '../../../../workers/redaction/redactor';
import { turnBack } from '../../../../workers/redaction/turn-back';
import { concat, type Bytes } from '../../../../workers/sample/bytes';
import { Crc32 } from '../../../../workers/sample/crc32';
import { regexpRedaction } from '../../contenders/regexp-redaction';
import { oneText } from '../../contenders/log-text';
import type { Comparison, WorkerSuite } from '../../suite';

/** Bytes handed over at a time. */
const STEP = 1 << 20;
/** Lines of the peer's pieces end where lines end. */
const NEWLINE = 10;

const SERVICES = (
  'erp crm web db mail proxy cache queue search auth ldap dns ntp backup archive report mes scada quant legal hr payroll ' +
  'kiosk till shop portal wiki git build test stage print scan fax voip cctv door lift hvac'
).split(' ');
const SITES = 'fra ams lon par ber vie zrh mil mad'.split(' ');

/** Names of a case: those of the text, and of a large data centre. */
const NAMES: readonly ConfidentialName[] = [
  { kind: 'user', text: 'monitoring' },
  { kind: 'user', text: 'mkeller' },
  { kind: 'user', text: 'svc-backup' },
  { kind: 'host-name', text: 'LAB', isDomain: true },
  { kind: 'host-name', text: 'lab.example', isDomain: true },
  ...['esx01', 'esx02', 'esx03', 'esx04', 'web01', 'db-primary', 'web02', 'mail-relay'].map(
    (text) => ({ kind: 'vm-name', text }) as const,
  ),
  ...Array.from(
    { length: 2000 },
    (_, n) =>
      ({
        kind: 'vm-name',
        text: `${SERVICES[n % SERVICES.length]!}-${SITES[n % SITES.length]!}-${n}`,
      }) as const,
  ),
];

/** Names and shapes in hostd.log and vmkernel.log, against RegExps that find the same. */
export default {
  name: 'redaction',
  rounds: 5,
  async *prepare(quick): AsyncGenerator<Comparison> {
    const mebibytes = quick ? 8 : 64;
    const text = await oneText(mebibytes << 20);
    const replacer = redactor({}, NAMES);
    const redacted = through(() => replacer.file(), text);
    const aliases = replacer.aliases();
    const peer = regexpRedaction(
      NAMES.map((name) => name.text),
      aliases,
    );
    let out: Uint8Array = redacted;
    yield {
      title: `redaction of ${mebibytes} MiB of logs, ${NAMES.length} names`,
      bytes: text.length,
      contenders: [
        {
          name: 'redactor',
          run: () => void (out = through(() => replacer.file(), text)),
          outcome: () => checksum(out),
        },
        { name: 'RegExp', run: () => void (out = byLines(text, peer)), outcome: () => checksum(out) },
      ],
      targets: { RegExp: 2 },
      rateTarget: 60,
      expected: checksum(redacted),
    };
    let back: Uint8Array = text;
    yield {
      title: `turning ${mebibytes} MiB back, ${aliases.length} aliases`,
      bytes: text.length,
      contenders: [
        {
          name: 'turnBack',
          run: () => void (back = through(() => turnBack(aliases), redacted)),
          outcome: () => checksum(back),
        },
      ],
      targets: {},
      rateTarget: 60,
      expected: checksum(text),
    };
  },
} satisfies WorkerSuite;

function through(
  file: () => { push(bytes: Uint8Array, final: boolean): Uint8Array },
  text: Uint8Array,
): Bytes {
  const redaction = file();
  const parts: Bytes[] = [];
  for (let at = 0; at < text.length; at += STEP) {
    parts.push(redaction.push(text.subarray(at, at + STEP), at + STEP >= text.length) as Bytes);
  }
  return concat(parts);
}

function byLines(text: Uint8Array, redact: (lines: Uint8Array) => Uint8Array): Bytes {
  const parts: Bytes[] = [];
  for (let at = 0; at < text.length;) {
    const newline = at + STEP < text.length ? text.indexOf(NEWLINE, at + STEP) : -1;
    const to = newline < 0 ? text.length : newline + 1;
    parts.push(redact(text.subarray(at, to)) as Bytes);
    at = to;
  }
  return concat(parts);
}

function checksum(bytes: Uint8Array): string {
  return `${bytes.length} bytes, CRC ${new Crc32().add(bytes).value}`;
}
