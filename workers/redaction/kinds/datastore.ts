import { defineKind } from '../kind';
import { NamedAliases } from '../named-aliases';

export default defineKind({
  kind: 'datastore',
  assigner: (book) => new NamedAliases(book, 'datastore'),
  samples: [],
});
