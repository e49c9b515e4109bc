import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { createDataSources } from '../adapters/dataSources/createDataSources.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { createMemoryDataSourceRegistry } from '../adapters/memory/dataSourceRegistry.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import type { DataSource } from '../core/ports/dataSource.ts'
import type { AuditNote } from '../core/ports/auditTrail.ts'
import type { DataSourceKinds } from '../core/ports/dataSourceKinds.ts'
import { secretsOf } from '../core/ports/secretBox.ts'
import { asId, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import { ok, refuse } from '../core/shared/result.ts'
import { duckdbFile, type DuckdbFile } from '../testing/duckdbFile.ts'
import { warmGuard } from '../testing/warmGuard.ts'
import { connectDataSource } from './connectDataSource.ts'
import { describeTable } from './describeTable.ts'
import { listTables } from './listTables.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}
const [tenantId, stranger] = [asId<TenantId>('tenant-a'), asId<TenantId>('tenant-b')]
const guard = createQueryGuard()
beforeAll(() => warmGuard(guard), 60_000)
afterAll(() => guard.close())
const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

const setUp = (kinds: DataSourceKinds = createDataSourceKinds(definitions, options)) => {
  const registry = createMemoryDataSourceRegistry()
  const secrets = createSecretBox(randomBytes(32))
  const dataSources = createDataSources({ registry, secrets, kinds })
  closers.push(() => dataSources.close())
  const ids: DataSourceId[] = []
  const newId = () => {
    const id = asId<DataSourceId>(randomUUID())
    ids.push(id)
    return id
  }
  const notes: AuditNote[] = []
  const audit = {
    note: async (note: AuditNote) => {
      notes.push(note)
    },
  }
  return {
    registry,
    secrets,
    dataSources,
    ids,
    notes,
    connect: connectDataSource({ kinds, registry, secrets, audit, guard, clock: () => performance.now(), newId }),
  }
}

const file = async (
  statements: readonly string[] = ['CREATE TABLE orders (id INTEGER PRIMARY KEY)'],
): Promise<DuckdbFile> => {
  const made = await duckdbFile(statements)
  closers.push(made.remove)
  return made
}

test('a data source is connected, and can be asked for its tables', async () => {
  const { connect, dataSources, registry, ids } = setUp()
  const { path } = await file()
  const connected = await connect({ tenantId, name: '  Shop ', kind: 'duckdb', settings: { path } })
  const [id] = ids
  expect(connected).toMatchObject({ ok: true, value: { id } })
  if (id === undefined) return
  expect(await registry.find(tenantId, id)).toEqual({
    id,
    name: 'Shop',
    kind: 'duckdb',
    settings: { path },
    secrets: null,
    readOnly: true,
    draft: false,
    active: true,
    isDefault: true,
    version: 1,
  })
  const orders = { schema: 'main', name: 'orders' }
  expect(await listTables({ dataSources })(tenantId, id)).toEqual({
    ok: true,
    value: [{ name: orders, isView: false, rowEstimate: 0 }],
  })
  expect(await describeTable({ dataSources })(tenantId, id, orders)).toMatchObject({
    ok: true,
    value: { name: orders, primaryKey: ['id'] },
  })
  expect(await describeTable({ dataSources })(tenantId, id, { schema: 'main', name: 'other' })).toEqual({
    ok: true,
    value: null,
  })
})

test('another tenant, and an unknown id, find nothing', async () => {
  const { connect, dataSources } = setUp()
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path: (await file()).path } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  const notFound = {
    ok: false,
    problem: { code: 'not-found', message: 'There is no such data source.', retryable: false },
  }
  expect((await listTables({ dataSources })(tenantId, id)).ok).toBe(true)
  expect(await listTables({ dataSources })(stranger, id)).toEqual(notFound)
  expect(await describeTable({ dataSources })(stranger, id, { schema: 'main', name: 'orders' })).toEqual(notFound)
  expect(await listTables({ dataSources })(tenantId, asId<DataSourceId>(randomUUID()))).toEqual(notFound)
})

test.each([
  [{ name: ' ', kind: 'duckdb', settings: { path: '/x' } }, ['name']],
  [{ name: 'x'.repeat(101), kind: 'duckdb', settings: { path: '/x' } }, ['name']],
  [{ name: 'Shop', kind: 'oracle', settings: {} }, ['kind']],
  [{ name: 'Shop', kind: 'duckdb', settings: { path: 7 } }, ['settings', 'path']],
  [{ name: 'Shop', kind: 'duckdb', settings: 'text' }, ['settings']],
])('input %o is refused with the path of its fault', async (input, path) => {
  const { connect, ids } = setUp()
  expect(await connect({ tenantId, ...input })).toMatchObject({ ok: false, problem: { code: 'invalid', path } })
  expect(ids).toEqual([])
})

const skipped = ['role', 'listSchemas', 'readTable', 'readOnly'].map(name => ({ name, outcome: 'skipped' }))

test('a connection that fails stores nothing, and says why without the path', async () => {
  const { connect, ids } = setUp()
  const { folder, path } = await file()
  await writeFile(`${folder}/other.duckdb`, 'no database')
  const wrong = [`${folder}/missing.duckdb`, `${folder}/other.duckdb`, '/dev/null']
  const tried = await Promise.all(
    wrong.map(each => connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path: each } })),
  )
  expect(tried).toMatchObject([
    {
      ok: false,
      problem: { code: 'test-failed', steps: [{ name: 'signIn', outcome: 'failed', retryable: true }, ...skipped] },
    },
    {
      ok: false,
      problem: { code: 'test-failed', steps: [{ name: 'signIn', outcome: 'failed', retryable: false }, ...skipped] },
    },
    {
      ok: false,
      problem: { code: 'test-failed', steps: [{ name: 'signIn', outcome: 'failed', retryable: false }, ...skipped] },
    },
  ])
  expect(JSON.stringify(tried)).not.toContain(folder)
  expect(ids).toEqual([])
  expect(await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path } })).toMatchObject({ ok: true })
})

test('a name is used once per tenant', async () => {
  const { connect } = setUp()
  const input = { name: 'Shop', kind: 'duckdb', settings: { path: (await file()).path } }
  expect((await connect({ tenantId, ...input })).ok).toBe(true)
  expect(await connect({ tenantId, ...input })).toEqual({
    ok: false,
    problem: { code: 'name-taken', message: 'There is a data source Shop already.', path: ['name'] },
  })
  expect(await connect({ tenantId, ...input, name: 'SHOP' })).toMatchObject({
    ok: false,
    problem: { code: 'name-taken' },
  })
  expect((await connect({ tenantId: stranger, ...input })).ok).toBe(true)
})

test('a draft is saved untested, and is not opened', async () => {
  const { connect, dataSources, registry } = setUp()
  const connected = await connect({
    tenantId,
    name: 'Shop',
    kind: 'duckdb',
    settings: { path: '/nowhere/at-all.duckdb' },
    draft: true,
  })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(connected).toMatchObject({ ok: true, value: { steps: [] } })
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: true, readOnly: null })
  expect(await dataSources.open(tenantId, id)).toMatchObject({
    ok: false,
    problem: { code: 'bad-settings', message: expect.stringContaining('draft') as string },
  })
})

/** A kind with a secret, whose login can write; counts what is open. */
const writableKind = () => {
  const seen: { passwords: string[]; databases: unknown[]; open: number } = { passwords: [], databases: [], open: 0 }
  const source: DataSource = {
    dialect: definitions[1].dialect,
    listTables: async () => ok([]),
    describe: async () => ok([]),
    ask: async () => refuse({ code: 'unreachable', message: 'none', retryable: true }),
    estimate: async () => refuse({ code: 'unreachable', message: 'none', retryable: true }),
    proveReadOnly: async () =>
      ok({ readOnly: false, canDo: ['delete in public.orders', 'create schemas'], grant: 'REVOKE DELETE …;' }),
    close: async () => void seen.open--,
  }
  const kinds: DataSourceKinds = {
    ...createDataSourceKinds(definitions, options),
    async *reach() {},
    async connect({ settings, secrets }) {
      seen.databases.push(settings['database'])
      seen.passwords.push(secrets['password'] ?? '')
      seen.open++
      return ok(source)
    },
  }
  return { kinds, seen }
}

const login = { host: 'db', database: 'shop', user: 'writer', password: 'planted-canary' }

test('a login that can write is connected with a warning that says what and how to mend it', async () => {
  const { kinds } = writableKind()
  const { connect, registry, ids } = setUp(kinds)
  const proof = {
    name: 'readOnly',
    outcome: 'warning',
    message: 'The login can do more than read: delete in public.orders; create schemas. Dataing never does.',
    grant: 'REVOKE DELETE …;',
  }
  const connected = await connect({ tenantId, name: 'Shop', kind: 'postgres', settings: login })
  expect(connected.ok && connected.value.steps.find(({ name }) => name === 'readOnly')).toMatchObject(proof)
  const [id] = ids
  expect(id && (await registry.find(tenantId, id))?.readOnly).toBe(false)
})

test('secrets are stored sealed, for this tenant and data source only, and reach the connection', async () => {
  const { kinds, seen } = writableKind()
  const { connect, registry, secrets, dataSources, ids } = setUp(kinds)
  await connect({ tenantId, name: 'Shop', kind: 'postgres', settings: login })
  const [id] = ids
  const stored = id && (await registry.find(tenantId, id))
  if (!stored || stored.secrets === null) throw new Error('Nothing is stored.')
  expect(JSON.stringify({ ...stored, secrets: Buffer.from(stored.secrets).toString('latin1') })).not.toContain(
    'planted-canary',
  )
  expect(secrets.open(secretsOf(tenantId, stored.id), stored.secrets)).toEqual({
    ok: true,
    value: '{"password":"planted-canary"}',
  })
  expect((await dataSources.open(tenantId, stored.id)).ok).toBe(true)
  expect(seen.passwords).toEqual(['planted-canary', 'planted-canary'])
  await registry.add(stranger, stored)
  expect(await setUpWith({ registry, secrets, kinds }).open(stranger, stored.id)).toMatchObject({
    ok: false,
    problem: { code: 'bad-settings' },
  })
})

const setUpWith = (tools: Parameters<typeof createDataSources>[0]) => {
  const dataSources = createDataSources(tools)
  closers.push(() => dataSources.close())
  return dataSources
}

test('what was opened to try is closed, and an open data source is shared until its settings change or the process stops', async () => {
  const { kinds, seen } = writableKind()
  const { connect, registry, secrets, ids } = setUp(kinds)
  await connect({ tenantId, name: 'Shop', kind: 'postgres', settings: login })
  expect(seen.open).toBe(0)
  const [id] = ids
  if (id === undefined) throw new Error('Nothing is stored.')
  let stored = await registry.find(tenantId, id)
  const dataSources = setUpWith({ registry: { ...registry, find: async () => stored }, secrets, kinds })
  const opened = await Promise.all(Array.from({ length: 5 }, () => dataSources.open(tenantId, id)))
  expect([new Set(opened.map(result => result.ok && result.value)).size, seen.open]).toEqual([1, 1])
  stored = stored && { ...stored, settings: { ...stored.settings, database: 'other' } }
  expect([(await dataSources.open(tenantId, id)).ok, seen.open, seen.databases]).toEqual([
    true,
    1,
    ['shop', 'shop', 'other'],
  ])
  await dataSources.close()
  expect(seen.open).toBe(0)
  expect(await dataSources.open(tenantId, id)).toMatchObject({ ok: false, problem: { code: 'cancelled' } })
})
