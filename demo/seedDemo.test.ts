import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDataSourceKinds } from '../server/adapters/dataSources/createDataSourceKinds.ts'
import { createDataSources } from '../server/adapters/dataSources/createDataSources.ts'
import { dataSources as definitions } from '../server/adapters/dataSources/index.ts'
import { createMemoryDataSourceRegistry } from '../server/adapters/memory/dataSourceRegistry.ts'
import { createMemoryStore } from '../server/adapters/memory/investigationStore.ts'
import { createMemoryCases } from '../server/adapters/memory/memoryCases.ts'
import { createQueryGuard } from '../server/adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../server/adapters/secrets/secretBox.ts'
import { startInvestigation } from '../server/app/startInvestigation.ts'
import type { Account, People } from '../server/core/ports/people.ts'
import { asId, type AccountId, type PersonId, type TenantId } from '../server/core/shared/ids.ts'
import { ok, refuse } from '../server/core/shared/result.ts'
import { warmGuard } from '../server/testing/warmGuard.ts'
import { openDuckDbFile } from './duckDbFile.ts'
import { scenarios } from './scenarios/index.ts'
import { seedDemo, type DemoTools } from './seedDemo.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataing-test-seed-'))
  // A warehouse that is there already; what it holds besides the first question's table does not matter here.
  const file = await openDuckDbFile(join(folder, 'warehouse.duckdb'))
  await file.run(
    'CREATE SCHEMA shop_01',
    'CREATE TABLE shop_01.orders (order_id BIGINT PRIMARY KEY, ordered_at TIMESTAMP, user_id BIGINT)',
  )
  await file.close()
})
afterEach(() => rm(folder, { recursive: true }))

const createPeople = (): Pick<People, 'find' | 'createFirst'> => {
  const accounts = new Map<string, Account>()
  return {
    find: async email => accounts.get(email) ?? null,
    async createFirst({ email, passwordHash }) {
      if (accounts.size > 0) return refuse({ code: 'already-set-up' })
      const account = {
        accountId: asId<AccountId>(randomUUID()),
        personId: asId<PersonId>(randomUUID()),
        tenantId: asId<TenantId>(randomUUID()),
        passwordHash,
      }
      accounts.set(email, account)
      return ok(account)
    },
  }
}

const guard = createQueryGuard()
beforeAll(() => warmGuard(guard), 60_000)
afterAll(() => guard.close())

const setUp = () => {
  const kinds = createDataSourceKinds(definitions, {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 2,
    duckdb: { memoryMb: 256, threads: 1 },
  })
  const registry = createMemoryDataSourceRegistry()
  const secrets = createSecretBox(randomBytes(32))
  const store = createMemoryStore(createMemoryCases())
  const dataSources = createDataSources({ registry, secrets, kinds })
  const tools: DemoTools = {
    kinds,
    registry,
    secrets,
    guard,
    audit: { note: async () => {} },
    clock: () => performance.now(),
    people: createPeople(),
    passwords: { hash: async password => `hash of ${password.length}` },
    startInvestigation: startInvestigation({ store, guard, dataSources, registry, newId: randomUUID }),
  }
  return { tools, store, close: () => dataSources.close() }
}

test('makes a workspace with the warehouse connected and one investigation started', async () => {
  const { tools, store, close } = setUp()
  const { account, dataSourceId, investigationId, scenarios: offered } = await seedDemo({ folder, tools })
  expect(await tools.registry.find(account.tenantId, dataSourceId)).toMatchObject({
    name: 'Online shop',
    kind: 'duckdb',
    readOnly: true,
  })
  expect((await store.load({ tenantId: account.tenantId, investigationId })).map(({ event }) => event.type)).toEqual([
    'InvestigationOpened',
  ])
  expect(offered.map(({ question }) => question.dataSourceId)).toEqual(scenarios.map(() => dataSourceId))
  await close()
})

test('adds nothing and keeps the warehouse when it is started again', async () => {
  const { tools, store, close } = setUp()
  const { mtimeMs } = await stat(join(folder, 'warehouse.duckdb'))
  const first = await seedDemo({ folder, tools })
  expect(await seedDemo({ folder, tools })).toEqual(first)
  expect(await store.load({ tenantId: first.account.tenantId, investigationId: first.investigationId })).toHaveLength(1)
  expect((await stat(join(folder, 'warehouse.duckdb'))).mtimeMs).toBe(mtimeMs)
  await close()
})

test('stops where the database is somebody else’s', async () => {
  const { tools, close } = setUp()
  await tools.people.createFirst({ tenantName: 'Acme', name: 'Ann', email: 'ann@acme.example', passwordHash: 'x' })
  await expect(seedDemo({ folder, tools })).rejects.toThrow(/another workspace/)
  await close()
})
