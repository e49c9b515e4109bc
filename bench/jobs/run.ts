import { parseArgs } from 'node:util'
import { startWorker } from '../../server/adapters/jobs/worker.ts'
import type { CaseRef } from '../../server/core/shared/ids.ts'
import { cancelled, facts, newCase, opened } from '../../server/testing/caseFacts.ts'
import { startStoreProcess } from '../../server/testing/storeProcess.ts'
import { durablePostgres } from '../shared/durablePostgres.ts'

// Jobs a second of one worker over a queue that is full, and how long an idle worker takes to start a step after the append that made it due.

const { values: options } = parseArgs({
  options: {
    jobs: { type: 'string', default: '5000' },
    starts: { type: 'string', default: '200' },
    concurrency: { type: 'string', default: '32' },
  },
})
const fail = (problem: unknown) => console.error(problem)

const server = await durablePostgres()
const process = await startStoreProcess(server.url)
const tenant = await process.newTenant()

const begun = new Map<string, () => void>()
const startedOnce = (ref: CaseRef) =>
  new Promise<void>(resolve => {
    begun.set(ref.investigationId, resolve)
  })
const openWithStep = (ref: CaseRef) =>
  process.store.append({ ...facts(ref, 0, opened(tenant)), steps: [{ kind: 'gatherContext' }] })
const newWorker = () =>
  startWorker({
    connectionString: server.url,
    concurrency: Number(options.concurrency),
    onProblem: fail,
    recovery: { openCases: async () => [], stepsDue: async () => [] },
    handle: async ({ ref }) => begun.get(ref.investigationId)?.(),
    onGiveUp: async () => {},
  })

const refs = Array.from({ length: Number(options.jobs) }, () => newCase(tenant))
for (let from = 0; from < refs.length; from += 200) await Promise.all(refs.slice(from, from + 200).map(openWithStep))
const all = Promise.all(refs.map(startedOnce))
const began = performance.now()
const worker = await newWorker()
await all
const throughput = refs.length / ((performance.now() - began) / 1_000)

const latencies: number[] = []
for (let start = 0; start < Number(options.starts); start++) {
  const ref = newCase(tenant)
  const started = startedOnce(ref)
  await openWithStep(ref)
  const committed = performance.now()
  await started
  latencies.push(performance.now() - committed)
  await process.store.append(facts(ref, 1, cancelled))
}
const quantile = (share: number) =>
  latencies.toSorted((a, b) => a - b)[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]?.toFixed(1)
console.table({
  'jobs a second': Math.round(throughput),
  'start p50 ms': quantile(0.5),
  'start p99 ms': quantile(0.99),
})
await worker.stop()
await process.close()
await server.stop()
