import { PgBoss, type SendOptions } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomUUID } from 'node:crypto'
import { newCase } from '../../testing/caseFacts.ts'
import { startChild } from '../../testing/childProcess.ts'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { asId, type CaseRef, type TenantId } from '../../core/shared/ids.ts'
import { ensureBoss, GIVE_UP_QUEUE, jobRow, STEP_QUEUE, type StepJob } from './queue.ts'
import { startWorker, type WorkerOptions } from './worker.ts'

let database: TestDatabase
let boss: PgBoss
const stopping: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  database = await testDatabase()
  await Promise.all([ensureBoss(database.url), ensureBoss(database.url)])
  boss = new PgBoss({ connectionString: database.url, supervise: false, schedule: false })
  await boss.start()
})
afterAll(async () => {
  await Promise.all(stopping.map(stop => stop()))
  await boss.stop({ graceful: false })
  await database.drop()
})

const step = { kind: 'conclude' } as const
const newRef = () => newCase({ tenantId: asId<TenantId>(randomUUID()) })
const send = (ref: CaseRef, options: SendOptions = {}) =>
  boss.insert(STEP_QUEUE, [{ ...jobRow(ref, step), ...options }])
const liveJobs = async (ref: CaseRef) =>
  [
    ...(await boss.findJobs(STEP_QUEUE, { key: `${ref.investigationId}:conclude` })),
    ...(await boss.findJobs(GIVE_UP_QUEUE, { data: { ref } })),
  ].filter(job => job.state === 'created' || job.state === 'retry' || job.state === 'active')

/** A worker of which only `handle` and the like are said, and a promise for each case it comes to. */
const start = async (options: Partial<WorkerOptions>) => {
  const worker = await startWorker({
    connectionString: database.url,
    concurrency: 8,
    onProblem: () => {},
    recovery: { openCases: async () => [], stepsDue: async () => [] },
    handle: async () => {},
    onGiveUp: async () => {},
    ...options,
  })
  stopping.push(() => worker.stop(0))
  return worker
}

const arrivals = () => {
  const arrived = new Map<string, PromiseWithResolvers<unknown>>()
  const at = (ref: CaseRef) => {
    const promise = arrived.get(ref.investigationId) ?? Promise.withResolvers<unknown>()
    arrived.set(ref.investigationId, promise)
    return promise
  }
  return { of: (ref: CaseRef) => at(ref).promise, arrive: (ref: CaseRef, what?: unknown) => at(ref).resolve(what) }
}

test('steps run side by side, each settled by itself', async () => {
  const [slow, ...quick] = Array.from({ length: 8 }, newRef) as [CaseRef, ...CaseRef[]]
  const release = Promise.withResolvers<void>()
  const done = arrivals()
  const worker = await start({
    handle: async ({ ref }) => {
      if (ref.investigationId === slow.investigationId) await release.promise
      done.arrive(ref)
    },
  })
  await boss.insert(
    STEP_QUEUE,
    [slow, ...quick].map(ref => jobRow(ref, step)),
  )
  await Promise.all(quick.map(done.of))
  await expect.poll(async () => (await Promise.all(quick.map(liveJobs))).flat()).toEqual([])
  expect((await liveJobs(slow)).map(job => job.state)).toEqual(['active'])
  const stopped = worker.stop()
  release.resolve()
  await stopped
  expect(await liveJobs(slow)).toEqual([])
})

test('a step that fails each time is given up after its last attempt, once', async () => {
  const ref = newRef()
  const attempts: boolean[] = []
  const given = arrivals()
  const worker = await start({
    handle: async ({ lastAttempt }) => {
      attempts.push(lastAttempt)
      throw new Error('the step broke')
    },
    onGiveUp: async (job, problem) => given.arrive(job.ref, { job, problem }),
  })
  await send(ref, { retryLimit: 1 })
  expect(await given.of(ref)).toEqual({
    job: { ref, step },
    problem: { code: 'step-failed', message: 'This step failed each time it was tried.' },
  })
  expect(attempts).toEqual([false, true])
  await expect.poll(() => liveJobs(ref)).toEqual([])
  await worker.stop()
})

test('a step is given up in the words of its last failure where people may read them', async () => {
  const ref = newRef()
  const given = arrivals()
  const worker = await start({
    handle: async () => {
      throw new Error('The data source does not answer.')
    },
    onGiveUp: async (job, problem) => given.arrive(job.ref, problem),
    explain: problem => (problem instanceof Error ? { code: 'unreachable', message: problem.message } : null),
  })
  await send(ref, { retryLimit: 0 })
  expect(await given.of(ref)).toEqual({ code: 'unreachable', message: 'The data source does not answer.' })
  await worker.stop()
})

test('attempts lost with their workers are not those that a step may fail, until they are nine', async () => {
  const [often, tooOften] = [newRef(), newRef()]
  await Promise.all([often, tooOften].map(ref => send(ref)))
  /** As if the worker of the attempt after so many others had been silent for a minute. */
  const lose = (ref: CaseRef, attempts: number, limit: number) =>
    boss.getDb().executeSql(
      `UPDATE pgboss.job SET state = 'active', retry_count = $2, retry_limit = $3, started_on = now() - interval '1 minute', heartbeat_on = NULL
     WHERE name = '${STEP_QUEUE}' AND singleton_key = $1`,
      [`${ref.investigationId}:conclude`, attempts, limit],
    )
  await lose(often, 3, 3)
  await lose(tooOften, 8, 8)
  const [done, given] = [arrivals(), arrivals()]
  const worker = await start({
    handle: async ({ ref }) => done.arrive(ref),
    onGiveUp: async (job, problem) => given.arrive(job.ref, problem.code),
  })
  await done.of(often)
  expect(await given.of(tooOften)).toBe('worker-lost')
  await worker.stop()
})

test('a step whose giving up fails is given up again', async () => {
  const ref = newRef()
  const given = arrivals()
  let tries = 0
  const worker = await start({
    handle: async () => {
      throw new Error('the step broke')
    },
    onGiveUp: async job => {
      if (++tries === 1) throw new Error('the database was away')
      given.arrive(job.ref)
    },
  })
  await send(ref, { retryLimit: 0 })
  await given.of(ref)
  expect(tries).toBe(2)
  await worker.stop()
})

test('a due step of an open case is sent again if, and only if, it has no job', async () => {
  const [forgotten, waiting] = [newRef(), newRef()]
  await send(waiting, { startAfter: 3_600 })
  const done = arrivals()
  const seen: StepJob[] = []
  const worker = await start({
    handle: async ({ ref, step: due }) => {
      seen.push({ ref, step: due })
      done.arrive(ref)
    },
    recovery: { openCases: async () => [waiting, forgotten], stepsDue: async () => [step] },
  })
  await done.of(forgotten)
  await worker.resume()
  await worker.stop()
  expect(seen.filter(job => job.ref.investigationId === waiting.investigationId)).toEqual([])
  expect(seen.length).toBeGreaterThan(0)
  expect(await liveJobs(waiting)).toHaveLength(1)
})

test('steps of killed and of stopped processes run again within 15 s, or are given up; a stopped process learns that it lost them', async () => {
  const [killed, killing, frozen] = [newRef(), newRef(), newRef()]
  const mortal = startChild('holdingWorker.ts', database.url)
  stopping.push(mortal.kill)
  await mortal.said('ready')
  await Promise.all([send(killed), send(killing, { retryLimit: 0 })])
  await Promise.all([killed, killing].map(ref => mortal.said(`took ${ref.investigationId}`)))
  await mortal.kill()
  const sleeper = startChild('holdingWorker.ts', database.url)
  stopping.push(sleeper.kill)
  await sleeper.said('ready')
  await send(frozen)
  await sleeper.said(`took ${frozen.investigationId}`)
  sleeper.signal('SIGSTOP')
  const began = Date.now()
  const done = arrivals()
  const given = arrivals()
  const worker = await start({
    handle: async ({ ref }) => done.arrive(ref),
    onGiveUp: async (job, problem) => given.arrive(job.ref, problem.code),
  })
  await Promise.all([done.of(killed), done.of(frozen)])
  expect(Date.now() - began).toBeLessThan(15_000)
  expect(await given.of(killing)).toBe('worker-lost')
  sleeper.signal('SIGCONT')
  await sleeper.said(`lost ${frozen.investigationId}`)
  expect(await liveJobs(frozen)).toEqual([])
  await worker.stop()
}, 60_000)
