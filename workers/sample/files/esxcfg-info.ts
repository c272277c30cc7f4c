import { utf8 } from '../bytes';
import type { SampleHost } from '../host';
import type { Random } from '../random';

const MIB = 1024 * 1024;

/** The two largest outputs; with fragments over 1 MiB, one of them exactly 2 MiB long. */
export function bigDumps(
  host: SampleHost,
  fragments: boolean,
  random: Random,
): { command: string; text: string }[] {
  return [
    { command: `esxcfg-info -a -F 'xml'`, text: esxcfgInfo(host, fragments ? 2.4 * MIB : 48 * 1024, random) },
    { command: 'vmware-vimdump -o - -U dcui', text: vimDump(host, fragments ? 2 * MIB : 32 * 1024, random) },
  ];
}

function esxcfgInfo(host: SampleHost, bytes: number, random: Random): string {
  const value = (name: string, format: string, text: string) =>
    `      <value name="${name}" format="${format}">${text}</value>\n`;
  let text = `<?xml version="1.0"?>\n<host>\n  <system-info>\n    <values>\n${value('system-uuid', 'uuid', host.uuid)}${value('host-name', 'string', host.name)}${value('uptime', 'secs', String(Math.floor((host.collectedAt - host.bootedAt) / 1000)))}    </values>\n  </system-info>\n  <hardware-info>\n`;
  while (text.length < bytes - 200) {
    text += `    <pci-device>\n${value('slot', 'hex', `0x${random.hex4()}`)}${value('device-id', 'hex', `0x${random.hex4()}`)}${value('interrupt', 'hex', `0x${random.hex2()}`)}${value('name', 'string', random.pick(host.nics).name)}    </pci-device>\n`;
  }
  return `${text}  </hardware-info>\n</host>\n`;
}

function vimDump(host: SampleHost, bytes: number, random: Random): string {
  let text = `# vimdump of ${host.name}\n`;
  while (text.length < bytes - 400) {
    text += `('vim.VirtualMachine:${random.int(900)}', 'summary.quickStats', {'overallCpuUsage': ${random.int(9000)}, 'guestMemoryUsage': ${random.int(16_384)}, 'hostMemoryUsage': ${random.int(16_384)}})\n`;
  }
  return text + '#'.repeat(bytes - utf8(text).length - 1) + '\n';
}
