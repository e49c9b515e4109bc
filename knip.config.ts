import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: ['server/main.ts', 'server/graphql/printSchema.ts', 'scripts/*.mjs', 'bench/*/run.ts', 'client/main.ts', 'client/index.html'],
  project: ['server/**/*.ts', 'client/**/*.{ts,vue,css}', 'demo/**/*.ts', 'bench/**/*.ts', 'e2e/**/*.ts', 'scripts/**/*.{mjs,ts}'],
  ignore: ['server/graphql/generated/**', 'client/gql/**'],
  // `node` is there for its binary, which every script runs under; the Tailwind and Prisma generators are named in CSS and in the Prisma schema.
  ignoreDependencies: ['node'],
  ignoreExportsUsedInFile: true,
}

export default config
