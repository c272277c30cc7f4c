import { defineKind } from '../kind';
import { NamedAliases } from '../named-aliases';

export default defineKind({
  kind: 'cloud-name',
  assigner: (book) => new NamedAliases(book, 'cloud-name'),
  samples: [],
});
