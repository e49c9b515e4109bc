// Lineage by HTTP, as dbt's and OpenLineage's users send it, and back by GraphQL.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lineageReaders } from '../adapters/lineage/index.ts'
import { createLineage } from '../adapters/postgres/lineage.ts'
import { createPool } from '../adapters/postgres/pool.ts'
import { createDataSourceRegistry } from '../adapters/postgres/dataSourceRegistry.ts'
import { receiveLineage } from '../app/receiveLineage.ts'
import type { Permission } from '../core/access/permission.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import type { App } from '../graphql/app.ts'
import { cookieOf, post, startSeededApi } from '../testing/httpServer.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let pool: ReturnType<typeof createPool>
let cookie: string
let ours: string
let theirs: string
const app: { -readonly [Key in keyof App]?: App[Key] } = {}
beforeAll(async () => {
  api = await startSeededApi({
    app: {
      lineageAround: (...asked) => (app.lineageAround ?? fails)(...asked),
      receiveLineage: (...asked) => (app.receiveLineage ?? fails)(...asked),
    },
  })
  pool = createPool(api.url, () => {})
  const lineage = createLineage(pool)
  app.lineageAround = lineage.around
  app.receiveLineage = receiveLineage({
    registry: createDataSourceRegistry(api.db, work => api.db.$transaction(work)),
    lineage,
    lineageReaders,
    audit: api.identity.auditLog,
  })
  cookie = await cookieOf(api)
  ours = printGlobalId('DataSource', api.tenant.dataSourceId)
  theirs = printGlobalId('DataSource', (await api.newTenant()).dataSourceId)
}, 120_000)
afterAll(async () => {
  await pool.end()
  await api.close()
})

const fails = (): never => {
  throw new Error('Not ready')
}

type Sent = { readonly headers?: Readonly<Record<string, string>>; readonly dataSource?: string }

const send = async (path: string, body: unknown, { headers = { cookie }, dataSource = ours }: Sent = {}) => {
  const response = await fetch(`${api.origin}/lineage/${path}?dataSource=${encodeURIComponent(dataSource)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
  return [response.status, JSON.parse(await response.text()) as unknown] as const
}

const keyWith = async (scopes: readonly Permission[]) => {
  const owner = { personId: asId<PersonId>(api.personId), isService: false, name: 'Ada' }
  const { token } = await api.identity.apiKeys.make({
    tenantId: api.tenant.tenantId,
    owner,
    name: 'key',
    scopes,
    allowedFrom: [],
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  return { authorization: `Bearer ${token}` }
}

const fan = (children: number) => ({
  sources: { s: { schema: 'raw', name: 'orders' } },
  nodes: Object.fromEntries(
    Array.from({ length: children }, (_, index) => [
      `m${index}`,
      { resource_type: 'model', schema: 'mart', name: `m${index}`, depends_on: { nodes: ['s'] } },
    ]),
  ),
})
const event = {
  eventType: 'COMPLETE',
  inputs: [{ namespace: 'n', name: 'db.mart.m0' }],
  outputs: [{ namespace: 'n', name: 'db.out.report' }],
}

const LINEAGE = `query($id: ID!, $schema: String!, $table: String!, $direction: LineageDirection!, $depth: Int, $first: Int) { node(id: $id) { ... on DataSource {
  lineage(schema: $schema, table: $table, direction: $direction, depth: $depth, first: $first) {
    totalCount truncated nodes { table { schema name } distance } edges { source from { name } to { name } } } } } }`
const ask = async (variables: object) =>
  (
    await post(api, LINEAGE, {
      variables: { id: ours, schema: 'raw', table: 'orders', direction: 'DOWNSTREAM', ...variables },
      headers: { cookie },
    })
  ).body

test('a manifest and an event are taken in by key, and served to the depth and number that are asked', async () => {
  expect(await send('dbt', fan(300), { headers: await keyWith(['lineage:write']) })).toEqual([200, { edges: 300 }])
  expect(await send('openlineage', event, { headers: await keyWith(['lineage:write']) })).toEqual([200, { edges: 1 }])
  const all = (await ask({ depth: 2, first: 100 })) as {
    data: { node: { lineage: { totalCount: number; nodes: unknown[]; edges: unknown[] } } }
  }
  const { lineage } = all.data.node
  expect([lineage.totalCount, lineage.nodes.length, lineage.edges.length]).toEqual([301, 100, 100])
  expect(await ask({ schema: 'out', table: 'report', direction: 'UPSTREAM', depth: 5 })).toEqual({
    data: {
      node: {
        lineage: {
          totalCount: 2,
          truncated: false,
          nodes: [
            { table: { schema: 'mart', name: 'm0' }, distance: 1 },
            { table: { schema: 'raw', name: 'orders' }, distance: 2 },
          ],
          edges: [
            { source: 'OPEN_LINEAGE', from: { name: 'm0' }, to: { name: 'report' } },
            { source: 'DBT', from: { name: 'orders' }, to: { name: 'm0' } },
          ],
        },
      },
    },
  })
  expect(JSON.stringify(await ask({ depth: 11 }))).toContain('The depth is 1 to 10.')
})

test('the audit trail says who sent it, for which data source, and how much', async () => {
  const entries = await api.db.auditEntry.findMany({
    where: { action: 'lineageReceived' },
    orderBy: { sequence: 'asc' },
  })
  expect(entries.map(({ subjectId, after }) => [subjectId, after])).toEqual([
    [api.tenant.dataSourceId, '{"source":"dbt","edges":300}'],
    [api.tenant.dataSourceId, '{"source":"openLineage","edges":1}'],
  ])
})

test('a manifest sent again takes the place of the one before', async () => {
  await send('dbt', fan(3))
  expect(JSON.stringify(await ask({ depth: 1 }))).toContain('"totalCount":3')
})

test("who may not, what is no JSON, what is too large, another tenant's data source: each is refused in its own way", async () => {
  const code = async (...sent: Parameters<typeof send>) => {
    const [status, body] = await send(...sent)
    return [status, (body as { errors: { extensions: { code: string } }[] }).errors[0]?.extensions.code]
  }
  expect(await code('dbt', fan(1), { headers: {} })).toEqual([401, 'UNAUTHENTICATED'])
  expect(await code('dbt', fan(1), { headers: { authorization: 'Bearer nonsense' } })).toEqual([401, 'UNAUTHENTICATED'])
  expect(await code('dbt', fan(1), { headers: await keyWith(['investigations:read']) })).toEqual([403, 'FORBIDDEN'])
  expect(await code('dbt', fan(1), { headers: { cookie, origin: 'https://evil.example' } })).toEqual([
    403,
    'CROSS_SITE',
  ])
  expect(await code('dbt', fan(1), { headers: { cookie, 'content-type': 'text/plain' } })).toEqual([
    415,
    'UNSUPPORTED_MEDIA_TYPE',
  ])
  expect(await code('dbt', 'planted-canary')).toEqual([422, 'INVALID_INPUT'])
  expect(await code('openlineage', JSON.stringify({ inputs: 'planted-canary' }))).toEqual([422, 'INVALID_INPUT'])
  expect(await code('openlineage', `"${'x'.repeat(4_000_001)}"`)).toEqual([413, 'TOO_LARGE'])
  expect(await code('dbt', fan(1), { dataSource: theirs })).toEqual([404, 'NOT_FOUND'])
  expect(await code('dbt', fan(1), { dataSource: printGlobalId('Person', api.personId) })).toEqual([404, 'NOT_FOUND'])
  expect(JSON.stringify(await ask({ depth: 1 }))).toContain('"totalCount":3')
})
