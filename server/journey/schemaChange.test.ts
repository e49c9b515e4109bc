// What happened to the schema before an alert is known to its investigation, from the readings of every day.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Table } from '../core/dataset/table.ts'
import { nonEmpty } from '../core/shared/nonEmpty.ts'
import { openAskedShop } from '../testing/askedShop.ts'

let shop: Awaited<ReturnType<typeof openAskedShop>>
let now: Table
beforeAll(async () => {
  shop = await openAskedShop()
  const described = await shop.source.describe([{ schema: 'main', name: 'orders' }])
  const [orders] = described.ok ? described.value : []
  if (!orders) throw new Error('The shop has no orders')
  now = orders
}, 30_000)
afterAll(() => shop.close())

const withType = (table: Table, column: string, nativeType: string): Table => {
  const columns = nonEmpty(table.columns.map(each => (each.name === column ? { ...each, nativeType } : each)))
  return columns ? { ...table, columns } : table
}

/** The case, with the whole schema read at three in the morning of these days of June. */
const investigated = async (readings: readonly (readonly [day: number, table: Table])[]) => {
  const opened = await shop.open({})
  for (const [day, table] of readings)
    await opened.history.record(opened.place, {
      at: new Date(Date.UTC(2026, 5, day, 3)),
      tables: [table],
      isWhole: true,
    })
  await opened.run()
  const { finding, focus } = await opened.state()
  if (!finding) throw new Error('The case came to nothing')
  return {
    focus,
    told: finding.whatCausedIt.map(({ text }) => text),
    limits: finding.confidences?.mechanism.limits.join(' ') ?? '',
  }
}

const changed =
  'The schema changed around the onset: Column user_id of main.orders changed its type from INTEGER to BIGINT, between 2026-06-12 and 2026-06-13.'

test("a change of the metric's column at the onset is told in the report, and takes away the doubt about the trigger", async () => {
  const before = withType(now, 'user_id', 'INTEGER')
  const { told, limits, focus } = await investigated([
    [1, before],
    [12, before],
    [13, now],
  ])
  expect(focus?.past?.changes).toMatchObject([
    {
      kind: 'typeChanged',
      column: 'user_id',
      seenBefore: '2026-06-12T03:00:00.000Z',
      seenAt: '2026-06-13T03:00:00.000Z',
    },
  ])
  expect(told).toContain(changed)
  expect(limits).not.toContain('what triggered it is not proven')
}, 60_000)

test('a change long before, and a schema that nobody read, tell nothing', async () => {
  const before = withType(now, 'user_id', 'INTEGER')
  const early = await investigated([
    [1, before],
    [3, now],
    [12, now],
  ])
  const never = await investigated([])
  for (const { told } of [early, never]) expect(told.join(' ')).not.toContain('The schema changed')
  expect(early.limits).toContain('The schema did not change there at the onset')
  expect(never.limits).toContain('No change log was at hand')
}, 60_000)
