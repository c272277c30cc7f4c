import { byteSet, latin1 } from '../byte-classes';
import { HostAliases } from '../host-aliases';
import { defineKind } from '../kind';
import { valueBehind } from '../label-value';

const BYTES = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_');

const LONGEST_GAP = 64;

/** Names of the case, what stands before a domain of the case, and what is said to be a host. */
export default defineKind({
  kind: 'host-name',
  labels: [
    {
      words: [
        'hostname',
        'host name',
        'fqdn',
        'fully qualified domain name',
        'dnsname',
        'nodename',
        'node_name',
        'kernel.hostname',
      ],
      value: (text, at, end) => valueBehind(text, at, end, { bytes: BYTES, longest: 253, signs: ':=>' }),
    },
    // Switches, as CDP and LLDP tell their names.
    {
      words: ['systemname', 'devid', 'system name'],
      value(text, at, end) {
        const head = latin1(text, at, Math.min(end, at + LONGEST_GAP));
        const paired = /^\\*["'],\s{0,40}value/.exec(head);
        const from = at + (paired?.[0].length ?? 0);
        return valueBehind(text, from, end, { bytes: BYTES, longest: 253, signs: ':=>' });
      },
    },
  ],
  assigner: (book) => new HostAliases(book),
  samples: [
    {
      text: 'Hostname: esx7.corp.acme.com, {"hostName": "esx8"} <hostname>esx9</hostname>',
      hides: ['esx7', 'acme', 'esx8', 'esx9'],
      keeps: ['Hostname: host-x', '</hostname>'],
    },
    {
      text: 'DevId: sw-q7, System Name: sw-q8, devId = "sw-q9(SSI1234)",\n systemName = "sw-q6",\n key = "System Name", value = "sw-q5" }',
      hides: ['sw-q', 'SSI1234'],
      keeps: ['key = "System Name", value = "host-x', '" }'],
    },
    { text: 'hostname=localhost hostname = 10.1.2.3', keeps: ['=localhost', '= 10.'] },
  ],
});
