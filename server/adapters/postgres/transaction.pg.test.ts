import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelled, facts, newCase, opened, queryRan, type TestTenant } from '../../testing/caseFacts.ts'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { startStoreProcess } from '../../testing/storeProcess.ts'
import { createInvestigationStore } from './investigationStore.ts'
import { createPool } from './pool.ts'

let database: TestDatabase
let process: Awaited<ReturnType<typeof startStoreProcess>>
let tenant: TestTenant

beforeAll(async () => {
  database = await testDatabase()
  process = await startStoreProcess(database.url)
  tenant = await process.newTenant()
})
afterAll(async () => {
  await process.close()
  await database.drop()
})

const openCase = async () => {
  const ref = newCase(tenant)
  await process.store.append(facts(ref, 0, opened(tenant), queryRan('taken')))
  return ref
}

test('when a fact cannot be saved its job is not sent, nor anything else of it kept', async () => {
  const ref = await openCase()
  const doubled = { ...facts(ref, 2, queryRan('fresh'), queryRan('taken')), steps: [{ kind: 'conclude' } as const] }
  await expect(process.store.append(doubled)).rejects.toThrow('query_view_pkey')
  expect(await process.store.load(ref)).toHaveLength(2)
  expect(await process.sentJobs(ref)).toEqual([])
  await process.store.append({ ...doubled, events: [queryRan('fresh')] })
  expect(await process.store.load(ref)).toHaveLength(3)
  expect(await process.sentJobs(ref)).toEqual([{ kind: 'conclude' }])
})

test('when a job cannot be sent its facts are not saved', async () => {
  const ref = await openCase()
  const jobs = {
    sql: "INSERT INTO pgboss.job (name, priority) SELECT 'step', 1 / json_array_length($1::text::json -> 0)",
    row: () => [],
  }
  const pool = createPool(database.url, () => {})
  const store = createInvestigationStore({ pool, jobs, announce: () => {} })
  await expect(store.append({ ...facts(ref, 2, queryRan('a')), steps: [{ kind: 'conclude' }] })).rejects.toThrow(
    'division by zero',
  )
  expect(await store.load(ref)).toHaveLength(2)
  expect(await store.append(facts(ref, 2, queryRan('a')))).toEqual({ ok: true, value: { version: 3 } })
  await pool.end()
})

test('of many appends saved together each wins, loses or fails by itself', async () => {
  const refs = await Promise.all(Array.from({ length: 40 }, openCase))
  const outcomes = await Promise.allSettled(
    refs.map((ref, index) => {
      if (index % 10 === 3) return process.store.append(facts(ref, 1, cancelled))
      return process.store.append(facts(ref, 2, queryRan(index % 10 === 7 ? 'taken' : 'fresh')))
    }),
  )
  expect(outcomes.map(outcome => (outcome.status === 'fulfilled' ? outcome.value.ok : 'failed'))).toEqual(
    refs.map((_, index) => (index % 10 === 3 ? false : index % 10 === 7 ? 'failed' : true)),
  )
  const versions = await Promise.all(refs.map(async ref => (await process.store.load(ref)).length))
  expect(versions).toEqual(refs.map((_, index) => (index % 10 === 3 || index % 10 === 7 ? 2 : 3)))
})
