import type { DayPoint } from '../baseline/dayPoint.ts'
import type { Focus } from '../dataset/focus.ts'
import type { Metric } from '../metric/metric.ts'
import type { Question } from '../metric/question.ts'
import type { Answer } from '../ports/dataSource.ts'
import { addDays, addHours, daysBetween } from '../shared/calendar.ts'
import { median } from '../shared/statistics.ts'
import { answerRows, type Row } from './answerRows.ts'
import { candidateColumns } from './dimensions.ts'
import { historyDays, laterDays, unknownDimensions } from './series.ts'
import type { Cardinality } from './signal.ts'
import { areNumbers } from './undated.ts'

/** One group of rows: how many, the metric over them with its sampling variance; the watched number's mean, its size, and the share of rows that have it. */
export type Group = {
  readonly at: string
  readonly rows: number
  readonly value: number | null
  readonly variance: number | null
  readonly mean: number | null
  readonly size: number | null
  readonly filled: number | null
  /** The watched number's least and greatest value. */
  readonly least: number | null
  readonly most: number | null
}

export type Series = {
  /** Every day from the first with rows to the last, 'YYYY-MM-DD'. */
  readonly days: readonly Group[]
  /** Every hour of the same range, 'YYYY-MM-DDTHH'. */
  readonly hours: readonly Group[]
  readonly newest: string | null
  readonly cardinalities: readonly Cardinality[]
  /** Whether the texts that were taken for days are numbers. */
  readonly ofNumbers: boolean
}

/** The metric of one group; null where it cannot be computed from its rows. */
const metricOf = (metric: Metric, row: Row): { value: number | null; variance: number | null } => {
  const rows = row.count('n')
  const rate = (bad: number) => {
    const p = rows > 0 ? bad / rows : null
    return { value: p, variance: p === null ? null : Math.max(p * (1 - p), 1 / rows) / rows }
  }
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return { value: rows, variance: rows }
    case 'nullRate':
    case 'share':
      return rate(row.count('k'))
    case 'duplicateRate':
      return rate(rows - row.count('d'))
    case 'distinctCount':
      return { value: row.count('d'), variance: null }
    case 'sum':
      return { value: row.count('s'), variance: row.count('q') }
    case 'average': {
      const count = row.count('c')
      const mean = count > 0 ? row.count('s') / count : null
      return { value: mean, variance: mean === null ? null : Math.max(0, row.count('q') / count - mean * mean) / count }
    }
    case 'minimum':
      return { value: row.number('lo'), variance: null }
    case 'maximum':
      return { value: row.number('hi'), variance: null }
  }
}

const over = (row: Row, sum: string) => (row.count('c') > 0 ? row.count(sum) / row.count('c') : null)

const group = (metric: Metric, at: string, row: Row | undefined): Group =>
  row
    ? {
        at,
        rows: row.count('n'),
        ...metricOf(metric, row),
        mean: over(row, 's'),
        size: over(row, 'z'),
        filled: filled(row),
        least: row.number('lo'),
        most: row.number('hi'),
      }
    : { at, rows: 0, ...empty(metric), mean: null, size: null, filled: null, least: null, most: null }

/** Null where the metric watches no number. */
const filled = (row: Row) => (row.number('c') === null || row.count('n') === 0 ? null : row.count('c') / row.count('n'))

const empty = ({ kind }: Metric) =>
  kind === 'rowCount' || kind === 'sum' || kind === 'distinctCount' || kind === 'freshness'
    ? { value: 0, variance: 0 }
    : { value: null, variance: null }

/** Hours from the newest row at or before the end of each day to that end. */
const freshness = (days: readonly Group[], latest: ReadonlyMap<string, string>): readonly Group[] => {
  let newest: number | null = null
  return days.map(day => {
    const here = latest.get(day.at)
    if (here !== undefined) newest = Date.parse(here.endsWith('Z') ? here : `${here}Z`)
    const value = newest === null ? null : (Date.parse(`${addDays(day.at, 1)}T00:00:00Z`) - newest) / 3_600_000
    return { ...day, value, variance: null }
  })
}

const hoursBetween = (first: string, last: string) =>
  daysBetween(first, last).flatMap(day => Array.from({ length: 24 }, (_, hour) => addHours(`${day}T00`, hour)))

/** Reads the answer of `seriesQuery`. */
export const readSeries = (question: Question, focus: Focus, answer: Answer): Series => {
  const rows = answerRows(answer)
  const total = rows.find(row => row.text('our_hour') === null && row.text('our_day') === null)
  const byDay = new Map(
    rows.flatMap(row =>
      row.text('our_day') === null ? [] : [[row.text('our_day')?.slice(0, 10) ?? '', row] as const],
    ),
  )
  const byHour = new Map(
    rows.flatMap(row =>
      row.text('our_hour') === null ? [] : [[row.text('our_hour')?.slice(0, 13) ?? '', row] as const],
    ),
  )
  const known = [...byDay.keys()].toSorted()
  const first = known[0] ?? question.day
  const until = addDays(question.day, laterDays)
  const lastSeen = known.at(-1) ?? question.day
  const last = lastSeen < question.day ? question.day : lastSeen > until ? until : lastSeen
  const dayRange = daysBetween(
    first < addDays(question.day, -historyDays) ? addDays(question.day, -historyDays) : first,
    last,
  )
  const plain = dayRange.map(day => group(question.metric, day, byDay.get(day)))
  const latest = new Map([...byDay].map(([day, row]) => [day, row.text('latest') ?? '']))
  const newest = total?.text('latest')?.slice(0, 13) ?? null
  return {
    days: question.metric.kind === 'freshness' ? freshness(plain, latest) : plain,
    hours: hoursBetween(dayRange[0] ?? question.day, last).map(hour => group(question.metric, hour, byHour.get(hour))),
    newest,
    cardinalities: cardinalities(question, focus, total),
    ofNumbers: areNumbers(total?.count('undated') ?? 0, total?.count('n') ?? 0),
  }
}

const cardinalities = (question: Question, focus: Focus, total: Row | undefined): readonly Cardinality[] => {
  const unknown = focus.timeColumn ? unknownDimensions(question, focus) : candidateColumns(focus, question.metric)
  return candidateColumns(focus, question.metric).map(column => {
    const index = unknown.indexOf(column)
    if (index < 0)
      return { column: column.name, alert: column.distinctEstimate ?? 0, normal: column.distinctEstimate ?? 0 }
    return { column: column.name, alert: total?.count(`a${index}`) ?? 0, normal: total?.count(`b${index}`) ?? 0 }
  })
}

/** How much more the rows of a day may vary than those of other days before it counts as what is wrong with the day, not as its noise. */
const mostVaried = 4

/** The days as the baseline takes them. A few wild rows must not widen the band of their own day: its sampling variance is held to that of the other days. */
export const asDayPoints = (days: readonly Group[]): readonly DayPoint[] => {
  const perRow = days.flatMap(({ rows, variance }) => (variance !== null && rows > 0 ? [variance * rows] : []))
  const most = perRow.length === 0 ? 0 : mostVaried * median(perRow)
  return days.map(({ at, value, rows, variance }) => ({
    day: at,
    value,
    rows,
    variance: variance === null || most === 0 ? variance : Math.min(variance, most / Math.max(rows, 1)),
  }))
}
