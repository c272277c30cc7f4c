import type { FactSource } from '../fact';
import { outputOf } from '../paths';

/** `localcli system uuid get`: `5b2cf5b1-46a2-…`. */
export const source: FactSource = {
  id: 'system-uuid',
  trust: 9,
  wants: outputOf('localcli_system-uuid-get'),
  maxBytes: 4096,
  read: (_path, text) => ({
    uuid: /^[\s"]*([0-9a-f]{8}-[0-9a-f]{4}(?:-?[0-9a-f]{4}){4,5})[\s"]*$/i.exec(text)?.[1],
  }),
};
