import { defineKind } from '../kind';
import { NamedAliases } from '../named-aliases';

export default defineKind({
  kind: 'word',
  assigner: (book) => new NamedAliases(book, 'word'),
  samples: [],
});
