import { segmentText } from '../fault/reading/text.ts'
import { metricColumns } from '../metric/metric.ts'
import { metricLabel, metricUnit } from '../metric/describe.ts'
import type { Dialect, Sql } from '../measure/dialect.ts'
import { lensOf } from '../measure/lens.ts'
import type { Case } from '../measure/planned.ts'
import { scaleOf } from '../measure/scale.ts'
import { literal, segmentSql, tableSql } from '../measure/sql.ts'
import { readOnce } from '../measure/timeSql.ts'
import { spanSql, windowsOf } from '../measure/windows.ts'
import { dayText } from '../shared/calendar.ts'
import { placedCauses, type Affected } from './affected.ts'
import { affectedProof } from './affectedProof.ts'
import type { Segment } from './finding.ts'
import { windowTotals } from './impact.ts'
import { lensRows } from './lensRows.ts'
import { dayRows, metricSql, numberSql, scopeOf } from './metricSql.ts'
import type { Impact, Proof } from './report.ts'

export type Told = {
  readonly segments: readonly Segment[]
  readonly affected: Affected | null
  readonly impact: Impact | null
}

/** The query behind each number of the report, runnable as it stands. */
export const proofsOf = (state: Case, dialect: Dialect, told: Told): readonly Proof[] => [
  observedProof(state, dialect),
  ...baselineProof(state, dialect),
  ...(told.affected ? [affectedProof(state, dialect, told.affected)] : []),
  ...segmentsProof(state, dialect, told.segments),
  ...amountProof(state, dialect, told.impact),
]

const observedProof = (state: Case, dialect: Dialect): Proof => {
  const { question, anomaly } = state
  return {
    id: 'observed',
    title: `The ${metricLabel(question.metric)} on ${dayText(question.day)}`,
    sql: ofDay(state, question.day, { dialect, columns: metric => `${metric} AS observed` }),
    numbers: [{ name: 'observed', value: anomaly.observed, unit: metricUnit(question.metric) }],
  }
}

/** The metric of one day, by itself. */
const ofDay = (
  state: Case,
  day: string,
  { dialect, columns }: { readonly dialect: Dialect; readonly columns: (metric: Sql) => Sql },
): Sql =>
  readOnce(state.focus, dialect, focus => {
    const told = { ...state, focus }
    const rows = `FROM ${tableSql(focus.table.name)} WHERE ${dayRows(told, day, dialect)}`
    return { sql: `SELECT ${columns(metricSql(told, day, dialect))} ${rows}` }
  }).sql

/** What the expectation is made from: the same on each normal day. */
const baselineProof = (state: Case, dialect: Dialect): readonly Proof[] => {
  const { question, anomaly } = state
  const days = anomaly.baselineDays.flatMap(day => anomaly.series.filter(({ at, rows }) => at === day && rows > 0))
  if (days.length === 0) return []
  const one = ({ at }: { at: string }): Sql =>
    ofDay(state, at, { dialect, columns: metric => `${literal(at)} AS name, ${metric} AS value` })
  return [
    {
      id: 'baseline',
      title: `The ${metricLabel(question.metric)} on the normal days it is compared with`,
      sql: days.map(one).join(' UNION ALL '),
      numbers: days.map(({ at, value }) => ({ name: at, value, unit: metricUnit(question.metric) })),
    },
  ]
}

/** Rows of each segment in the window and on the normal days (scaled to one window), and its rate or mean. */
const segmentsProof = (state: Case, dialect: Dialect, segments: readonly Segment[]): readonly Proof[] => {
  const causes = placedCauses(state, segments)
  if (causes.length === 0) return []
  const { model } = lensOf(state)
  const rows = model === 'mean' ? 'count(our_value)' : 'count(*)'
  const value = model === 'mean' ? 'avg(our_value)' : 'sum(our_flag) * 1e0 / nullif(count(*), 0)'
  const unit = model === 'mean' ? 'value' : 'share'
  const lines = causes.flatMap(({ segment, rows: pair, observed }) => {
    const [name, where] = [segmentText(segment), segmentSql(segment, state.focus.table.columns, dialect)]
    const rest =
      model === 'count'
        ? []
        : [
            {
              name: `${name}: ${unit === 'share' ? 'share' : 'mean'}`,
              value: observed,
              unit,
              sql: value,
              window: 0,
              where,
            } as const,
          ]
    return [
      { name: `${name}: rows`, value: pair.alert, unit: 'count', sql: rows, window: 0, where } as const,
      {
        name: `${name}: rows on normal days`,
        value: pair.normal,
        unit: 'count',
        sql: `${rows} * ${scaleOf(state)}`,
        window: 1,
        where,
      } as const,
      ...rest,
    ]
  })
  const parts = lines.map(
    ({ name, sql, window, where }) =>
      `SELECT ${literal(name)} AS name, ${sql} AS value FROM r WHERE our_window = ${window} AND ${where}`,
  )
  return [
    {
      id: 'segments',
      title: 'The segments named, in the hours since the onset',
      sql: `WITH r AS (${lensRows(
        state,
        dialect,
        causes.map(({ segment }) => segment),
      )}) ${parts.join(' UNION ALL ')}`,
      numbers: lines.map(({ name, value: number, unit: of }) => ({ name, value: number, unit: of })),
    },
  ]
}

const amountProof = (state: Case, dialect: Dialect, impact: Impact | null): readonly Proof[] => {
  const { question, anomaly, focus } = state
  const [column] = metricColumns(question.metric)
  const totals = column === undefined ? null : windowTotals(state, column)
  if (!impact?.amount || column === undefined) return []
  const x = numberSql(column, dialect)
  const numbers = [{ name: 'difference', value: impact.amount.difference, unit: 'value' }] as const
  const shared = { id: 'amount', title: `How much ${column} came to beyond what was expected`, numbers }
  const from = `FROM ${tableSql(focus.table.name)} WHERE`
  if (question.metric.kind === 'sum') {
    return [
      {
        ...shared,
        sql: `SELECT coalesce(sum(${x}), 0) - ${anomaly.expected} AS difference ${from} ${dayRows(state, question.day, dialect)}`,
      },
    ]
  }
  const window = windowsOf(question, anomaly)
    .alert.map(span => `(${spanSql(span, scopeOf(state, dialect))})`)
    .join(' OR ')
  return totals
    ? [{ ...shared, sql: `SELECT sum(${x}) - ${totals.usualMean} * count(${x}) AS difference ${from} ${window}` }]
    : []
}
