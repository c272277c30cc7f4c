import type { FactSource } from '../fact';

/** `etc/hosts`: the first name of the last line that is about an address of the host's own. */
export const source: FactSource = {
  id: 'etc-hosts',
  trust: 1,
  wants: (path) => path === 'etc/hosts',
  maxBytes: 64 * 1024,
  read: (_path, text) => {
    const names = text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
      .filter(([address, name]) => name && isOwn(address!) && !/^localhost\b/.test(name))
      .map(([, name]) => name);
    return { hostname: names.at(-1) };
  },
};

/** An address that is neither loopback nor one of the names for everybody that IPv6 files begin with. */
function isOwn(address: string): boolean {
  return (
    /^(?:\d+(?:\.\d+){3}|[0-9a-f]*:[0-9a-f:.]+)$/i.test(address) && !/^(?:127\.|::1$|f[ef]0)/i.test(address)
  );
}
