import type { NameRoad } from '../name-road';

/** MAC addresses and UUIDs that stand in texts as bare digits, and somewhere else as what they are. */
export const road: NameRoad = {
  id: 'spelled-numbers',
  text: (text, end, names) => names.numbers.read(text, end),
  samples: [
    {
      path: 'var/run/log/vmkernel.log',
      content: [
        '2018-07-05T20:58:06.093Z cpu1:2097803)Net: nic E4:43:4B:A1:02:05 up, e443.4ba1.0306 down, 12:34:56',
        '2018-07-05T20:58:06.093Z cpu1:2097803)Net: port of e4434ba10205 and e4434ba10306, not e4434ba10407',
        '2018-07-05T20:58:06.093Z cpu1:2097803)Net: print 5e:4f:e4:43:4b:a1:02:05 5e4fe4434ba1',
      ].join('\n'),
      finds: [
        ['mac-address', 'e4434ba10205'],
        ['mac-address', 'e4434ba10306'],
      ],
      leaves: ['e4434ba10407', '5e4fe4434ba1'],
    },
    {
      path: 'etc/vmware/nics.json',
      content:
        '{"mac":"e4434ba10508","hash":"e4434ba10609"} macAddress = E4434BA1070A; MAC Address: e4434ba1080b',
      finds: [
        ['mac-address', 'e4434ba10508'],
        ['mac-address', 'e4434ba1070a'],
        ['mac-address', 'e4434ba1080b'],
      ],
      leaves: ['e4434ba10609'],
    },
    {
      path: 'var/run/log/hostd.log',
      content: [
        'uuid.bios = "42 1a 2b 3c 4d 5e 6f 70-81 92 a3 b4 c5 d6 e7 f8"',
        'object 52f0e556-5be4-83d4-8d71-8f9d8a43791c of 52F0E5565BE483D48D718F9D8A43791C, 421a2b3c4d5e6f708192a3b4c5d6e7f8',
        'vsan:5231b4ee0ac2b6f8-9f62e6d8a4a0b9f0, again 5231b4ee0ac2b6f89f62e6d8a4a0b9f0',
        'md5 0cc175b9c0f1b6a831c399e269772661',
      ].join('\n'),
      finds: [
        ['uuid', '52f0e5565be483d48d718f9d8a43791c'],
        ['uuid', '421a2b3c4d5e6f708192a3b4c5d6e7f8'],
        ['uuid', '5231b4ee0ac2b6f89f62e6d8a4a0b9f0'],
      ],
      leaves: ['0cc175b9c0f1b6a831c399e269772661'],
    },
  ],
};
