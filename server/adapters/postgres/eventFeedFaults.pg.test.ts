import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelled, facts, newCase, opened, stepGivenUp, type TestTenant } from '../../testing/caseFacts.ts'
import { startChild } from '../../testing/childProcess.ts'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { startStoreProcess } from '../../testing/storeProcess.ts'
import { all, rest } from '../../testing/take.ts'
import { startTcpProxy } from '../../testing/tcpProxy.ts'
import { createEventFeed } from './eventFeed.ts'

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

const NEVER_MS = 2 ** 30
const never = new AbortController().signal

const listeners = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'dataing feed' AND query LIKE 'LISTEN%'`

/** A feed that relies on its signals alone unless told otherwise. */
const startFeed = (options: Partial<Parameters<typeof createEventFeed>[0]>) =>
  createEventFeed({
    connectionString: database.url,
    pool: process.pool,
    onProblem: () => {},
    sweepMs: NEVER_MS,
    heartbeatMs: NEVER_MS,
    ...options,
  })

const openCase = async () => {
  const ref = newCase(tenant)
  await process.store.append(facts(ref, 0, opened(tenant)))
  return ref
}

test('facts whose process was killed between commit and signal are delivered within 5 s', async () => {
  const ref = newCase(tenant)
  const heard = all(process.feed.follow(ref, 0, never))
  const child = startChild('muteAppender.ts', database.url, tenant.tenantId, tenant.dataSourceId, ref.investigationId)
  await expect.poll(async () => (await process.store.load(ref)).length, { timeout: 20_000 }).toBe(2)
  const committed = Date.now()
  expect((await heard).map(fact => fact.event)).toEqual([opened(tenant), cancelled])
  expect(Date.now() - committed).toBeLessThan(5_000)
  await child.kill()
})

test('a feed whose connection was cut connects again and catches up', async () => {
  const feed = startFeed({})
  const ref = await openCase()
  const stream = feed.follow(ref, 0, never)[Symbol.asyncIterator]()
  await stream.next()
  const arriving = rest(stream)
  await expect.poll(async () => (await process.pool.query(listeners)).rowCount).toBe(2)
  await process.pool.query(
    `SELECT pg_terminate_backend(pid) FROM (${listeners} ORDER BY backend_start DESC LIMIT 1) AS newest`,
  )
  await process.store.append(facts(ref, 1, stepGivenUp('meanwhile'), cancelled))
  expect((await arriving).map(fact => fact.sequence)).toEqual([2, 3])
  await feed.close()
})

test('a feed whose connection went silent notices, replaces it and catches up', async () => {
  const proxy = await startTcpProxy(database.url)
  const feed = startFeed({ connectionString: proxy.url, heartbeatMs: 200 })
  const ref = await openCase()
  const stream = feed.follow(ref, 0, never)[Symbol.asyncIterator]()
  await stream.next()
  const second = stream.next()
  await process.store.append(facts(ref, 1, stepGivenUp('before')))
  expect((await second).value).toMatchObject({ sequence: 2 })
  proxy.freeze()
  const arriving = rest(stream)
  await process.store.append(facts(ref, 2, stepGivenUp('silence'), cancelled))
  expect((await arriving).map(fact => fact.sequence)).toEqual([3, 4])
  proxy.close()
  await feed.close()
})

test('a thousand followers of one case cost one read per signal, not a thousand', async () => {
  let reads = 0
  const counted = {
    query: ((...args: Parameters<typeof process.pool.query>) => {
      reads++
      return process.pool.query(...args)
    }) as typeof process.pool.query,
  }
  const feed = startFeed({ pool: counted })
  const ref = await openCase()
  const streams = Array.from({ length: 1_000 }, () => feed.follow(ref, 0, never)[Symbol.asyncIterator]())
  await Promise.all(streams.map(stream => stream.next()))
  expect(reads).toBeLessThan(10)
  const remaining = streams.map(rest)
  await process.store.append(facts(ref, 1, stepGivenUp('news'), cancelled))
  for (const seen of await Promise.all(remaining)) expect(seen.map(fact => fact.sequence)).toEqual([2, 3])
  expect(reads).toBeLessThan(15)
  await feed.close()
})
