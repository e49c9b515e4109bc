import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import ts from 'typescript-eslint'

const TESTS = ['**/*.test.ts', '**/*.contract.ts', 'server/testing/**', 'e2e/**']
const COMMANDS = ['scripts/**', '*.config.{ts,mjs}', 'codegen.ts', '.dependency-cruiser.cjs']

const forgedQuery = [
  'TSAsExpression > TSTypeReference > Identifier[name="SafeQuery"]',
  'TSTypeAssertion > TSTypeReference > Identifier[name="SafeQuery"]',
].map(selector => ({ selector, message: 'Only server/adapters/queryGuard makes a SafeQuery: ask the guard.' }))
const graphqlWrite = {
  selector: 'CallExpression[callee.property.name=/^(create|update|upsert|delete|createMany|updateMany|deleteMany)$/]',
  message: 'GraphQL reads views and asks the app to change things; it never writes.',
}
const environment = {
  selector: 'MemberExpression[object.name="process"][property.name="env"]',
  message: 'The environment is read once, in server/env.ts.',
}
const defaultExport = { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }
const unsafe = ['argument', 'assignment', 'call', 'member-access', 'return']
const untyped = Object.fromEntries(unsafe.map(name => [`@typescript-eslint/no-unsafe-${name}`, 'off']))
const restrict = (...rules) => ({ 'no-restricted-syntax': ['error', ...rules] })

export default defineConfig(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.data/',
      'coverage/',
      'prisma/generated/',
      'server/graphql/generated/',
      'client/gql/',
      'client/public/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error', noInlineConfig: true } },
  ...ts.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, extraFileExtensions: ['.vue'] } },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      // The formatter breaks code at 120; what is left are texts, which it leaves alone.
      'max-len': ['error', { code: 200, ignoreUrls: true }],
      'max-lines': ['error', 300],
      'max-lines-per-function': ['error', { max: 100, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/max-params': ['error', { max: 3 }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // A port's promise may be kept without waiting: the in-memory ones do.
      '@typescript-eslint/require-await': 'off',
      // Ports are objects of functions; ours never say `this`.
      '@typescript-eslint/unbound-method': 'off',
      ...restrict(...forgedQuery, environment, defaultExport),
    },
  },
  { files: ['server/adapters/queryGuard/**'], rules: restrict(environment, defaultExport) },
  { files: ['server/graphql/**'], rules: restrict(...forgedQuery, graphqlWrite, environment, defaultExport) },
  {
    // Resolvers, cache updates and socket hooks take what their library hands them.
    files: ['server/graphql/**', 'server/http/webSocket*.ts', 'client/urql*.ts'],
    rules: { '@typescript-eslint/max-params': ['error', { max: 5 }] },
  },
  { files: ['server/env.ts'], rules: restrict(...forgedQuery, defaultExport) },
  { files: ['**/*.vue'], plugins: { vue }, processor: vue.processors.vue },
  ...vue.configs['flat/essential'].map(config => ({ ...config, files: ['**/*.vue'] })),
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: ts.parser } }, ...ts.configs.disableTypeChecked },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser, projectService: false } },
    rules: {
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
      'max-lines-per-function': 'off',
    },
  },
  // To this parser a component's type is unknown; vue-tsc, which knows it, checks these files as well.
  { files: ['client/**/*.ts'], rules: untyped },
  // What came over the wire is compared as a whole; no type stands between.
  { files: TESTS, rules: { ...untyped, '@typescript-eslint/only-throw-error': 'off', 'no-console': 'off' } },
  { files: TESTS, rules: { 'max-lines': ['error', 600], 'max-lines-per-function': 'off', ...restrict(defaultExport) } },
  // Benchmarks and generators talk to a person at a terminal.
  { files: ['bench/**', 'demo/**'], rules: { 'no-console': 'off' } },
  { files: COMMANDS, rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' } },
  { files: ['**/*.{mjs,cjs}'], ...ts.configs.disableTypeChecked },
)
