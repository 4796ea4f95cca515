import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';

/** What each folder must not know: data flows one way, nothing points back. */
const layers = [
  {
    files: ['src/domain/**'],
    forbid: [
      'src/application',
      'src/event-store',
      'src/read-models',
      'src/server',
      'src/wechat',
      'schema',
      'projections',
    ],
  },
  {
    files: ['src/event-store/**'],
    forbid: ['src/domain', 'src/application', 'src/read-models', 'src/server', 'schema', 'projections'],
  },
  { files: ['src/read-models/**'], forbid: ['src/domain', 'src/application', 'src/server', 'schema', 'projections'] },
  { files: ['src/history/**'], forbid: ['src/application', 'src/server', 'schema'] },
  { files: ['projections/**'], forbid: ['src/application', 'src/server', 'schema'] },
  { files: ['src/application/**'], forbid: ['src/server', 'schema'] },
  { files: ['schema/**'], forbid: ['src/server', 'src/event-store/embedded', 'src/read-models/embedded'] },
];

export default tseslint.config(
  { ignores: ['dist', 'data', 'coverage', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.mjs', 'jest.config.mjs'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'no-control-regex': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  ...layers.map(({ files, forbid }) => ({
    files,
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        { zones: forbid.map((from) => ({ target: files[0].replace('/**', ''), from })) },
      ],
    },
  })),
  {
    // Classes of the schema describe shapes, and views have those shapes without being instances.
    files: ['schema/**'],
    rules: { '@typescript-eslint/no-unsafe-class-instance-assignment': 'off' },
  },
  {
    files: ['**/*.mjs'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: { ...tseslint.configs.disableTypeChecked.languageOptions, globals: { process: 'readonly' } },
  },
);
