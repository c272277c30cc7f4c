import { defineFormat, type Sample } from '../format';
import {
  either,
  host,
  level,
  lineEnd,
  optional,
  originatorKeys,
  pid,
  process,
  seq,
  skip,
  time,
} from '../grammar';
import { blankOrEnd, commonLines, ident, innerHead } from '../heads';

const relayedTime = either(time.iso, time.bsd, 'NoneZ', '-');
const priority = seq('<', skip.digits, '>');
// Structured data: none, vmacore's keys, or another element.
const structured = either(
  '- ',
  originatorKeys,
  seq('[', skip.until(']', { blanks: true }), blankOrEnd),
  lineEnd,
);

/** Lines that a relay took down: `<PRI>time host Ident: ` and then the program's own line, often with its own head. */
export default defineFormat({
  id: 'relay',
  label: 'syslog relay',
  rank: 50,
  paths: [],
  bareLines: 'join',
  variants: [
    // RFC 5424
    {
      head: seq(
        priority,
        '1 ',
        relayedTime,
        ' ',
        host.span(/[^ ]/, { dash: true }),
        ' ',
        process.span(/[^ ]/, { dash: true }),
        ' ',
        pid.span(/[^ ]/, { dash: true }),
        ' ',
        skip.word,
        ' ',
        structured,
        skip.blanks,
        innerHead,
      ),
    },
    {
      head: seq(
        priority,
        skip.blanks,
        relayedTime,
        ' ',
        host.word,
        ' ',
        optional(level.esxiBare, skip.blanks),
        ident(process.name),
        skip.blanks,
        innerHead,
      ),
    },
    // without priority
    { head: seq(time.iso, ' ', host.name, ' ', ident(process.name), skip.blanks, innerHead) },
    ...commonLines,
  ],
});

const AUDITED =
  '[shell.cmd@6876 subject="root" object="shell" command="grep -i kali hostd.log | grep reboot" result="success" status="0"]';

export const samples: Sample[] = [
  {
    text: '<166>2022-11-04T15:01:58.230Z ESXI Hostd: info hostd[1053970] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=esxui-b370-037c user=root] Event 406 : Guest OS reboot for Kali Linux - Foobar on ESXI in ha-datacenter',
    expect: {
      time: '2022-11-04T15:01:58.230Z',
      level: 'info',
      process: 'hostd',
      pid: '1053970',
      host: 'ESXI',
      component: 'Vimsvc.ha-eventmgr',
      opId: 'esxui-b370-037c',
      user: 'root',
      message: 'Event 406 : Guest OS reboot for Kali Linux - Foobar on ESXI in ha-datacenter',
    },
  },
  {
    text: '<166>2022-11-04T18:44:33.373Z ESXI Hostd: info hostd[1050909] [Originator@6876 sub=Default] IpmiIfcEntityInstantiateAll: stripping out phantom power supply IPMI SDRs',
    expect: {
      time: '2022-11-04T18:44:33.373Z',
      level: 'info',
      process: 'hostd',
      pid: '1050909',
      host: 'ESXI',
      component: 'Default',
      message: 'IpmiIfcEntityInstantiateAll: stripping out phantom power supply IPMI SDRs',
    },
  },
  {
    text: '<167> 2019-12-15T13:08:16.441Z esxi1.esxlab.com Rhttpproxy: verbose rhttpproxy[2099567] [Originator@6876 sub=Proxy Req 07995] Resolved endpoint : [N7Vmacore4Http16LocalServiceSpecE:0x000000bef0b83650] _serverNamespace = /sdk action = Allow _port = 8307',
    expect: {
      time: '2019-12-15T13:08:16.441Z',
      level: 'trace',
      process: 'rhttpproxy',
      pid: '2099567',
      host: 'esxi1.esxlab.com',
      component: 'Proxy Req 07995',
      message:
        'Resolved endpoint : [N7Vmacore4Http16LocalServiceSpecE:0x000000bef0b83650] _serverNamespace = /sdk action = Allow _port = 8307',
    },
  },
  {
    text: '<14>2014-12-10T16:31:21.337Z esx.vmware.com vobd:  [UserLevelCorrelator] 84872345us: [esx.audit.host.boot] Host has booted.',
    expect: {
      time: '2014-12-10T16:31:21.337Z',
      process: 'vobd',
      host: 'esx.vmware.com',
      component: 'UserLevelCorrelator',
      message: '[esx.audit.host.boot] Host has booted.',
    },
  },
  {
    text: `<110>2022-11-04T15:25:46.186Z ESXI shell[1231448]: ${AUDITED}`,
    expect: {
      time: '2022-11-04T15:25:46.186Z',
      process: 'shell',
      pid: '1231448',
      host: 'ESXI',
      message: AUDITED,
    },
  },
  {
    text: '<12>2015-06-27T11:32:03Z PRD-ESX-03.adm clomd[33804]: Setting rebalanceInProgress to TRUE',
    expect: {
      time: '2015-06-27T11:32:03.000Z',
      process: 'clomd',
      pid: '33804',
      host: 'PRD-ESX-03.adm',
      message: 'Setting rebalanceInProgress to TRUE',
    },
  },
  {
    text: '2016-09-14T14:14:25.234Z contosa.vm.esxi1 hostd: info hostd[70840B70] [Originator@6876 sub=Vimsvc.ha-eventmgr opID=58B46869-0000005E-46-3d-df-5944 user=vpxuser:VSPHERE.LOCAL\\Administrator] Event 616 : Created virtual machine TestVM2 on ESXik.corp.microsoft.com in ha-datacenter',
    expect: {
      time: '2016-09-14T14:14:25.234Z',
      level: 'info',
      process: 'hostd',
      pid: '70840B70',
      host: 'contosa.vm.esxi1',
      component: 'Vimsvc.ha-eventmgr',
      opId: '58B46869-0000005E-46-3d-df-5944',
      user: 'vpxuser:VSPHERE.LOCAL\\Administrator',
      message: 'Event 616 : Created virtual machine TestVM2 on ESXik.corp.microsoft.com in ha-datacenter',
    },
  },
];
