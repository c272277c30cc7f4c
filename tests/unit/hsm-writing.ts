import type { CaseEvent } from '../../workers/hsm/finding';

/** How the fields of an event are laid out. */
export type Spacing = 'one-line' | 'line-each' | 'tabs';

/** The case begins on this day. */
const BEGIN = Date.UTC(2018, 0, 24) * 1000;

/** Microseconds since 1970 of a second of the case. */
export const usecsAt = (at: number) => BEGIN + Math.round(at * 1e6);

/** An event as an HSM writes it, without a line end. */
export function written(event: CaseEvent, spacing: Spacing = 'line-each'): string {
  const { seq, reboot = 0x107, opcode, session = '0x7004003', response = '0:HSM Return: SUCCESS' } = event;
  const usecs = usecsAt(event.at);
  const iso = new Date(Math.floor(usecs / 1e6) * 1000).toISOString();
  const day = `${iso.slice(5, 7)}/${iso.slice(8, 10)}/${iso.slice(2, 4)}`;
  const text = event.timeText ?? `${day} ${iso.slice(11, 19)}.${String(usecs % 1e6).padStart(6, '0')}`;
  const fields: [string, string][] = [
    ['Sequence No', `0x${seq.toString(16)}`],
    ['Reboot counter', `0x${reboot.toString(16)}`],
    ['Command Type(hex)', 'CN_MGMT_CMD (0x0)'],
    ['Opcode', `${opcode} (0x${(opcode.length & 0xff).toString(16)})`],
    ['Session Handle', session],
    ['Response', response],
  ];
  if (event.user !== undefined) {
    fields.push(['Log type', 'MGMT_USER_DETAILS_LOG (2)'], ['User Name', event.user]);
    fields.push(['User Type', event.userType ?? 'CN_CRYPTO_USER (1)']);
  } else if (event.key !== undefined) {
    fields.push(['Log type', 'MGMT_KEY_DETAILS_LOG (1)'], ['Priv/Secret Key Handle', String(event.key)]);
    fields.push(['Public Key Handle', String(event.publicKey ?? 0)]);
  } else fields.push(['Log type', 'MINIMAL_LOG_ENTRY (0)']);
  const between = spacing === 'tabs' ? '\t\t: ' : ' : ';
  const first = `Time: ${text}, usecs:${usecs}`;
  const lines = [first, ...fields.map(([label, value]) => `${label}${between}${value}`)];
  return lines.join(spacing === 'one-line' ? ' ' : '\n');
}
