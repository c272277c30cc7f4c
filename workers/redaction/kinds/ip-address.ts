import { dashedEnd, ipv4End, reverseEnd } from '../ipv4-text';
import { IpAliases } from '../ip-aliases';
import { ipv6End } from '../ipv6-text';
import { defineKind } from '../kind';

export default defineKind({
  kind: 'ip-address',
  finders: [
    { words: { of: 'digits', from: 1, to: 3, next: '.' }, end: ipv4End },
    { words: { of: 'digits', from: 1, to: 3, next: '.' }, end: reverseEnd },
    {
      words: { of: 'word', from: 2, to: 2, next: '-' },
      end: (text, at, end) => (isIp(text, at) ? dashedEnd(text, at, end) : 0),
    },
    { words: { of: 'hex', from: 1, to: 4, next: ':%' }, end: ipv6End },
    { bytes: { of: ':', next: ':%' }, end: ipv6End },
  ],
  assigner: (book) => book.part(IpAliases),
  samples: [
    { text: 'User root@192.168.178.22 logged in', hides: ['192.168.178.22'], keeps: ['root@192.168.'] },
    {
      text: 'iscsi 10.20.30.40:3260, [10.20.30.41], https://10.20.30.42:443/sdk 10.20.30.0/24',
      hides: ['10.20.30.4', '10.20.30.0/24'],
      keeps: [':3260', ':443/sdk', '.0/24'],
    },
    { text: 'src ip <172.31.255.6>, to 8.8.8.8.', hides: ['172.31.255.6', '8.8.8.8'], keeps: ['<172.'] },
    {
      text: 'PTR 42.41.20.10.in-addr.arpa. zones 41.20.10.IN-ADDR.ARPA 20.10.in-addr.arpa 1.0.0.127.in-addr.arpa',
      hides: ['42.41', '41.20', '20.10.'],
      keeps: ['.10.in-addr.arpa. zones', '.10.IN-ADDR.ARPA', ' 1.0.0.127.in-addr.arpa'],
    },
    { text: 'host ip-10-11-12-13.ec2.internal', hides: ['10-11-12-13'], keeps: ['host ip-10-'] },
    {
      text: 'vmk0 2a01:4f8:10a:1::15/64 and 2A01:4F8:10A:1:0:0:0:16, 2a01%3A4f8%3A10a%3A1%3A%3A17, [fe80::250:56ff:fea3:5619%vmk0]',
      hides: ['2a01:4f8', '2a01%3A4f8', '2A01:4F8', 'a3:5619'],
      keeps: ['fe80::', '%vmk0', '/64'],
    },
    {
      text: 'version=6.7.0.1 Chrome/119.0.0.0 VIB 2.0.1.5-1vmw.670.0 6.7.0.14320388 8.0.2 OID 1.3.6.1.4.1.6876 2.5.29.17 build 1.2.3.4',
      keeps: [
        'version=6.7.0.1 ',
        'Chrome/119.0.0.0',
        '2.0.1.5-1vmw',
        '6.7.0.14320388',
        '8.0.2',
        '1.3.6.1.4.1.6876',
        '2.5.29.17',
        'build 1.2.3.4',
      ],
    },
    {
      text: '127.0.0.1 0.0.0.0 255.255.254.0 255.255.255.255 224.0.0.251 ::1 :: ff02::1 fe80::1',
      keeps: [
        '127.0.0.1',
        '0.0.0.0',
        '255.255.254.0',
        '255.255.255.255',
        '224.0.0.251',
        ' ::1 :: ff02::1 fe80::1',
      ],
    },
    {
      text: 'at 12:34:56.789 2018-07-05T20:12:46Z 7:21:06:31.383 0000:3b:00.0 N7Vmacore::Add std::add',
      keeps: ['12:34:56.789', '7:21:06:31.383', '0000:3b:00.0', 'std::add'],
    },
  ],
});

function isIp(text: Uint8Array, at: number): boolean {
  return (text[at]! | 32) === 0x69 && (text[at + 1]! | 32) === 0x70;
}
