import { BUILT_IN_USERS } from '../built-in-users';
import { defineKind } from '../kind';
import { NamedAliases } from '../named-aliases';

export default defineKind({
  kind: 'user',
  builtIn: [...BUILT_IN_USERS],
  assigner: (book) => new NamedAliases(book, 'user'),
  samples: [
    {
      text: 'user=root User dcui vpxuser:VSPHERE.LOCAL\\Administrator',
      keeps: ['root', 'dcui', 'vpxuser:VSPHERE.LOCAL\\Administrator'],
    },
  ],
});
