import { defineKind } from '../kind';
import { NamedAliases } from '../named-aliases';

export default defineKind({
  kind: 'host-name',
  assigner: (book) => new NamedAliases(book, 'host-name'),
  samples: [],
});
