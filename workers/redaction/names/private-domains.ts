import { hostname } from '../internet-name';
import type { NameForm, NameRoad } from '../name-road';

const LONGEST = 255;
/** The name that ends with what was found: no path, no address of a mailbox, no part of a longer word. */
const BEFORE = /(?<![\p{L}\p{N}_@%$.-])(?:[a-z\d](?:[a-z\d-]{0,62})\.){0,8}[a-z\d](?:[a-z\d-]{0,62})$/iu;
const GOES_ON = /^(?:[\p{L}\p{N}_-]|\.[\p{L}\p{N}_-])/u;

/** Names below a top-level domain that networks have for themselves: whatever text they stand in, they are hosts. */
function below(top: string): NameForm {
  return {
    needle: `.${top}`,
    read(line, at, names) {
      if (GOES_ON.test(line.slice(at + top.length + 1, at + top.length + 3))) return;
      const from = Math.max(0, at - LONGEST);
      const name = BEFORE.exec(line.slice(from, at))?.[0];
      if (name === undefined || /(?:^|[^/])\/$/.test(line.slice(0, at - name.length).slice(-2))) return;
      // `rc.local`, `threading.local`: one word alone must have what words of programs have not.
      if (!/[\d-]/.test(name) && (!name.includes('.') || top === 'internal')) return;
      hostname(`${name}.${top}`, false, names);
    },
  };
}

/** Hosts of networks' own domains in any text. */
export const road: NameRoad = {
  id: 'private-domains',
  forms: ['local', 'lan', 'corp', 'intranet', 'intern', 'internal'].map(below),
  samples: [
    {
      path: 'var/run/log/syslog.log',
      content: [
        'q-pd1.vapp.local is gone, moved (q-pd2.lan). From esxq.tills.corp/x to q3.quux.internal: done',
        'rc.local threading.local /etc/init/q-4.local q-5.local.sh q-6.localtime com.vmware.x-1.internal a.b.internal x@q-7.vapp.local Administrator@vsphere.local localhost.local q-8.locale',
      ].join('\n'),
      finds: [
        ['host-name', 'q-pd1'],
        ['host-name', 'vapp.local'],
        ['host-name', 'q-pd2'],
        ['host-name', 'esxq'],
        ['host-name', 'tills.corp'],
        ['host-name', 'q3'],
        ['host-name', 'quux.internal'],
      ],
      leaves: [
        'rc',
        'threading',
        'q-4',
        'q-5',
        'q-6',
        'q-7',
        'q-8',
        'com',
        'a',
        'b.internal',
        'vsphere',
        'localhost',
      ],
    },
  ],
};
