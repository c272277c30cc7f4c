import { form } from '../needle-forms';
import type { NameRoad } from '../name-road';

/** Ids of encryption keys and names of the key providers they are from. */
export const road: NameRoad = {
  id: 'key-ids',
  forms: [
    ...['keyID', 'keyId', 'key ID', 'key id', 'KeyId'].map((needle) =>
      form(
        needle,
        new RegExp(String.raw`${needle}["']?\s{0,4}[=:]?\s{0,4}["'(]?([\w+/=.-]{6,128})`, 'y'),
        ([, id], names) => {
          if (/\d/.test(id!)) names.add('key-id', id!.replace(/[.]$/, ''));
        },
      ),
    ),
    // `vmware:key/fqid/<VMWARE-NULL>/<provider>/<key>`
    form(
      'fqid/',
      /fqid\/(?:<[^<>\n]{1,40}>|%3cVMWARE-NULL%3e)\/([^/\s,()"']{1,128})\/([^/\s,()"']{1,128})/iy,
      ([, provider, key], names) => {
        names.add('key-id', provider);
        names.add('key-id', key);
      },
    ),
  ],
  samples: [
    {
      path: 'var/run/log/vobd.log',
      content:
        '2018-07-05T20:58:06.093Z: [UserWorldCorrelator] 11239us: [esx.problem.hostd.core.dumped.encrypted] Core dumped to /var/core/hostd-zdump.000, keyID Q2xhcmEgMTIzNDU2Nzg5MA==\n',
      finds: [['key-id', 'Q2xhcmEgMTIzNDU2Nzg5MA==']],
    },
    {
      path: 'vmfs/volumes/x/y/y.vmx',
      content:
        'encryption.keySafe = "vmware:key/list/(pair/(fqid/<VMWARE-NULL>/kms-acme/key-77aa12,HMAC-SHA-256,x))"\n',
      finds: [
        ['key-id', 'kms-acme'],
        ['key-id', 'key-77aa12'],
      ],
    },
  ],
};
