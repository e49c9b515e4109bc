import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// Vite would take graphql's ES modules for our files, and Node its CommonJS ones for our libraries: two graphqls that do not know each other.
const oneGraphql = [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }]

const pgTests = '**/*.pg.test.ts'
const sourcesTests = '**/*.sources.test.ts'
// Whole investigations without a server: they take a second each.
const journeys = ['server/journey/**/*.test.ts', 'demo/**/*.test.ts']

export default defineConfig({
  test: {
    // Groups run one after the other: what is fast first, and the browser when nothing else takes its time.
    projects: [
      {
        test: {
          name: 'unit',
          alias: oneGraphql,
          include: ['{server,demo,bench,scripts}/**/*.test.ts'],
          exclude: [pgTests, sourcesTests, ...journeys],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'journey',
          alias: oneGraphql,
          include: journeys,
          exclude: [pgTests, sourcesTests],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'pg',
          alias: oneGraphql,
          include: [`{server,demo,bench}/${pgTests}`],
          globalSetup: ['server/testing/postgresServer.ts'],
          sequence: { groupOrder: 1 },
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'sources',
          alias: oneGraphql,
          include: [`server/${sourcesTests}`],
          globalSetup: ['server/testing/postgresServer.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 3 },
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [vue()],
        test: { name: 'client', include: ['client/**/*.test.ts'], environment: 'happy-dom' },
      },
      {
        test: {
          name: 'e2e',
          alias: oneGraphql,
          include: ['e2e/**/*.test.ts'],
          globalSetup: ['server/testing/postgresServer.ts'],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
