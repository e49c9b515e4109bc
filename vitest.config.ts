import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const pgTests = '**/*.pg.test.ts'

export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['{server,demo,bench,scripts}/**/*.test.ts'], exclude: [pgTests] },
      },
      {
        test: {
          name: 'pg', include: [`{server,demo,bench}/${pgTests}`], globalSetup: ['server/testing/postgresServer.ts'],
          testTimeout: 30_000, hookTimeout: 30_000,
        },
      },
      {
        plugins: [vue()],
        test: { name: 'client', include: ['client/**/*.test.ts'], environment: 'happy-dom' },
      },
      {
        test: {
          name: 'e2e', include: ['e2e/**/*.test.ts'], globalSetup: ['server/testing/postgresServer.ts'], fileParallelism: false,
          testTimeout: 120_000, hookTimeout: 120_000,
        },
      },
    ],
  },
})
