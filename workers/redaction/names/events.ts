import { eventMeaning } from '../../trace/vmware/event-texts';
import { eventPart, vcenterEvent } from '../../trace/vmware/vcenter-event';
import type { NameList } from '../name-list';
import type { NameRoad } from '../name-road';

/** Longest text of an event that is read. */
const LONGEST = 2_000;

/** Events of hostd and vCenter: hosts, VMs, users, datacenters and clusters in their texts. */
export const road: NameRoad = {
  id: 'events',
  forms: [
    {
      needle: 'Event ',
      read(line, at, names) {
        const text = line.slice(at, at + LONGEST);
        const hostd = /^Event \d{1,12} : (.+)$/.exec(text);
        if (hostd) return eventText(hostd[1]!, names);
        const part = eventPart(text);
        if (part?.part !== 1) return;
        const event = vcenterEvent(part.key, part.rest);
        if (!event) return;
        names.user(event.user);
        eventText(event.text, names);
        // The datacenter stands between the user and the chain.
        const datacenter =
          /^\[[^\]]{0,64}\] \[[\w.]{1,200}\] \[[^\]]{0,64}\] \[[^\]]{0,512}\] \[([^\]]{1,128})\] /.exec(
            part.rest,
          );
        names.add('cloud-name', datacenter?.[1]);
      },
    },
    {
      needle: ' on host ',
      read(line, at, names) {
        onHost(line.slice(at + ' on host '.length, at + 400), names);
      },
    },
    {
      needle: ' on  ',
      read(line, at, names) {
        onHost(line.slice(at + ' on  '.length, at + 400), names);
      },
    },
    {
      needle: ' in cluster ',
      read(line, at, names) {
        const found = / in cluster (?:'([^'\n]{1,80})'|(\S{1,80}) in |([^\s.,;:]{1,80}))/y;
        found.lastIndex = at;
        const [, quoted, before, word] = found.exec(line) ?? [];
        names.add('cloud-name', quoted ?? before ?? word);
      },
    },
  ],
  samples: [
    {
      path: 'var/run/log/hostd.log',
      content: [
        '2018-07-05T21:55:18.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3673 : v-queworx_a on host esx-one.acme.example in ha-datacenter is starting',
        '2018-07-05T21:55:19.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3674 : Renamed till 4 from till 4 to till 5 in ha-datacenter',
        '2018-07-05T21:55:20.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3675 : SSH for the host esx-two.acme.example has been enabled',
        '2018-07-05T21:55:20.661Z info hostd[6C88890] [Originator@6876 sub=Vimsvc.ha-eventmgr] Event 3676 : Message on kiosk 3 on  esx-one.acme.example in Frankfurt West: Cannot open the disk',
      ].join('\n'),
      finds: [
        ['vm-name', 'v-queworx_a'],
        ['host-name', 'esx-one'],
        ['host-name', 'acme.example'],
        ['vm-name', 'till 4'],
        ['vm-name', 'till 5'],
        ['host-name', 'esx-two'],
        ['cloud-name', 'Frankfurt West'],
      ],
      leaves: ['ha-datacenter'],
    },
    {
      path: 'vpxd.log',
      content:
        '2025-03-13T11:37:35.000Z info vpxd[01234] [Originator@6876 sub=vpxLro opID=1] Event [4711] [1-1] [2025-03-13T11:37:35Z] [vim.event.VmPoweredOnEvent] [info] [ACME\\ghansen] [Rotterdam] [4710] [kiosk-11 on  esx-three.acme.example in Rotterdam is powered on]\n',
      finds: [
        ['user', 'ghansen'],
        ['host-name', 'ACME'],
        ['cloud-name', 'Rotterdam'],
        ['vm-name', 'kiosk-11'],
        ['host-name', 'esx-three'],
      ],
    },
  ],
};

function eventText(text: string, names: NameList): void {
  const meaning = eventMeaning(text);
  const place =
    / on (?:host | )(\S{1,255}) in (\S[^\n]{0,79}?)(?:$|:| (?:is|has|to|from|was|because|in cluster)\b|\. )/.exec(
      text,
    );
  if (place) {
    names.host(place[1]);
    datacenter(place[2]!, names);
  }
  if (!meaning) return;
  names.vm(meaning.vm);
  names.host(meaning.host);
  names.user(meaning.who);
  names.host(meaning.client);
  const { kind, before = [], after = [], target } = meaning;
  if (kind === 'RenameVM' || kind === 'CloneVM') for (const name of [...before, ...after]) names.vm(name);
  if (kind === 'MoveVM') {
    for (const [vm, host, store] of [before, after]) {
      names.vm(vm);
      names.host(host);
      names.datastore(store);
    }
  }
  if (kind.endsWith('Account')) names.user(target);
  if (kind.endsWith('Permission')) names.user(after[0]);
}

function onHost(text: string, names: NameList): void {
  const found =
    /^([^\s,;:'"()[\]]{1,255})(?: in (\S[^\n]{0,79}?)(?:$|:| (?:is|has|to|from|was|because|in cluster)\b|\. ))?/.exec(
      text,
    );
  // `on host due to …`: where no place follows, a name is told by its signs
  if (!found || (found[2] === undefined && !/[\d.-]./.test(found[1]!))) return;
  names.host(found[1]!.replace(/\.$/, ''));
  if (found[2] !== undefined) datacenter(found[2], names);
}

function datacenter(text: string, names: NameList): void {
  // A sentence went on behind it.
  const name = text.replace(/[.,]$/, '');
  if (name.split(' ').length <= 4) names.add('cloud-name', name);
}
