import { addDays, addHours, dayText } from '../../shared/calendar.ts'
import { answerRows } from '../answerRows.ts'
import { lensOf } from '../lens.ts'
import { countedPlace } from '../located.ts'
import type { Scan } from '../planned.ts'
import { segmentsSql, tableSql } from '../sql.ts'
import { mayStray, straySql } from '../strayTimes.ts'
import { localTimeSql, spanSql, windowsOf } from '../windows.ts'

const hourOf = (at: string) => Number(at.slice(11, 13))

/** Rows by hour of day inside the located segments: the day before, the alert's, the day after, and the mean of the normal days. */
export const hours: Scan = {
  name: 'hours',
  after: ['segments'],
  applies: state => {
    const { kind } = state.question.metric
    const counts =
      kind === 'rowCount' ||
      kind === 'freshness' ||
      kind === 'distinctCount' ||
      kind === 'share' ||
      (kind === 'sum' && lensOf(state).model === 'count')
    return counts && state.focus.timeColumn !== null && state.focus.timeColumn.kind !== 'date'
  },
  plan: (state, dialect) => {
    const { focus, question, anomaly } = state
    const whole = (day: string) => ({ from: `${day}T00`, to: addHours(`${day}T00`, 24) })
    const near = { from: `${addDays(question.day, -1)}T00`, to: `${addDays(question.day, 2)}T00` }
    const normal = windowsOf(question, anomaly).normal.map(({ from }) => whole(from.slice(0, 10)))
    const scope = { question, focus, dialect }
    const spans = [near, ...normal]
    const where = spans.map(span => `(${spanSql(span, scope)})`).join(' OR ')
    const inside = segmentsSql(countedPlace(state), focus.table.columns, dialect)
    const strays =
      focus.timeColumn !== null && mayStray(state)
        ? ` UNION ALL SELECT ${dialect.noTime} AS h, count(*) AS n FROM ${tableSql(focus.table.name)} WHERE ${straySql(focus.timeColumn, dialect)}`
        : ''
    return {
      purpose: `Rows by hour of day around ${dayText(question.day)}`,
      maxRows: (normal.length + 3) * 25 + 1,
      sql: `SELECT ${dialect.truncated('hour', localTimeSql(spans, scope))} AS h, count(*) AS n FROM ${tableSql(focus.table.name)} WHERE (${where}) AND (${inside}) GROUP BY 1${strays}`,
    }
  },
  read: (state, answer) => {
    const { question, anomaly } = state
    const rows = answerRows(answer).map(row => ({ at: row.text('h')?.slice(0, 13) ?? '', rows: row.count('n') }))
    const byHour = (day: string) =>
      Array.from(
        { length: 24 },
        (_, hour) => rows.find(({ at }) => at.startsWith(day) && hourOf(`${at}:00`) === hour)?.rows ?? 0,
      )
    const normalDays = windowsOf(question, anomaly).normal.map(({ from }) => byHour(from.slice(0, 10)))
    return {
      scan: 'hours',
      normal: Array.from(
        { length: 24 },
        (_, hour) => normalDays.reduce((total, day) => total + (day[hour] ?? 0), 0) / Math.max(1, normalDays.length),
      ),
      days: [-1, 0, 1].map(offset => ({
        day: addDays(question.day, offset),
        rows: byHour(addDays(question.day, offset)),
      })),
      ...(mayStray(state) && { strays: rows.find(({ at }) => at === '')?.rows ?? 0 }),
    }
  },
}
