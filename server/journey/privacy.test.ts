// What a workspace lets nobody see is in no fact, no answer and no report of its investigations.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { DEFAULT_PRIVACY, type Privacy } from '../core/privacy/privacy.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { duckdbFile, type DuckdbFile } from '../testing/duckdbFile.ts'
import { investigate, stopInvestigating } from '../testing/investigate.ts'

let file: DuckdbFile
beforeAll(async () => {
  file = await duckdbFile([
    `CREATE TABLE orders AS SELECT i AS order_id, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND AS ordered_at,
      ['web', 'app', 'store'][1 + (i * 104729 % 7) % 3] AS channel, ['north-shop', 'south-shop', 'east-shop'][1 + (i * 7919 % 11) % 3] AS branch, i AS user_id
      FROM range(0, 300 * 45) AS t(i)`,
    `UPDATE orders SET user_id = NULL WHERE branch = 'south-shop' AND ordered_at >= '2026-06-12 08:00'`,
  ])
})
afterAll(async () => {
  await stopInvestigating()
  await file.remove()
})

const dataSourceId = asId<DataSourceId>('00000000-0000-4000-8000-0000000000aa')
const run = (privacy: Partial<Privacy>) =>
  investigate(
    {
      path: file.path,
      question: {
        dataSourceId,
        table: { schema: 'main', name: 'orders' },
        metric: { kind: 'nullRate', column: 'user_id' },
        day: '2026-06-12',
        timeColumn: 'ordered_at',
        timeZone: 'UTC',
        wholeTable: false,
      },
    },
    { privacy: { of: async () => ({ ...DEFAULT_PRIVACY, ...privacy, version: 1 }) } },
  )

const told = async ({ store, ref, answers }: Awaited<ReturnType<typeof run>>) =>
  JSON.stringify([await store.load(ref), answers])

test('without a word from the workspace the segment is named and rows are kept', async () => {
  const open = await run({})
  expect(open.finding?.segments).toEqual([[{ column: 'branch', value: 'south-shop' }]])
  expect(open.answers.map(({ queryId }) => queryId)).toContain('badRows')
  expect(await told(open)).toContain('south-shop')
})

test('a masked column names no segment and no value; the rest of the case goes on', async () => {
  const masked = await run({ masked: { [dataSourceId]: ['branch', 'no_such_column'] } })
  expect(masked.finding?.conclusion).not.toBe('noAnomaly')
  expect(masked.state.focus?.masked).toEqual(['branch'])
  expect(await told(masked)).not.toContain('south-shop')
  expect(masked.state.samples?.masked).toContain('branch')
  const elsewhere = await run({ masked: { [asId<DataSourceId>('another')]: ['branch'] } })
  expect(await told(elsewhere)).toContain('south-shop')
})

test('where no rows are shown none are read', async () => {
  const blind = await run({ showsRows: false })
  expect(blind.finding?.segments).toEqual([[{ column: 'branch', value: 'south-shop' }]])
  expect(blind.queries.map(({ id }) => id)).not.toContain('badRows')
  expect(blind.answers.map(({ queryId }) => queryId)).not.toContain('badRows')
  expect(blind.state.samples).toMatchObject({ bad: null, good: null })
})
