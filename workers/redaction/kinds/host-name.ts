import { byteSet } from '../byte-classes';
import { HostAliases } from '../host-aliases';
import { defineKind } from '../kind';
import { valueBehind } from '../label-value';

const BYTES = byteSet('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_');

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
  ],
  assigner: (book) => new HostAliases(book),
  samples: [
    {
      text: 'Hostname: esx7.corp.acme.com, {"hostName": "esx8"} <hostname>esx9</hostname>',
      hides: ['esx7', 'acme', 'esx8', 'esx9'],
      keeps: ['Hostname: host-x', '</hostname>'],
    },
    { text: 'hostname=localhost hostname = 10.1.2.3', keeps: ['=localhost', '= 10.'] },
  ],
});
