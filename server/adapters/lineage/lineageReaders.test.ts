import { expect, test } from 'vitest'
import { dbtManifest } from './dbtManifest.ts'
import { openLineage } from './openLineage.ts'

const model = (name: string, nodes: readonly string[], more: object = {}) => ({
  resource_type: 'model',
  schema: 'shop',
  name,
  depends_on: { nodes, macros: [] },
  ...more,
})

const manifest = {
  metadata: { dbt_schema_version: 'https://schemas.getdbt.com/dbt/manifest/v12.json' },
  sources: { 'source.shop.raw.orders': { schema: 'raw', name: 'orders', identifier: 'orders_v2' } },
  nodes: {
    'model.shop.stg_orders': model('stg_orders', ['source.shop.raw.orders'], { alias: 'staged' }),
    'model.shop.between': model('between', ['model.shop.stg_orders'], { config: { materialized: 'ephemeral' } }),
    'model.shop.orders': model('orders', ['model.shop.between', 'seed.shop.countries', 'macro.x']),
    'seed.shop.countries': { resource_type: 'seed', schema: 'seeds', name: 'countries', depends_on: {} },
    'test.shop.unique': { ...model('unique', ['model.shop.orders']), resource_type: 'test' },
  },
}
const told = (read: ReturnType<typeof dbtManifest.read>) =>
  read.ok ? read.value.map(({ from, to }) => `${from.schema}.${from.name} > ${to.schema}.${to.name}`) : read.problem

test('a dbt manifest: aliases and identifiers as the warehouse has them, ephemeral models passed through, tests left out', () => {
  expect(told(dbtManifest.read(JSON.stringify(manifest)))).toEqual([
    'raw.orders_v2 > shop.staged',
    'shop.staged > shop.orders',
    'seeds.countries > shop.orders',
  ])
})

test('a manifest whose ephemeral models go in a circle ends', () => {
  const ephemeral = { config: { materialized: 'ephemeral' } }
  const nodes = { a: model('a', ['b'], ephemeral), b: model('b', ['a'], ephemeral), c: model('c', ['a']) }
  expect(told(dbtManifest.read(JSON.stringify({ sources: {}, nodes })))).toEqual([])
})

test.each([
  ['planted-canary {', 'This is not a dbt manifest (target/manifest.json): it is no JSON.'],
  ['{"nodes": {}}', 'This is not a dbt manifest (target/manifest.json): sources is missing or of another type.'],
  [
    '{"sources": {}, "nodes": {"m": {"resource_type": "planted-canary"}}}',
    'This is not a dbt manifest (target/manifest.json): nodes.m.name is missing or of another type.',
  ],
  ['[]', 'This is not a dbt manifest (target/manifest.json).'],
])('%s is refused by its place, and nothing of it is quoted', (text, message) => {
  expect(dbtManifest.read(text)).toEqual({ ok: false, problem: { code: 'unreadable', message } })
})

const dataset = (name: string, more: object = {}) => ({ namespace: 'postgres://db:5432', name, ...more })
const fields = {
  total: {
    inputFields: [
      { ...dataset('shop.raw.orders'), field: 'amount' },
      { ...dataset('shop.raw.rates'), field: 'rate' },
    ],
  },
}
const run = (eventType: string) => ({
  eventType,
  eventTime: '2026-01-01T00:00:00Z',
  run: { runId: 'r' },
  job: { namespace: 'j', name: 'n' },
  inputs: [dataset('shop.raw.orders'), dataset('shop.raw.rates')],
  outputs: [dataset('shop.public.orders', { facets: { columnLineage: { fields } } })],
})

test('an OpenLineage event: each output from each input, with the columns that the facet tells', () => {
  expect(openLineage.read(JSON.stringify(run('COMPLETE')))).toEqual({
    ok: true,
    value: [
      {
        source: 'openLineage',
        from: { schema: 'raw', name: 'orders' },
        to: { schema: 'public', name: 'orders' },
        columns: [{ from: 'amount', to: 'total' }],
      },
      {
        source: 'openLineage',
        from: { schema: 'raw', name: 'rates' },
        to: { schema: 'public', name: 'orders' },
        columns: [{ from: 'rate', to: 'total' }],
      },
    ],
  })
})

test('a run that failed made nothing, and a list of events is read as well', () => {
  expect(told(openLineage.read(JSON.stringify([run('FAIL'), run('ABORT')])))).toEqual([])
  expect(told(openLineage.read(JSON.stringify([run('FAIL'), run('COMPLETE')])))).toEqual([
    'raw.orders > public.orders',
    'raw.rates > public.orders',
  ])
})
