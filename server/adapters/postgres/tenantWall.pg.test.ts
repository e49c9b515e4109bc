// The second wall by itself: the application's own filter is left out here, as if somebody had forgotten it.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { seedTenant, type SeededTenant } from '../../testing/tenantSeed.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createTenantReaders, readersHold, type TenantReaders } from './tenantReaders.ts'
import { raiseTenantWall, READER_ROLE } from './tenantWall.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let owner: SeededTenant
let stranger: SeededTenant
let readers: TenantReaders
beforeAll(async () => {
  views = await viewDatabase()
  owner = await seedTenant(views.db, 'Owner')
  stranger = await seedTenant(views.db, 'Stranger')
  expect(await raiseTenantWall(views.url)).toBeNull()
  readers = createTenantReaders(views.url)
})
afterAll(async () => {
  await readers.close()
  await views.drop()
})

const tables = async () => {
  const { rows } = await query<{ name: string }>(
    views.url,
    `
    SELECT c.relname AS name FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege('${READER_ROLE}', c.oid, 'SELECT')
    ORDER BY 1`,
  )
  return rows.map(({ name }) => name)
}

const query = async <Row extends pg.QueryResultRow>(connectionString: string, sql: string, options?: string) => {
  const client = new pg.Client({ connectionString, ...(options !== undefined && { options }) })
  await client.connect()
  try {
    return await client.query<Row>(sql)
  } finally {
    await client.end()
  }
}

test('every table that the role may read gives a tenant its own rows only, though nothing asks for them', async () => {
  const names = await tables()
  expect(names).toEqual(
    expect.arrayContaining([
      'audit_entry',
      'api_key',
      'data_source',
      'event_record',
      'investigation_view',
      'person',
      'query_view',
      'tenant',
    ]),
  )
  for (const name of names) {
    const column = name === 'tenant' ? 'id' : 'tenant_id'
    const seen = await readers
      .of(owner.tenantId)
      .$queryRawUnsafe<{ tenant: string }[]>(`SELECT DISTINCT ${column}::text AS tenant FROM "${name}"`)
    expect([name, seen.filter(({ tenant }) => tenant !== owner.tenantId)]).toEqual([name, []])
  }
  expect(await readers.of(owner.tenantId).investigationView.findMany({ select: { id: true } })).toEqual([
    { id: owner.investigationId },
  ])
  expect(await readers.of(stranger.tenantId).investigationView.findMany({ select: { id: true } })).toEqual([
    { id: stranger.investigationId },
  ])
  expect(await readers.of(owner.tenantId).person.findMany({ where: { id: stranger.personId } })).toEqual([])
  expect(await views.db.investigationView.count()).toBe(2)
})

test('accounts, sessions and tries to sign in are closed to the role, and so is every write', async () => {
  const reader = readers.of(owner.tenantId)
  for (const sql of [
    'SELECT * FROM account',
    'SELECT * FROM session',
    'SELECT * FROM sign_in_try',
    `UPDATE person SET name = 'x'`,
    'DELETE FROM investigation_view',
    `INSERT INTO tenant (id, name) VALUES (gen_random_uuid(), 'x')`,
    'ALTER TABLE person DISABLE ROW LEVEL SECURITY',
  ])
    await expect(reader.$executeRawUnsafe(sql)).rejects.toThrow(/permission denied|must be owner/)
})

test('without a tenant there are no rows', async () => {
  const count = async (tenant: string) =>
    (
      await query<{ count: number }>(
        views.url,
        'SELECT count(*)::int FROM investigation_view',
        `-c role=${READER_ROLE}${tenant}`,
      )
    ).rows[0]?.count
  expect([
    await count(''),
    await count(' -c dataing.tenant='),
    await count(` -c dataing.tenant=${owner.tenantId}`),
  ]).toEqual([0, 0, 1])
})

test('the wall is raised again without harm, by many at once, and new tables get theirs', async () => {
  await query(
    views.url,
    'CREATE TABLE later (tenant_id uuid); ' +
      `INSERT INTO later VALUES ('${owner.tenantId}'), ('${stranger.tenantId}')`,
  )
  expect(await Promise.all([1, 2, 3].map(() => raiseTenantWall(views.url)))).toEqual([null, null, null])
  expect(await readers.of(owner.tenantId).$queryRawUnsafe('SELECT tenant_id::text AS tenant FROM later')).toEqual([
    { tenant: owner.tenantId },
  ])
})

test('a login that may not hand out the role is told what to ask for, and nothing is changed', async () => {
  const login = `plain_${randomUUID().replaceAll('-', '')}`
  await query(views.url, `CREATE ROLE ${login} LOGIN PASSWORD 'plain'`)
  const url = Object.assign(new URL(views.url), { username: login, password: 'plain' })
  const problem = await raiseTenantWall(url.href)
  expect(problem?.message).toContain(`CREATE ROLE ${READER_ROLE} NOLOGIN; GRANT ${READER_ROLE} TO <the login>;`)
  await query(views.url, `GRANT ${READER_ROLE} TO ${login}`)
  expect(await raiseTenantWall(url.href)).toBeNull()
  await query(views.url, `DROP ROLE ${login}`)
})

test('connections that do not begin as the role are noticed', async () => {
  expect(await readersHold(readers, owner.tenantId)).toBe(true)
  const url = new URL(views.url)
  url.searchParams.set('options', '-c statement_timeout=5000')
  const plain = createTenantReaders(url.href)
  expect(await readersHold(plain, owner.tenantId)).toBe(false)
  await plain.close()
})

test('a tenant whose connections were let go gets them again', async () => {
  const few = createTenantReaders(views.url, 1)
  const first = few.of(owner.tenantId)
  expect(await first.investigationView.count()).toBe(1)
  expect(await few.of(asId<TenantId>(stranger.tenantId)).investigationView.count()).toBe(1)
  expect(await first.investigationView.count()).toBe(1)
  await few.close()
  await first.$disconnect()
})
