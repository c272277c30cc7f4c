import { form } from '../needle-forms';
import type { NameRoad } from '../name-road';

const QUOTED = String.raw`\\?"\s{0,4}:\s{0,4}\\?"([^"\\\n]{1,255})\\?"`;

/**
 * Names at AWS (accounts, log groups and streams, filters) and of places in vCenter (datacenters, clusters): all are
 * `cloud-name`, because they say where something runs and are none of the others; ids of CloudHSM clusters and HSMs have
 * kinds of their own.
 */
export const road: NameRoad = {
  id: 'cloud',
  forms: [
    form('"owner', new RegExp(`"owner${QUOTED}`, 'y'), ([, owner], names) => names.add('cloud-name', owner)),
    form('"logGroup', new RegExp(`"logGroup(?:Name)?${QUOTED}`, 'y'), ([, group], names) =>
      names.add('cloud-name', group),
    ),
    form('"logStream', new RegExp(`"logStream(?:Name)?${QUOTED}`, 'y'), ([, stream], names) => {
      if (!/^(?:hsm|cluster)-[a-z0-9]+$/i.test(stream!)) names.add('hsm-name', stream);
    }),
    form('arn:aws', /arn:aws[a-z-]{0,12}:[a-z0-9-]{1,32}:[a-z0-9-]{0,32}:(\d{12}):/y, ([, account], names) =>
      names.add('cloud-name', account),
    ),
    form('clusterName', /clusterName["']?\s{0,4}[=:]\s{0,4}["']([^"'\n]{1,80})["']/y, ([, name], names) =>
      names.add('cloud-name', name),
    ),
    form(
      'datacenterName',
      /datacenterName["']?\s{0,4}[=:]\s{0,4}["']([^"'\n]{1,80})["']/y,
      ([, name], names) => names.add('cloud-name', name),
    ),
  ],
  samples: [
    {
      path: 'delivery.json',
      content:
        '{"messageType":"DATA_MESSAGE","owner":"210987654321","logGroup":"acme-hsm-audit","logStream":"vault-one","subscriptionFilters":["all"],"logEvents":[]}',
      finds: [
        ['cloud-name', '210987654321'],
        ['cloud-name', 'acme-hsm-audit'],
        ['hsm-name', 'vault-one'],
      ],
      leaves: ['DATA_MESSAGE', 'all'],
    },
    {
      path: 'notes.txt',
      content: 'role arn:aws:iam::345678901234:role/audit\n',
      finds: [['cloud-name', '345678901234']],
    },
  ],
};
