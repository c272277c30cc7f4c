import { defineKind } from '../kind';
import { NamedAliases } from '../named-aliases';

export default defineKind({
  kind: 'vm-name',
  assigner: (book) => new NamedAliases(book, 'vm-name'),
  samples: [],
});
