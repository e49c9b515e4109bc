import { dayRows, metricSql, scopeOf, wholeDay } from '../../finding/metricSql.ts'
import { dayText } from '../../shared/calendar.ts'
import { median } from '../../shared/statistics.ts'
import { answerRows } from '../answerRows.ts'
import type { Dialect, Sql } from '../dialect.ts'
import type { Case, Scan } from '../planned.ts'
import { countIf, literal, tableSql } from '../sql.ts'
import { readOnce } from '../timeSql.ts'
import { upstreamOf, type Upstream } from '../upstream.ts'
import { spanSql } from '../windows.ts'

const mostDays = 4

const walked = ({ focus, question }: Case): readonly Upstream[] => upstreamOf(focus, question.metric)

/** The alert's day, then the normal days that it is compared with. */
const daysOf = ({ question, anomaly }: Case): readonly string[] => [
  question.day,
  ...anomaly.baselineDays.slice(0, mostDays),
]

const line = (
  state: Case,
  { table, timeColumn, metric }: Upstream,
  { dialect, place, day }: { dialect: Dialect; place: number; day: string },
): Sql =>
  readOnce({ table, parents: [], timeColumn }, dialect, focus => {
    const there: Case = { ...state, question: { ...state.question, metric }, focus }
    // A metric may look at more rows than those of its day.
    const n = countIf(spanSql(wholeDay(day), scopeOf(there, dialect)))
    const columns = [
      `${place} AS place`,
      `${literal(day)} AS day`,
      `${metricSql(there, day, dialect)} AS value`,
      `${n} AS n`,
    ]
    return { sql: `SELECT ${columns.join(', ')} FROM ${tableSql(table.name)} WHERE ${dayRows(there, day, dialect)}` }
  }).sql

/** The same metric on the tables upstream, on the same days: whether they moved as well tells where the fault was born. */
export const upstream: Scan = {
  name: 'upstream',
  after: [],
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
        }
      }),
    }
  },
}
