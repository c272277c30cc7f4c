import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

// Who may know whom: the domains know neither engine nor page, the engine not the page, the page of the engine's
// machinery only what it is asked and answers.
const PAGE = { regex: '/web/|^svelte', message: 'What runs in workers knows nothing of the page.' };
const ENGINE = {
  regex: '/engine/',
  message:
    'A domain is put to use by the engine and knows nothing of it: let it say what it needs as an interface.',
};
const MACHINERY = {
  regex: '/workers/(analysis|archive|crypto|dump|engine|java|kernel|package|sample|scan|store|timeline)/',
  allowTypeImports: true,
  message: 'The page asks the engine for what these do; it may import their types.',
};

export default ts.config(
  { ignores: ['dist', 'assembly', 'node_modules', 'tests/fixtures', 'test-results', 'playwright-report'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    rules: {
      'no-undef': 'off', // the compilers know what exists on each thread
      'no-console': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'svelte/no-at-html-tags': 'error',
    },
  },
  { files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
  {
    files: ['workers/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [PAGE] }] },
  },
  {
    files: ['workers/*/**/*.ts'],
    ignores: ['workers/engine/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [PAGE, ENGINE] }] },
  },
  {
    files: ['web/**'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [MACHINERY] }] },
  },
  {
    files: ['.ci/**', 'tests/**', '*.config.*'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
);
