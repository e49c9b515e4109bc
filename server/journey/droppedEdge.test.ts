// A fault that the table inherited: by its edges the origin is the table upstream, and where a reviewer says that an edge is wrong, it is not.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContextWish } from '../app/decideApproval.ts'
import type { FollowedEdge } from '../core/dataset/lineage.ts'
import type { TableName } from '../core/dataset/table.ts'
import { headline } from '../core/investigation/headline.ts'
import { openAskedShop } from '../testing/askedShop.ts'

const table = (schema: string, name: string): TableName => ({ schema, name })
const [orders, mid, raw] = [table('main', 'orders'), table('x7', 'm3'), table('x7', 'q9')]
const edge = (from: TableName, to: TableName) => ({ source: 'dbt', from, to, columns: [] }) as const

/** Columns that no rule of names takes for one another's, so that only told lineage leads from one table to the next. */
const columns = `order_id BIGINT, ordered_at TIMESTAMP, channel VARCHAR, user_id BIGINT`
const rows = `SELECT i, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND, ['web', 'app'][1 + i % 2],
  CASE WHEN i % 97 = 0 OR (i // 300 = 42 AND i % 10 < 4) THEN NULL ELSE i END FROM range(0, 300 * 43) AS t(i)`
const told = [
  'CREATE SCHEMA x7',
  `CREATE TABLE x7.q9 (${columns})`,
  `INSERT INTO x7.q9 ${rows}`,
  'CREATE TABLE x7.m3 AS SELECT * FROM x7.q9',
  'CREATE TABLE orders AS SELECT * FROM x7.q9',
]
const inferred = [
  'CREATE SCHEMA raw',
  `CREATE TABLE raw.orders (${columns})`,
  `INSERT INTO raw.orders ${rows}`,
  'CREATE TABLE orders AS SELECT * FROM raw.orders',
]

type Shop = Awaited<ReturnType<typeof openAskedShop>>
let shops: { readonly told: Shop; readonly inferred: Shop }
beforeAll(async () => {
  shops = { told: await openAskedShop(told), inferred: await openAskedShop(inferred) }
})
afterAll(() => Promise.all([shops.told.close(), shops.inferred.close()]))

const none: ContextWish = {
  withoutTables: [],
  withoutEdges: [],
  withoutColumns: [],
  masked: [],
  withTables: [],
  normalDays: null,
  since: null,
  hint: null,
}

/** A case that waits for the review of its context. */
const open = async (shop: Shop, edges: readonly ReturnType<typeof edge>[] = []) => {
  const asked = await shop.open({ context: 'always' })
  await asked.lineage.replace(asked.place, 'dbt', edges)
  expect(await asked.run()).toEqual(['context'])
  const [request] = await asked.pending()
  const shown: readonly FollowedEdge[] | null = request?.content.kind === 'context' ? request.content.edges : null
  return {
    ...asked,
    shown: shown?.map(({ source, from, to }) => `${source ?? 'inferred'}: ${from.schema} -> ${to.schema}.${to.name}`),
    drop: (...withoutEdges: ContextWish['withoutEdges']) =>
      asked.decide('context', {
        outcome: 'modified',
        reason: 'it was moved in May',
        change: { ...none, withoutEdges },
      }),
    concluded: async () => {
      await asked.run()
      const { finding, signals, status } = await asked.state()
      if (!finding) throw new Error(`The case is ${status}`)
      const upstream = signals.find(signal => signal.scan === 'upstream')
      return { finding, looked: upstream?.tables.map(each => each.table.name) ?? [] }
    },
  }
}

const accepted = { ok: true, value: null }
const approved = { outcome: 'approved', reason: null } as const

test('the table that told lineage leads to is the origin; where the edge is dropped it is not looked at, and the report and the timeline say so', async () => {
  const followed = await open(shops.told, [edge(raw, orders)])
  expect(followed.shown).toEqual(['dbt: x7 -> main.orders'])
  await followed.decide('context', approved)
  const inherited = (await followed.concluded()).finding
  expect(inherited.origin).toEqual(raw)
  expect(inherited.whatCausedIt.map(({ text }) => text)).toContain(
    'It came from upstream: x7.q9 moved as well, on the same day.',
  )
  expect(inherited.whatToDoNext[0]?.text).toBe('Ask the owner of x7.q9, where it came from, what changed at the onset.')

  const dropped = await open(shops.told, [edge(raw, orders)])
  expect(await dropped.drop({ from: raw, to: orders })).toEqual(accepted)
  const { finding, looked } = await dropped.concluded()
  expect([finding.origin, finding.upstream, looked]).toEqual([orders, [], []])
  expect(finding.whatIsGoingOn.map(({ text }) => text)).toContain(
    'Not followed: main.orders from x7.q9, because Grace said that this is wrong: it was moved in May.',
  )
  const headlines = (await dropped.store.load(dropped.ref)).map(({ event }) => headline(event, { kind: 'rowCount' }))
  expect(headlines).toContain(
    'The context was changed and approved by Grace: not followed: main.orders from x7.q9. it was moved in May',
  )
}, 60_000)

test('a table that another edge leads to is looked at all the same', async () => {
  const { drop, concluded } = await open(shops.told, [edge(raw, orders), edge(mid, orders), edge(raw, mid)])
  expect(await drop({ from: raw, to: orders })).toEqual(accepted)
  expect((await concluded()).looked).toEqual(['m3', 'q9'])

  const cut = await open(shops.told, [edge(mid, orders), edge(raw, mid)])
  expect(await cut.drop({ from: raw, to: mid })).toEqual(accepted)
  expect((await cut.concluded()).looked).toEqual(['m3'])
}, 60_000)

test('an edge that is inferred is shown as such, and is not inferred again once it is dropped', async () => {
  const followed = await open(shops.inferred)
  expect(followed.shown).toEqual(['inferred: raw -> main.orders'])
  await followed.decide('context', approved)
  expect((await followed.concluded()).finding).toMatchObject({
    origin: table('raw', 'orders'),
    upstream: [{ table: table('raw', 'orders') }],
  })

  const dropped = await open(shops.inferred)
  expect(await dropped.drop({ from: table('raw', 'orders'), to: orders })).toEqual(accepted)
  const { finding, looked } = await dropped.concluded()
  expect([finding.origin, looked]).toEqual([orders, []])
}, 60_000)

test('an edge that is not there cannot be dropped, nor one the other way round', async () => {
  const { drop } = await open(shops.told, [edge(raw, orders)])
  for (const wrong of [
    { from: mid, to: orders },
    { from: orders, to: raw },
  ])
    expect(await drop(wrong)).toMatchObject({ ok: false, problem: { code: 'invalid', path: 'change' } })
  expect(await drop({ from: raw, to: orders })).toEqual(accepted)
}, 30_000)
