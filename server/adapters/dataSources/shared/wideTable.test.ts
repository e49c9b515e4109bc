import { afterAll, expect, test } from 'vitest'
import { faults } from '../../../core/fault/index.ts'
import type { Prediction } from '../../../core/hypothesis/hypothesis.ts'
import type { InvestigationEvent } from '../../../core/investigation/events.ts'
import { evolve, initial } from '../../../core/investigation/state.ts'
import type { Dialect } from '../../../core/measure/dialect.ts'
import { asCase, spelled } from '../../../core/measure/planned.ts'
import { scans } from '../../../core/measure/scansDue.ts'
import { seriesQuery } from '../../../core/measure/series.ts'
import type { Metric } from '../../../core/metric/metric.ts'
import { column, measured, orders, question } from '../../../testing/facts.ts'
import { createQueryGuard } from '../../queryGuard/createQueryGuard.ts'
import { bigqueryDialect } from '../bigqueryDialect.ts'
import { duckdbDialect } from '../duckdbDialect.ts'
import { mysqlDialect } from '../mysqlDialect.ts'
import { postgresDialect } from '../postgresDialect.ts'
import { redshiftDialect } from '../redshiftDialect.ts'
import { snowflakeDialect } from '../snowflakeDialect.ts'
import { trinoDialect } from '../trinoDialect.ts'

const guard = createQueryGuard()
afterAll(() => guard.close())

const dialects: readonly Dialect[] = [
  bigqueryDialect,
  duckdbDialect,
  mysqlDialect,
  postgresDialect,
  redshiftDialect,
  snowflakeDialect,
  trinoDialect,
]
const metrics: readonly Metric[] = [
  { kind: 'average', column: 'amount' },
  { kind: 'rowCount' },
  { kind: 'nullRate', column: 'text_of_the_order_3' },
]
const many = (name: string, kind: 'text' | 'decimal' | 'integer') =>
  Array.from({ length: 26 }, (_, index) => column(`${name}_of_the_order_${index}`, kind))
const time = column('ordered_at', 'timestamp')

/** Eighty columns, five of them times; the numbers that may be related to others lie behind all texts. */
const wide = {
  ...orders,
  columns: [
    ...orders.columns.filter(({ name }) => name !== 'ordered_at'),
    time,
    ...['shipped_at', 'loaded_at', 'paid_at', 'updated_at'].map(name => column(name, 'timestamp')),
    ...many('text', 'text'),
    ...many('number', 'decimal'),
    ...many('count', 'integer'),
  ].slice(0, 80) as unknown as typeof orders.columns,
}

/** Every hypothesis there is asks for its part of the profile. */
const asking = faults.map(({ kind }): Prediction => {
  const open = { id: `${kind}.wide`, hypothesis: kind, scan: 'profile', claim: '', strength: 'weak', unit: 'share' }
  return { ...open, ifTrue: { min: 0, max: 1 }, ifFalse: { min: 0, max: 1 } } as Prediction
})

const cases = dialects.flatMap(dialect =>
  metrics.map(metric => ({ name: dialect.name, kind: metric.kind, dialect, metric })),
)

test.each(cases)(
  'a table of eighty columns is not too wide for the guard of $name: $kind',
  async ({ name, dialect, metric }) => {
    const asked = { ...question, metric, timeZone: 'Europe/Berlin' }
    const focus = { table: wide, parents: [], timeColumn: time }
    const events: readonly InvestigationEvent[] = [
      { type: 'InvestigationOpened', data: { question: asked, openedBy: null } },
      { type: 'ContextGathered', data: { focus } },
      ...measured,
      ...asking.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
    ]
    const state = asCase(events.reduce(evolve, initial))
    if (!state) throw new Error('The case is measured')
    const planned = [
      seriesQuery(asked, focus, dialect),
      ...scans.filter(scan => scan.applies(state)).map(scan => scan.plan(state, dialect)),
    ]
    for (const query of planned) {
      const { sql } = spelled(query, dialect)
      const checked = await guard.check(sql, { dialect: name, context: { tables: [wide] }, origin: 'planner' })
      expect([query.purpose, checked.ok ? null : checked.problem]).toEqual([query.purpose, null])
    }
    const [columns] = planned.flatMap(({ purpose }) => /^Profile of (\d+) columns/.exec(purpose)?.slice(1) ?? [])
    expect(Number(columns)).toBeGreaterThanOrEqual(22)
  },
)
