import { afterAll, expect, test } from 'vitest'
import { readIn } from '../../../core/dataset/timeColumn.ts'
import { evolve, initial } from '../../../core/investigation/state.ts'
import type { InvestigationEvent } from '../../../core/investigation/events.ts'
import type { Dialect } from '../../../core/measure/dialect.ts'
import { seriesQuery } from '../../../core/measure/series.ts'
import { asCase, spelled } from '../../../core/measure/planned.ts'
import { scans } from '../../../core/measure/scansDue.ts'
import { utcClock } from '../../../core/shared/clock.ts'
import { column, measured, orders, question } from '../../../testing/facts.ts'
import { createQueryGuard } from '../../queryGuard/createQueryGuard.ts'
import { bigqueryDialect } from '../bigqueryDialect.ts'
import { duckdbDialect } from '../duckdbDialect.ts'
import { mysqlDialect } from '../mysqlDialect.ts'
import { postgresDialect } from '../postgresDialect.ts'
import { redshiftDialect } from '../redshiftDialect.ts'
import { WRITTEN, ZONED } from './readTime.ts'
import { snowflakeDialect } from '../snowflakeDialect.ts'
import { trinoDialect } from '../trinoDialect.ts'

const guard = createQueryGuard()
afterAll(() => guard.close())

const written = (text: string) => new RegExp(WRITTEN).test(text)

test.each([
  '2026-06-10',
  '2026-06-10 12:34',
  '2026-06-10 12:34:56',
  '2026-06-10T12:34:56',
  '2026-06-10T12:34:56.123456Z',
  '2026-06-10 12:34:56+00',
  '2026-06-10 12:34:56.5 +02:00',
  '2026-06-10T12:34:56-11:30',
  '2026-06-10 12:34:56 UTC',
  '2026-06-10T12:00:00+0200',
  '2026-06-10T12:00:00.5-0330',
  '2026-06-10 12:00+02',
  '20260610',
  '20240229',
  '19991231',
  '2024-02-29',
  '2000-02-29 23:59:59',
  '2026-12-31',
])('%s tells a time', text => expect(written(text)).toBe(true))

test.each([
  '',
  'n/a',
  ' 2026-06-10',
  '2026-06-10 ',
  '2026-6-1',
  '20260631',
  '20260229',
  '20261301',
  '10010101',
  '21000101',
  '202606100',
  '20260610 12:00',
  '2026-0610',
  '2026-06-10 12:34:56+020',
  '2026-06-10 12:34:56+2500',
  '10.06.2026',
  "2026-06-10 12:34:56 o'clock",
  '2026-06-10 24:00:00',
  '2026-06-10 12:60:00',
  '2026-06-31',
  '2026-02-30',
  '2026-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-06-00',
  '0000-06-10',
  '2026-06-10 12:34:56+25:00',
])('%j tells no time', text => expect(written(text)).toBe(false))

test('there is no day that is none, and none left out', () => {
  const days = Array.from({ length: 60 * 366 }, (_, index) =>
    new Date(Date.UTC(1996, 0, 1 + index)).toISOString().slice(0, 10),
  )
  expect(days.filter(day => !written(day))).toEqual([])
  const real = new Set(days)
  const all = [1999, 2000, 2023, 2024].flatMap(year =>
    Array.from({ length: 12 * 31 }, (_, index) => {
      const part = (number: number) => String(number).padStart(2, '0')
      return `${year}-${part(1 + Math.floor(index / 31))}-${part(1 + (index % 31))}`
    }),
  )
  expect(all.filter(day => written(day) !== real.has(day))).toEqual([])
})

test('only a text with an hour tells an offset', () => {
  const zoned = (text: string) => new RegExp(ZONED).test(text)
  expect(['2026-06-10', '2026-06-10 12:34:56', '2026-06-10T12:34:56.5'].filter(zoned)).toEqual([])
  expect(['20260610'].some(zoned)).toBe(false)
  expect(
    ['2026-06-10T12:34Z', '2026-06-10T12:34+0200', '2026-06-10 12:34:56-05', '2026-06-10 12:34:56 UTC'].every(zoned),
  ).toBe(true)
})

const dialects: readonly Dialect[] = [
  bigqueryDialect,
  duckdbDialect,
  mysqlDialect,
  postgresDialect,
  redshiftDialect,
  snowflakeDialect,
  trinoDialect,
]

const told = { ...column('ordered_at'), nativeType: 'VARCHAR' }
const wide = {
  ...orders,
  columns: [
    ...orders.columns.filter(({ name }) => name !== 'ordered_at'),
    told,
    column('shipped_at', 'timestamp'),
    { ...column('loaded_at'), nativeType: 'VARCHAR' },
    ...Array.from({ length: 8 }, (_, index) => column(`label_${index}`)),
    ...Array.from({ length: 2 }, (_, index) => column(`number_${index}`, 'decimal')),
  ] as unknown as typeof orders.columns,
}

const cases = dialects.flatMap(dialect =>
  ['UTC', 'Europe/Berlin'].map(timeZone => [dialect.name, timeZone, dialect] as const),
)

test.each(cases)('what is asked over a text is read by the guard of %s, in %s', async (name, timeZone, dialect) => {
  const asked = { ...question, timeZone, metric: { kind: 'average', column: 'amount' } } as const
  const place = { table: wide, parents: [], timeColumn: readIn(told, asked) }
  const events: readonly InvestigationEvent[] = [
    { type: 'InvestigationOpened', data: { question: asked, openedBy: null } },
    { type: 'ContextGathered', data: { focus: place } },
    ...measured,
  ]
  const state = asCase(events.reduce(evolve, initial))
  if (!state) throw new Error('The case is measured')
  const planned = [
    seriesQuery(asked, place, dialect),
    ...scans
      .filter(({ name: scan }) => ['profile', 'hours', 'onset'].includes(scan))
      .map(scan => scan.plan(state, dialect)),
  ]
  for (const query of planned) {
    const { sql } = spelled(query, dialect)
    const checked = await guard.check(sql, { dialect: name, context: { tables: [wide] }, origin: 'planner' })
    expect([query.purpose, checked.ok ? null : checked.problem]).toEqual([query.purpose, null])
    // Read once, at most, however often it is compared.
    expect(
      query.sql.split(dialect.readTime('"ordered_at"', readIn(told, asked).clock ?? utcClock)).length,
    ).toBeLessThanOrEqual(2)
  }
})
