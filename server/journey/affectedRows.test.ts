import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// Which rows a report calls affected, where only some of a table's were damaged: by what stands in them.

const base = `CREATE TABLE tickets AS SELECT *, round(net + fee, 2) AS total, strftime(sold_at, '%Y-%m-%d') AS booked, sold_at + to_seconds((300 + hash(i, 6) % 900)::INT) AS loaded_at
  FROM (SELECT i, 't' || i AS ticket_id, TIMESTAMP '2026-06-20' - INTERVAL 1 SECOND * (i * 90 + 1) AS sold_at, ['web', 'desk', 'app'][(1 + hash(i, 1) % 3)::INT] AS counter,
    round(20 + (hash(i, 2) % 9000) / 100.0, 2) AS net, round(1 + (hash(i, 3) % 400) / 100.0, 2) AS fee, round(5 + (hash(i, 4) % 90000) / 1000.0, 3) AS weight,
    CASE WHEN hash(i || 'sign') % 4 = 0 THEN -1 ELSE 1 END * (1 + hash(i || 'size') % 50) AS change FROM range(48000) r(i))`
const day = '2026-06-10'
const damaged = (share: number) => `sold_at >= '${day} 09:00' AND hash(i, 'damage') % 100 < ${share}`

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'main', name: 'tickets' }, day)
})
afterAll(() => files.close())

/** The cause; rows of the day that are in the condition and not damaged or the other way round; and whether the number of the report is the one that its query gives, and that of the damaged rows. */
const ask = async ({ set, where }: { set: string; where: string }, metric: Metric) => {
  const { finding, rows } = await files.report(
    [
      base,
      `CREATE TABLE hit AS SELECT ticket_id FROM tickets WHERE ${where}`,
      `UPDATE tickets SET ${set} WHERE ${where}`,
    ],
    metric,
  )
  const hit = 'ticket_id IN (SELECT ticket_id FROM hit)'
  const ofDay = `sold_at >= '${day}' AND sold_at < DATE '${day}' + 1`
  const [wrong] = await rows(
    `SELECT count(*) AS n FROM tickets WHERE ${ofDay} AND coalesce(${finding?.affectedPredicate ?? 'TRUE'}, FALSE) <> (${hit})`,
  )
  const [right] = await rows(`SELECT count(*) AS n FROM tickets WHERE ${ofDay} AND ${hit}`)
  const proof = finding?.proofs?.find(({ id }) => id === 'affected')
  const [again] = await rows(proof?.sql ?? 'SELECT NULL AS affected')
  return {
    cause: finding?.cause,
    wrong: Number(wrong?.['n']),
    told: finding?.affectedRows,
    again: Number(again?.['affected']),
    right: Number(right?.['n']),
  }
}

test.each<{ name: string; cause: string; set: string; where: string; metric: Metric }>([
  {
    name: 'a relation between columns that broke',
    cause: 'unitChange',
    set: 'total = total * 100',
    where: damaged(50),
    metric: { kind: 'average', column: 'total' },
  },
  {
    name: 'a relation that came',
    cause: 'definitionChange',
    set: 'total = net',
    where: damaged(85),
    metric: { kind: 'average', column: 'total' },
  },
  {
    name: 'values beyond all others',
    cause: 'outliers',
    set: 'weight = weight * 5000',
    where: `${damaged(100)} AND i % 150 = 0 AND weight > 20`,
    metric: { kind: 'average', column: 'weight' },
  },
  {
    name: 'the grid that rounding leaves',
    cause: 'precisionLoss',
    set: 'weight = floor(weight) + 1',
    where: damaged(60),
    metric: { kind: 'distinctCount', column: 'weight' },
  },
  {
    name: 'a date in another format',
    cause: 'formatDrift',
    set: `booked = strftime(sold_at, '%d/%m/%Y')`,
    where: damaged(50),
    metric: { kind: 'distinctCount', column: 'booked' },
  },
  {
    name: 'a load days later',
    cause: 'restatement',
    set: `net = net * 1.5, fee = fee * 1.5, total = total * 1.5, loaded_at = TIMESTAMP '2026-06-19 04:00'`,
    where: `${damaged(50)} AND sold_at < '2026-06-12'`,
    metric: { kind: 'sum', column: 'total' },
  },
  {
    name: 'a size that no usual value has',
    cause: 'unitChange',
    set: 'weight = weight * 1000',
    where: damaged(50),
    metric: { kind: 'average', column: 'weight' },
  },
  {
    name: 'new values that are known ones changed',
    cause: 'caseDrift',
    set: 'counter = upper(counter)',
    where: damaged(30),
    metric: { kind: 'share', where: { column: 'counter', operator: '=', value: 'web' } },
  },
])('the damaged rows are told by $name', async ({ cause, set, where, metric }) => {
  const found = await ask({ set, where }, metric)
  expect(found).toMatchObject({ cause, again: found.told })
  expect(found.wrong / found.right).toBeLessThan(0.05)
})

test('where half of the rows came in another unit, those are mended that no longer agree with their parts', async () => {
  const where = `${damaged(50)} AND sold_at < '2026-06-11'`
  const { finding, rows } = await files.report([base, `UPDATE tickets SET total = total * 100 WHERE ${where}`], {
    kind: 'average',
    column: 'total',
  })
  const [mended] = await rows(
    `SELECT count(*) AS n, count(*) FILTER (abs(r.total_repaired - t.net - t.fee) > 0.01) AS off FROM (${finding?.repair?.sql ?? ''}) AS r JOIN tickets AS t USING (sold_at)`,
  )
  const [hit] = await rows(`SELECT count(*) AS n FROM tickets WHERE ${where}`)
  expect(mended).toEqual({ n: hit?.['n'], off: '0' })
})

test('where fewer rows than usual hold the watched value, those are told that do not', async () => {
  const { finding } = await files.report([base, `UPDATE tickets SET change = abs(change) WHERE ${damaged(100)}`], {
    kind: 'share',
    where: { column: 'change', operator: '<', value: 0 },
  })
  expect(finding).toMatchObject({ cause: 'signFlip', affectedPredicate: 'NOT ("change" < 0)' })
})

test('rows that a filter took away cannot be pointed at', async () => {
  const { finding } = await files.report([base, `DELETE FROM tickets WHERE ${damaged(100)} AND change < 0`], {
    kind: 'share',
    where: { column: 'change', operator: '<', value: 0 },
  })
  expect(finding).toMatchObject({ cause: 'restrictiveFilter', affectedPredicate: null })
})
