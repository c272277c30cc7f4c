/** Interface text of query fields. */
export const query = {
  completions: 'Completions',
  suggestion: (query: string) => `Use ${query}`,
  clear: 'Clear the query',
};
