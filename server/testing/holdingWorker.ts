// A worker process that takes steps and never finishes them: killed or stopped by the tests. It says on stdout what happens to it.
import { startWorker } from '../adapters/jobs/worker.ts'

const say = (word: string) => process.stdout.write(`${word}\n`)

await startWorker({
  connectionString: process.argv[2] ?? '',
  concurrency: 4,
  onProblem: problem => say(`problem ${String(problem)}`),
  recovery: { openCases: async () => [], stepsDue: async () => [] },
  onGiveUp: async ({ ref }) => {
    say(`gave up ${ref.investigationId}`)
  },
  handle: ({ ref }, signal) =>
    new Promise((_, reject) => {
      say(`took ${ref.investigationId}`)
      signal.addEventListener('abort', () => {
        say(`lost ${ref.investigationId}`)
        reject(new Error('lost'))
      })
    }),
})
say('ready')
