import { readIn } from '../../dataset/timeColumn.ts'
import { nameUpstream } from '../../dataset/lineage.ts'
import { dayRows, metricSql, numberSql, scopeOf, wholeDay } from '../../finding/metricSql.ts'
import { dayText } from '../../shared/calendar.ts'
import { median } from '../../shared/statistics.ts'
import { answerRows, type Row } from '../answerRows.ts'
import type { Dialect, Sql } from '../dialect.ts'
import type { Case, Scan } from '../planned.ts'
import { locatedSegments } from '../located.ts'
import type { UpstreamSignal } from '../tableSignals.ts'
import { countIf, literal, segmentsSql, sumIf, tableSql } from '../sql.ts'
import { readOnce } from '../timeSql.ts'
import { upstreamOf, type Upstream } from '../upstream.ts'
import { watchedKind } from '../watchedKind.ts'
import { spanSql } from '../windows.ts'

/** So many normal days are compared. */
export const mostDays = 4

/** Of the located segments; nothing where it was not asked for. */
const insideOf = (today: Row | undefined, before: readonly Row[]): Pick<UpstreamSignal['tables'][number], 'inside'> => {
  const usual = before.flatMap(row => row.number('inside') ?? [])
  return usual.length > 0 ? { inside: { alert: today?.number('inside') ?? 0, normal: median(usual) } } : {}
}

const walked = ({ focus, question }: Case): readonly Upstream[] => upstreamOf(focus, question.metric)

/** The alert's day, then the normal days that it is compared with. */
const daysOf = ({ question, anomaly }: Case): readonly string[] => [
  question.day,
  ...anomaly.baselineDays.slice(0, mostDays),
]

const line = (
  state: Case,
  { table, timeColumn: time, metric }: Upstream,
  { dialect, place, day }: { dialect: Dialect; place: number; day: string },
): Sql => {
  const timeColumn = time && readIn(time, state.question)
  return readOnce({ table, parents: [], timeColumn }, dialect, focus => {
    const there: Case = { ...state, question: { ...state.question, metric }, focus }
    // A metric may look at more rows than those of its day.
    const n = countIf(spanSql(wholeDay(day), scopeOf(there, dialect)))
    const columns = [
      `${place} AS place`,
      `${literal(day)} AS day`,
      `${metricSql(there, day, dialect)} AS value`,
      `${n} AS n`,
      `${insideSql(state, there, dialect) ?? 'NULL'} AS inside`,
    ]
    return { sql: `SELECT ${columns.join(', ')} FROM ${tableSql(table.name)} WHERE ${dayRows(there, day, dialect)}` }
  }).sql
}

/** Whether it adds up, so that what the located segments have of it can be told there as well. */
const addsUp = (state: Case) => watchedKind(state) === 'rowCount' || state.question.metric.kind === 'sum'

/** What of the metric the located segments have in a table upstream; null where it does not add up, nothing is located, or their columns are not there. */
const insideSql = (state: Case, there: Case, dialect: Dialect): Sql | null => {
  const { edges = [], table } = state.focus
  const columns = there.focus.table.columns
  const segments = locatedSegments(state).map(segment =>
    segment.map(({ column, value }) => ({
      column: nameUpstream(edges, { table: table.name, column }, there.focus.table.name),
      value,
    })),
  )
  const isThere = segments.flat().every(({ column }) => columns.some(({ name }) => name === column))
  if (segments.length === 0 || !isThere || !addsUp(state)) return null
  const inside = segmentsSql(segments, columns, dialect)
  const { metric } = there.question
  return metric.kind === 'sum'
    ? `coalesce(${sumIf(numberSql(metric.column, dialect, columns), inside)}, 0)`
    : countIf(inside)
}

/** The same metric on the tables upstream, on the same days: whether they moved as well tells where the fault was born. */
export const upstream: Scan = {
  name: 'upstream',
  after: ['segments', 'kin'],
  applies: state =>
    state.anomalous &&
    state.focus.timeColumn !== null &&
    state.anomaly.baselineDays.length > 0 &&
    walked(state).length > 0,
  plan: (state, dialect) => {
    const tables = walked(state)
    const lines = tables.flatMap((table, place) =>
      daysOf(state).map(day => line(state, table, { dialect, place, day })),
    )
    return {
      purpose: `The same number upstream, in ${tables.map(({ table }) => table.name.name).join(', ')}: ${dayText(state.question.day)} against normal days`,
      maxRows: lines.length,
      sql: lines.join(' UNION ALL '),
    }
  },
  read: (state, answer) => {
    const rows = answerRows(answer)
    return {
      scan: 'upstream',
      tables: walked(state).map(({ table: { name } }, place) => {
        const own = rows.filter(row => row.count('place') === place)
        const today = own.find(row => row.text('day') === state.question.day)
        const before = own.filter(row => row.text('day') !== state.question.day && row.count('n') > 0)
        const values = before.flatMap(row => row.number('value') ?? [])
        return {
          table: name,
          observed: today?.number('value') ?? null,
          usual: values.length > 0 ? median(values) : null,
          rows: {
            alert: today?.count('n') ?? 0,
            normal: before.length > 0 ? median(before.map(row => row.count('n'))) : 0,
          },
          ...insideOf(today, before),
        }
      }),
    }
  },
}
