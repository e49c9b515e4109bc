// Data sources that are tested, connected and changed by the use cases themselves, over a registry in memory.
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { createMemoryDataSourceRegistry } from '../adapters/memory/dataSourceRegistry.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import type { AuditNote } from '../core/ports/auditTrail.ts'
import type { DataSourceKinds } from '../core/ports/dataSourceKinds.ts'
import { outcomesOf } from '../core/ports/testStep.ts'
import { asId, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import { duckdbFile } from './duckdbFile.ts'
import { warmGuard } from './warmGuard.ts'
import { changeDataSource } from '../app/changeDataSource.ts'
import { connectDataSource } from '../app/connectDataSource.ts'
import { testDataSource, type TestDataSourceInput } from '../app/testDataSource.ts'

const guard = createQueryGuard()
export const [tenantId, stranger] = [asId<TenantId>('tenant-a'), asId<TenantId>('tenant-b')]
export const closers: (() => unknown)[] = []

/** The guard is warm before the first test; what a test opened is closed after it. */
export const keepManaging = () => {
  beforeAll(() => warmGuard(guard), 60_000)
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })
  afterAll(() => guard.close())
}

type Connected = Awaited<ReturnType<DataSourceKinds['connect']>>

export const setUp = (
  allowPrivateAddresses = true,
  around: (connected: Connected) => Connected = connected => connected,
) => {
  const options = { allowPrivateAddresses, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 256, threads: 1 } }
  const [registry, secrets, real] = [
    createMemoryDataSourceRegistry(),
    createSecretBox(randomBytes(32)),
    createDataSourceKinds(definitions, options),
  ]
  const kinds: DataSourceKinds = { ...real, connect: async settings => around(await real.connect(settings)) }
  const notes: AuditNote[] = []
  const audit = {
    note: async (note: AuditNote) => {
      notes.push(note)
    },
  }
  const tools = { registry, secrets, kinds, audit, guard, clock: () => performance.now() }
  const connect = connectDataSource({ ...tools, newId: () => asId<DataSourceId>(randomUUID()) })
  const test = async (tenant: TenantId, input: TestDataSourceInput) => {
    const begun = await testDataSource(tools)(tenant, input)
    return begun.ok ? ok(await outcomesOf(begun.value)) : begun
  }
  return { registry, kinds, notes, connect, test, watch: testDataSource(tools), change: changeDataSource(tools) }
}

export const file = async () => {
  const made = await duckdbFile([
    'CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER)',
    'INSERT INTO orders VALUES (1, 2)',
  ])
  closers.push(made.remove)
  return made.path
}

export const stepsOf = (tested: Awaited<ReturnType<ReturnType<typeof setUp>['test']>>) =>
  tested.ok
    ? tested.value.filter(({ outcome }) => outcome !== 'skipped').map(({ name, outcome }) => [name, outcome])
    : tested.problem
export const lastOf = (tested: Awaited<ReturnType<ReturnType<typeof setUp>['test']>>) =>
  tested.ok ? tested.value.findLast(({ outcome }) => outcome !== 'skipped') : undefined

export const login = { host: '127.0.0.1', port: 5432, database: 'shop', user: 'reader', password: 'planted-canary' }
