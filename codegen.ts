import type { CodegenConfig } from '@graphql-codegen/cli'

const config: CodegenConfig = {
  schema: 'schema.graphql',
  documents: ['client/**/*.{ts,vue}', '!client/gql/**', '!client/**/*.test.ts'],
  generates: {
    'client/gql/': {
      preset: 'client',
      presetConfig: { fragmentMasking: { unmaskFunctionName: 'readFragment' } },
      config: {
        useTypeImports: true,
        enumsAsTypes: true,
        immutableTypes: true,
        emitLegacyCommonJSImports: false,
        importExtension: '.ts',
        scalars: { Date: 'string', DateTime: 'string', JSON: 'Record<string, unknown>' },
      },
    },
  },
}

// The generator reads its configuration from the default export.
export default config
