import type { BaselineModel } from '../baseline/dayPoint.ts'
import { measureAnomaly } from '../baseline/measureAnomaly.ts'
import { onsetHour } from '../baseline/onsetHour.ts'
import type { Focus } from '../dataset/focus.ts'
import type { Onset } from '../finding/finding.ts'
import type { FailureReason } from '../investigation/events.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { MetricKind } from '../metric/metric.ts'
import type { Question } from '../metric/question.ts'
import type { Answer } from '../ports/dataSource.ts'
import { addDays, dayText } from '../shared/calendar.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { median } from '../shared/statistics.ts'
import { asDayPoints, readSeries, type Group, type Series } from './readSeries.ts'
import type { SeriesSignal } from './signal.ts'
import type { Pair } from './pair.ts'
import { kindWatched } from './watchedKind.ts'

const models: Readonly<Record<MetricKind, BaselineModel>> = {
  rowCount: 'count',
  distinctCount: 'other',
  freshness: 'other',
  nullRate: 'rate',
  duplicateRate: 'rate',
  share: 'rate',
  sum: 'sum',
  average: 'mean',
  minimum: 'other',
  maximum: 'other',
}

type Measured = { readonly anomaly: Anomaly; readonly found: boolean; readonly series: SeriesSignal }
type Problem = { readonly reason: FailureReason; readonly message: string }

/** Days without any row before and on the day, after which there is nothing to measure. */
const silence = 7

/** Rows whose text tells no time are on no day. */
const rowsText = ({ timeColumn }: Focus) =>
  timeColumn?.kind === 'text' ? ` whose ${timeColumn.name} can be read as a time, like 2026-06-10 12:34:56,` : ''

/** Reads the series: whether the day is an anomaly, since when, and what each hour should have held. */
export const anomalyOf = (question: Question, focus: Focus, answer: Answer): Result<Measured, Problem> => {
  const series = readSeries(question, focus, answer)
  if (series.ofNumbers) {
    return refuse({
      reason: 'wrong-column-type',
      message: `${focus.timeColumn?.name} holds numbers of eight digits, too many of which are no days for it to tell a time: name another column, or ask for the whole table.`,
    })
  }
  const rows = rowsText(focus)
  if (series.days.every(({ rows }) => rows === 0)) {
    return refuse({
      reason: 'no-data-on-day',
      message: `${focus.table.name.name} has no rows${rows} within 60 days of ${question.day}.`,
    })
  }
  const recent = series.days.filter(({ at }) => at <= question.day && at > addDays(question.day, -silence))
  if (recent.every(({ rows }) => rows === 0)) {
    return refuse({
      reason: 'no-data-on-day',
      message: `${focus.table.name.name} has no rows${rows} on ${dayText(question.day)} and none in the week before.`,
    })
  }
  const measured = measureAnomaly(asDayPoints(series.days), question.day, { model: models[question.metric.kind] })
  if (!measured.enough) {
    return refuse({
      reason: 'too-little-history',
      message: `There are too few days with rows before ${dayText(question.day)} to say what is normal.`,
    })
  }
  const { suspected, anomalous: _, onsetDay, enough: __, ...anomaly } = measured
  const measuredSeries = signal(question, series, anomaly.baselineDays)
  const kind = kindWatched(question.metric.kind, {
    values: { alert: anomaly.observed ?? 0, normal: anomaly.expected },
    rows: measuredSeries.rows,
  })
  const { baselineDays: normal, direction } = anomaly
  const onset = suspected && onsetDay !== null ? onsetOf(kind, series, { question, onsetDay, normal, direction }) : null
  return ok({ anomaly: { ...anomaly, onset }, found: suspected, series: measuredSeries })
}

const hourOf = (at: string) => at.slice(10)

/** The usual value of each hour of the day: the median over the normal days. */
const usual = (hours: readonly Group[], days: readonly string[], read: (group: Group) => number | null) => {
  const byHour = new Map<string, number[]>()
  const normal = new Set(days)
  for (const group of hours) {
    const value = read(group)
    if (normal.has(group.at.slice(0, 10)) && value !== null)
      byHour.set(hourOf(group.at), [...(byHour.get(hourOf(group.at)) ?? []), value])
  }
  return (at: string) => {
    const known = byHour.get(hourOf(at))
    return known ? median(known) : null
  }
}

/** Rows of an hour in which a value that is not rare would show. */
const fewestRows = 30

type Began = {
  readonly question: Question
  readonly onsetDay: string
  readonly normal: readonly string[]
  readonly direction: 'up' | 'down'
}

const onsetOf = (kind: MetricKind, series: Series, { question, onsetDay, normal, direction }: Began): Onset => {
  const most = Math.max(
    0,
    ...series.hours.filter(({ at }) => normal.includes(at.slice(0, 10))).map(({ value }) => value ?? 0),
  )
  // An hour holds some of the values by chance; only one with more than any normal hour has something new.
  const isNew = kind === 'distinctCount' && direction === 'up'
  const expected = isNew ? () => most : usual(series.hours, normal, ({ value }) => value)
  const held = usual(series.hours, normal, ({ value }) => value)
  // An hour of few rows holds few values, known or new; it tells nothing about new ones unless it shows them.
  const tells = ({ at, value, rows }: Group) =>
    !isNew || (value ?? 0) > most || (rows >= fewestRows && (held(at) ?? 0) >= most * 0.8)
  const points = (keep: (day: string) => boolean) =>
    series.hours
      .filter(group => keep(group.at.slice(0, 10)) && tells(group))
      .map(({ at, value, rows }) => ({
        at,
        value: isNew && value !== null ? Math.max(value, most) : value,
        rows,
        expected: expected(at),
      }))
  const near = points(day => day >= addDays(onsetDay, -1) && day <= question.day)
  const found = onsetHour(near, onsetDay, {
    model: models[kind],
    normal: points(day => normal.includes(day)),
    ...(kind === 'freshness' ? {} : { direction }),
  })
  return found ?? { at: onsetDay, precision: 'day' }
}

const signal = (question: Question, series: Series, normal: readonly string[]): SeriesSignal => {
  const rows = series.days.map(({ at, rows: value }) => ({ day: at, value, rows: value, variance: value }))
  const expected = measureAnomaly(rows, question.day, { model: 'count' }).expected
  const day = series.days.find(({ at }) => at === question.day)
  const held = usual(series.hours, normal, group => group.rows)
  const total = series.hours
    .filter(({ at }) => at.startsWith(question.day))
    .reduce((sum, { at }) => sum + (held(at) ?? 0), 0)
  const growth = total > 0 ? expected / total : 1
  const pairOf = (read: (group: Group) => number | null): Pair | null => {
    const known = series.days.filter(({ at }) => normal.includes(at)).flatMap(group => read(group) ?? [])
    const now = day ? read(day) : null
    return now === null || known.length === 0 ? null : { alert: now, normal: median(known) }
  }
  const near = series.hours.filter(
    ({ at }) => at.slice(0, 10) >= addDays(question.day, -1) || normal.includes(at.slice(0, 10)),
  )
  return {
    scan: 'series',
    hours: near.map(({ at, rows: count }) => ({ at, rows: count, expectedRows: expectedRows(held(at), growth) })),
    newest: series.newest,
    rows: { alert: day?.rows ?? 0, normal: expected },
    mean: pairOf(({ mean }) => mean),
    size: pairOf(({ size }) => size),
    extremes: extremesOf(series, question.day, normal),
    filled: pairOf(group => group.filled),
    cardinalities: series.cardinalities,
  }
}

/** The least and greatest value of the day, and of all days up to the newest normal one. */
const extremesOf = (
  { days }: Series,
  day: string,
  normal: readonly string[],
): NonNullable<SeriesSignal['extremes']> | null => {
  const newest = normal.toSorted().at(-1) ?? ''
  const before = days.filter(({ at }) => at <= newest)
  const now = days.find(({ at }) => at === day)
  const low = before.flatMap(({ least }) => least ?? [])
  const high = before.flatMap(({ most }) => most ?? [])
  if (now?.least == null || now.most === null || low.length === 0 || high.length === 0) return null
  return { low: { alert: now.least, normal: Math.min(...low) }, high: { alert: now.most, normal: Math.max(...high) } }
}

const expectedRows = (held: number | null, growth: number) => (held === null ? null : held * growth)
